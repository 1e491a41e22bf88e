import type { AppBuilder } from '@heliograph/app-model-core';
import type { PlatformOptions } from '@heliograph/platform';
import { describe, expect, it } from 'vitest';
import type { Environment } from './environment.ts';
import { recordModel } from './fixtures/record-model.ts';
import { recordStack, type RecordOptions } from './record-stack.ts';
import { readStackFile } from './stack-file.ts';

type Customize = NonNullable<PlatformOptions['customize']>;

interface Refusal {
  readonly because: string;
  readonly change?: Partial<Environment>;
  /** A change of the platform, or a model of the case's own. */
  readonly customize?: Customize;
  readonly describe?: (builder: AppBuilder) => void;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly known?: RecordOptions['known'];
  readonly code: string;
  readonly message: RegExp;
}

const { signalr, functions } = readStackFile('dev');
const useExisting: Customize = (parts) => void parts.signalr.asExisting('company', 'shared');
const serverless = [{ flag: 'ServiceMode', value: 'Serverless' }];

const refusals: readonly Refusal[] = [
  {
    because: 'a size that the tier does not have',
    change: { signalr: { ...signalr, capacity: 11 } },
    code: 'option-invalid',
    message: /^signalr: Standard_S1 has .* units, not 11$/,
  },
  {
    because: 'an option that the tier does not have',
    change: { signalr: { ...signalr, autoscale: { minimum: 1, maximum: 2 } } },
    code: 'option-invalid',
    message: /^signalr: autoscale needs a Premium size/,
  },
  {
    because: 'a setting that Flex forbids',
    customize: ({ backend }) => void backend.withEnvironment({ WEBSITE_TIME_ZONE: 'UTC' }),
    code: 'setting-forbidden',
    message: /^backend: the flex plan forbids WEBSITE_TIME_ZONE$/,
  },
  {
    because: 'a setting that the Consumption plan sets itself',
    change: { functions: { ...functions, plan: 'consumption' } },
    customize: ({ backend }) => void backend.withEnvironment({ FUNCTIONS_WORKER_RUNTIME: 'java' }),
    code: 'setting-forbidden',
    message: /^backend: FUNCTIONS_WORKER_RUNTIME is set for the Functions host$/,
  },
  {
    because: 'a parameter without a value',
    describe: (builder) => {
      const token = builder.addParameter('the-token', { secret: true });
      builder.addAzureFunctionsApp('backend', 'f').withEnvironment({ THE_TOKEN: token });
    },
    code: 'configuration-invalid',
    message: /^backend: the parameter the-token has no value; .*--secret heliograph:the-token/,
  },
  {
    because: 'a connection string without a value',
    describe: (builder) => {
      const broker = builder.addConnectionString('broker');
      builder.addAzureFunctionsApp('backend', 'f').withReference(broker);
    },
    code: 'configuration-invalid',
    message: /ConnectionStrings__broker has no value/,
  },
  {
    because: 'an upstream of a service that calls none',
    describe: (builder) => {
      builder.addAzureSignalR('hub', { mode: 'Default' }).withUpstream('https://example.com/');
    },
    code: 'option-invalid',
    message: /^hub: only a Serverless service calls an upstream/,
  },
  {
    because: 'a container without a port',
    describe: (builder) => void builder.addContainerApp('worker', 'w.ts'),
    code: 'option-invalid',
    message: /^worker: a container needs a port/,
  },
  {
    because: 'an existing name that Azure cannot have',
    customize: (parts) => void parts.signalr.asExisting('x'.repeat(64), 'shared'),
    code: 'name-invalid',
    message: /^signalr: "x+" cannot name a signalr in Azure: at most 63/,
  },
  {
    because: 'an existing part of a kind that cannot be taken over',
    customize: ({ backend }) => void backend.asExisting('company', 'shared'),
    code: 'existing-unfit',
    message: /^backend: a azure-functions-app cannot be taken over/,
  },
  {
    because: 'an existing service in another mode',
    customize: useExisting,
    known: { existingSignalR: { features: [{ flag: 'ServiceMode', value: 'Classic' }] } },
    code: 'existing-unfit',
    message: /^signalr: company is in Classic mode, and the platform needs Serverless$/,
  },
  {
    because: 'an existing service that never said its mode',
    customize: useExisting,
    known: { existingSignalR: {} },
    code: 'existing-unfit',
    message: /^signalr: company is in Default mode/,
  },
  {
    because: 'an existing service that takes keys only',
    customize: useExisting,
    known: { existingSignalR: { features: serverless, disableAadAuth: true } },
    code: 'existing-unfit',
    message: /^signalr: company takes no identities/,
  },
  {
    because: 'an existing service that nobody can reach',
    customize: useExisting,
    known: { existingSignalR: { features: serverless, publicNetworkAccess: 'Disabled' } },
    code: 'existing-unfit',
    message: /^signalr: company is closed to the public network/,
  },
  {
    because: 'an existing Web PubSub Service',
    customize: useExisting,
    known: { existingSignalR: { features: serverless, kind: 'RawWebSockets' } },
    code: 'existing-unfit',
    message: /^signalr: company is a Web PubSub Service/,
  },
  {
    because: 'parts that need each other’s address',
    customize: ({ backend, collector }) => void collector.withReference(backend),
    code: 'option-invalid',
    message: /: backend → collector → backend$/,
  },
  {
    because: 'a secret in public files',
    describe: (builder) => {
      const key = builder.addParameter('the-key', { secret: true });
      builder.addStaticSite('site', 's').withEnvironment({ THE_KEY: key });
    },
    parameters: { 'the-key': 'k' },
    code: 'option-invalid',
    message: /^site: THE_KEY is a secret/,
  },
];

describe('before anything is created', () => {
  it.for(refusals)('$because is refused, with the resource and the rule', async (refusal) => {
    const { change, customize, describe, parameters, known, code, message } = refusal;
    const asked: string[] = [];
    const onResource = ({ name }: { readonly name: string }) => void asked.push(name);
    const recording = describe
      ? recordModel({ describe, change, parameters, known, onResource })
      : recordStack({
          environment: { ...readStackFile('dev'), ...change },
          uniqueness: 'test/heliograph/dev',
          onResource,
          ...(known && { known }),
          ...(customize && { customize }),
        });

    await expect(recording).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(asked).toEqual([]);
  });
});
