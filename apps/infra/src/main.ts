import { ModelError } from '@heliograph/app-model-core';
import * as pulumi from '@pulumi/pulumi';
import { createStack } from './create-stack.ts';
import { checkRegistered, readEnvironment } from './environment.ts';

const stack = pulumi.getStack();
const config = new pulumi.Config();
const environment = readEnvironment(stack, config.getObject('environment'));
checkRegistered(stack, environment);
const { outputs, manualSteps } = await createStack({
  environment,
  uniqueness: [pulumi.getOrganization(), pulumi.getProject(), stack].join('/'),
  parameter: (name, isSecret) => (isSecret ? config.getSecret(name) : config.get(name)),
}).catch((reason: unknown) => {
  // Of these, Pulumi shows the message alone.
  throw reason instanceof ModelError ? new pulumi.RunError(reason.message) : reason;
});

manualSteps.apply((steps) => {
  for (const step of steps) void pulumi.log.warn(step);
});

export const {
  signalrHostName,
  signalrPublicPort,
  functionAppUrl,
  negotiateUrl,
  dashboardUrl,
  resourceGroupName,
} = outputs;
