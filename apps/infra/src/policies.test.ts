import { beforeAll, describe, expect, it } from 'vitest';
import type { Environment } from './environment.ts';
import { policies } from './policies.ts';
import { recordStack, type RecordedStack } from './record-stack.ts';
import { configuredStacks, readStackFile } from './stack-file.ts';

const known = { systemKeys: { signalr_extension: 'the-system-key' } };
const record = (environment: Environment) =>
  recordStack({ environment, uniqueness: `test/heliograph/${environment.name}`, known });
/** A recording takes a second, on a busy machine a few. */
const patience = 60_000;

describe.each(configuredStacks())('the stack %s', (name) => {
  const environment: Environment = { ...readStackFile(name), upstream: 'wired' };
  let stack: RecordedStack;
  beforeAll(async () => {
    stack = await record(environment);
  }, patience);

  it.for(policies)('keeps to: $name', ({ faults }) => {
    expect(faults(stack, environment)).toEqual([]);
  });
});

describe('every policy', () => {
  /** One way of breaking each rule: a resource's type, and what is put into its inputs. */
  const breaches: Readonly<Record<string, readonly [type: string, change: object]>> = {
    'browsers come from named origins, outside dev over HTTPS only': [
      'SignalR',
      { cors: { allowedOrigins: ['http://127.0.0.1:4200'] } },
    ],
    'storage speaks TLS 1.2': ['StorageAccount', { minimumTlsVersion: 'TLS1_0' }],
    'functions speak HTTPS with TLS 1.2': ['WebApp', { httpsOnly: false }],
    'containers answer over HTTPS only': [
      'ContainerApp',
      { configuration: { ingress: { allowInsecure: true } } },
    ],
    'SignalR takes no shared key': ['SignalR', { disableLocalAuth: false }],
    'storage takes no shared key': ['StorageAccount', { allowSharedKeyAccess: true }],
    'storage shows nothing to the public': ['BlobContainer', { publicAccess: 'Blob' }],
    'the registry has no admin account and lets nobody pull unasked': [
      'Registry',
      { adminUserEnabled: true },
    ],
    'deployments of functions take no password': ['WebAppScmAllowed', { allow: true }],
    'telemetry and logs take no key': ['Component', { disableLocalAuth: false }],
    'no setting and no input outside the vault holds a key': [
      'WebApp',
      { note: 'Endpoint=https://a;AccessKey=b;' },
    ],
    'SignalR denies what no rule lets in': ['SignalR', { networkACLs: { defaultAction: 'Allow' } }],
    'logs of SignalR, functions, containers and vault go to the workspace': [
      'DiagnosticSetting',
      { logs: [] },
    ],
    'the vault keeps what was deleted, and is opened by roles': ['Vault', { properties: {} }],
    'outside dev, SignalR has a size with an SLA': ['SignalR', { sku: { tier: 'Free' } }],
    'in critical, SignalR survives the loss of a zone': ['SignalR', { sku: { tier: 'Standard' } }],
    'in critical, functions and containers survive the loss of a zone': [
      'StorageAccount',
      { sku: { name: 'Standard_LRS' } },
    ],
    'everything that takes tags has them': ['Workspace', { tags: {} }],
  };
  const environment = readStackFile('critical');
  let stack: RecordedStack;
  beforeAll(async () => {
    stack = await record(environment);
  }, patience);

  it.for(policies)('is broken by: $name', ({ name, faults }) => {
    const [type, change] = breaches[name] ?? [];
    const broken: RecordedStack = {
      ...stack,
      resources: stack.resources.map((resource) =>
        resource.type.endsWith(`:${String(type)}`)
          ? { ...resource, inputs: { ...resource.inputs, ...change } }
          : resource,
      ),
      ...(type === undefined && {
        outputs: { ...stack.outputs, functionAppUrl: 'https://a.example/?code=secret' },
      }),
    };

    expect(faults(broken, environment)).not.toEqual([]);
  });

  it('has a source that can be read', () => {
    for (const { source } of policies) expect(URL.canParse(source), source).toBe(true);
  });
});
