import { describePlatform } from '@heliograph/platform';
import { settingsOf } from '@heliograph/app-model-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Environment } from './environment.ts';
import { recordStack, type RecordedStack, type RecordOptions } from './record-stack.ts';
import { readStackFile } from './stack-file.ts';

const record = (
  name: string,
  change: Partial<Environment> = {},
  more: Partial<RecordOptions> = {},
): Promise<RecordedStack> =>
  recordStack({
    environment: { ...readStackFile(name), ...change },
    uniqueness: `test/heliograph/${name}`,
    ...more,
  });
const ofType = ({ resources }: RecordedStack, type: string) =>
  resources.filter((resource) => resource.type.endsWith(`:${type}`));
const one = (stack: RecordedStack, type: string) => {
  const found = ofType(stack, type);
  expect(found).toHaveLength(1);
  return found[0]?.inputs ?? {};
};

describe.each(['dev', 'production', 'critical'])('the stack %s', (name) => {
  let stack: RecordedStack;
  beforeAll(async () => {
    stack = await record(name);
  }, 60_000);

  it('says where everything is, and nothing else', () => {
    const { outputs } = stack;

    expect(Object.keys(outputs).sort()).toEqual([
      'dashboardUrl',
      'functionAppUrl',
      'negotiateUrl',
      'resourceGroupName',
      'signalrHostName',
      'signalrPublicPort',
    ]);
    expect(outputs.negotiateUrl).toBe(`${String(outputs.functionAppUrl)}/api/negotiate`);
    expect(JSON.stringify(outputs)).not.toMatch(/key|secret/i);
  });

  it('gives each deployable in Azure the settings it has here', () => {
    const { settings } = stack;
    const azureOnly = /^APPLICATIONINSIGHTS_/;

    for (const resource of describePlatform().resources) {
      const expected = [...settingsOf(resource).keys()].sort();
      const found = Object.keys(settings[resource.name] ?? {}).filter(
        (key) => !azureOnly.test(key),
      );
      expect(found.sort(), resource.name).toEqual(expected);
    }
  });

  it('names the service in settings as it is then called', () => {
    expect(stack.settings['backend']?.['AzureSignalRConnectionString']).toBe(
      `Endpoint=https://${String(stack.outputs.signalrHostName)};AuthType=azure.msi;Version=1.0;`,
    );
  });

  it('gives each identity the roles that its references need', () => {
    const grants = ofType(stack, 'RoleAssignment').map(({ name: grant, inputs }) => [
      grant,
      String(inputs['roleDefinitionId']).split('/').at(-1),
      inputs['principalId'],
    ]);

    expect(grants).toEqual(
      expect.arrayContaining([
        ['backend-uses-signalr', '7e4f1700-ea5a-4f59-8f37-079cfe29dce3', 'principal-of-backend'],
        [
          'collector-uses-signalr',
          'fd53cd77-2268-407a-8f46-7e7863d0f521',
          'principal-of-collector-identity',
        ],
        ['backend-uses-history', '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3', 'principal-of-backend'],
      ]),
    );
  });

  it('lets people and their programs in from the public network, as the environment says', () => {
    expect(one(stack, 'SignalR')['networkACLs']).toEqual({
      defaultAction: 'Deny',
      publicNetwork: { allow: ['ClientConnection', 'RESTAPI'] },
    });
  });

  it('lets browsers come from the dashboard', () => {
    const origins = [one(stack, 'SignalR')['cors'], one(stack, 'WebApp')['siteConfig']];

    for (const origin of origins) {
      expect(JSON.stringify(origin)).toContain(String(stack.outputs.dashboardUrl));
    }
  });
});

describe('the upstream', () => {
  const systemKeys = { signalr_extension: 'the-system-key' };

  it('calls nobody as long as the code is not deployed', async () => {
    const stack = await record('dev', { upstream: 'awaiting-code' });

    expect(one(stack, 'SignalR')['upstream']).toEqual({ templates: [] });
    expect(ofType(stack, 'Secret')).toEqual([]);
  });

  it('is wired into the same service, and its key is in the vault only', async () => {
    const before = await record('dev', { upstream: 'awaiting-code' });
    const stack = await record('dev', { upstream: 'wired' }, { known: { systemKeys } });
    const service = one(stack, 'SignalR');

    expect(service['resourceName']).toBe(one(before, 'SignalR')['resourceName']);
    expect(service['upstream']).toMatchObject({
      templates: [
        {
          urlTemplate: expect.stringMatching(
            /^https:\/\/[^/]+\/runtime\/webhooks\/signalr\?code=\{@Microsoft\.KeyVault\(SecretUri=https:\/\/[^)]+\)\}$/,
          ),
        },
      ],
    });
    expect(JSON.stringify(service)).not.toContain('the-system-key');
    expect(JSON.stringify(ofType(stack, 'Secret'))).toContain('the-system-key');
  });
});

describe('sizes', () => {
  it('beyond one region and with the load in critical', async () => {
    const stack = await record('critical');

    expect(ofType(stack, 'SignalRReplica')).toHaveLength(1);
    expect(ofType(stack, 'AutoscaleSetting')).toHaveLength(1);
  });
});

describe('a part', () => {
  it('can be changed with the types of its Azure resource', async () => {
    const stack = await record(
      'dev',
      {},
      {
        customize: ({ signalr }) => {
          signalr.configureInfrastructure((args) => ({ ...args, tags: { team: 'a' } }));
        },
      },
    );

    expect(one(stack, 'SignalR')['tags']).toEqual({ team: 'a' });
  });

  it('that exists is used and not created', async () => {
    const stack = await record(
      'dev',
      {},
      {
        customize: ({ signalr }) => void signalr.asExisting('company-signalr', 'shared'),
        known: { existingSignalR: { features: [{ flag: 'ServiceMode', value: 'Serverless' }] } },
      },
    );

    expect(ofType(stack, 'SignalR')).toEqual([]);
    expect(stack.outputs.signalrHostName).toBe('company-signalr.service.signalr.net');
  });
});
