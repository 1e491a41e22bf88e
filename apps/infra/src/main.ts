import * as pulumi from '@pulumi/pulumi';
import { createStack } from './create-stack.ts';
import { readEnvironment } from './environment.ts';

const stack = pulumi.getStack();
const environment = readEnvironment(stack, new pulumi.Config().getObject('environment'));
const { outputs } = createStack({
  environment,
  uniqueness: [pulumi.getOrganization(), pulumi.getProject(), stack].join('/'),
});

export const {
  signalrHostName,
  signalrPublicPort,
  functionAppUrl,
  negotiateUrl,
  dashboardUrl,
  resourceGroupName,
} = outputs;
