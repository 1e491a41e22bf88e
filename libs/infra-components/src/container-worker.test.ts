import { azureRoleIds } from '@heliograph/app-model-core';
import { describe, expect, it } from 'vitest';
import { ContainerWorker, type ContainerWorkerArgs } from './container-worker.ts';
import { grantsIn, recordComponent, surroundings } from './fixtures/record-component.ts';

const record = (change: Partial<ContainerWorkerArgs> = {}) =>
  recordComponent(() => {
    const { appId, url, principalId } = new ContainerWorker('collector', {
      surroundings,
      cpu: 0.5,
      replicas: { minimum: 1, maximum: 2 },
      port: 4318,
      healthPath: '/health',
      external: true,
      zoneRedundant: false,
      settings: { GREETING: 'hello' },
      ...change,
    });
    return { appId, url, principalId };
  });

interface Container {
  readonly image: string;
  readonly env: readonly { readonly name: string }[];
  readonly probes: readonly unknown[];
}
const containerIn = (app: Readonly<Record<string, unknown>>): Container => {
  const [container] = (app['template'] as { containers: readonly Container[] }).containers;
  if (container) return container;
  throw new Error('There is no container');
};

describe(ContainerWorker, () => {
  it('runs the image of its own registry, which its identity may pull', async () => {
    const recorded = await record({ image: 'heliograph/collector:1.2.3' });
    const registry = recorded.one('Registry');

    expect(registry).toMatchObject({
      sku: { name: 'Basic' },
      adminUserEnabled: false,
      anonymousPullEnabled: false,
    });
    expect(containerIn(recorded.one('ContainerApp'))).toMatchObject({
      image: `${String(registry['registryName'])}.azurecr.io/heliograph/collector:1.2.3`,
      resources: { cpu: 0.5, memory: '1Gi' },
      probes: [
        { type: 'Liveness', httpGet: { path: '/health', port: 4318 } },
        { type: 'Readiness', httpGet: { path: '/health', port: 4318 } },
      ],
    });
    expect(grantsIn(recorded)).toEqual({
      'collector-pull': {
        role: azureRoleIds.AcrPull,
        scope: expect.stringContaining('collector-registry'),
        principal: 'principal-of-collector-identity',
      },
    });
  });

  it('runs a placeholder, unprobed, as long as there is no image', async () => {
    const { one } = await record();

    expect(containerIn(one('ContainerApp'))).toMatchObject({
      image: expect.stringMatching(/^mcr\.microsoft\.com\//),
      probes: [],
    });
  });

  it('is reached over HTTPS at its port, as often as it is told to run', async () => {
    const { one, values } = await record();

    expect(one('ContainerApp')).toMatchObject({
      configuration: { ingress: { external: true, targetPort: 4318, allowInsecure: false } },
      template: { scale: { minReplicas: 1, maxReplicas: 2 } },
    });
    expect(values['url']).toMatch(/^https:\/\/collector\./);
  });

  it('tells the program its settings, and which identity it has', async () => {
    const { one } = await record();

    expect(containerIn(one('ContainerApp')).env).toEqual([
      { name: 'GREETING', value: 'hello' },
      { name: 'AZURE_CLIENT_ID', value: 'client-of-collector-identity' },
    ]);
  });

  it('reads secret settings from the vault by its identity', async () => {
    const uri = 'https://v.vault.azure.net/secrets/collector-token';
    const recorded = await record({
      vaultSettings: { vaultId: '/subscriptions/s/v', uris: { THE__TOKEN: uri } },
    });
    const app = recorded.one('ContainerApp');

    expect(app['configuration']).toMatchObject({
      secrets: [
        {
          name: 'the-token',
          keyVaultUrl: uri,
          identity: expect.stringContaining('collector-identity'),
        },
      ],
    });
    expect(containerIn(app).env).toContainEqual({ name: 'THE__TOKEN', secretRef: 'the-token' });
    expect(grantsIn(recorded)['collector-reads-secrets']).toMatchObject({
      role: azureRoleIds['Key Vault Secrets User'],
    });
  });

  it('keeps a folder where it is told to', async () => {
    const { one } = await record({ dataFolder: '/data' });

    expect(one('ContainerApp')['template']).toMatchObject({
      containers: [{ volumeMounts: [{ volumeName: 'data', mountPath: '/data' }] }],
      volumes: [{ name: 'data', storageType: 'EmptyDir' }],
    });
  });

  it('spreads over zones in a network of its own where it is told to', async () => {
    const { one } = await record({ zoneRedundant: true });

    expect(one('Registry')).toMatchObject({ sku: { name: 'Premium' }, zoneRedundancy: 'Enabled' });
    expect(one('ManagedEnvironment')).toMatchObject({
      zoneRedundant: true,
      vnetConfiguration: { infrastructureSubnetId: expect.stringContaining('Subnet') },
    });
    expect(one('Subnet')).toMatchObject({
      delegations: [{ serviceName: 'Microsoft.App/environments' }],
    });
  });

  it('sends its logs to the workspace, and has tags', async () => {
    const { one } = await record();

    expect(one('ManagedEnvironment')['appLogsConfiguration']).toEqual({
      destination: 'azure-monitor',
    });
    expect(one('DiagnosticSetting')).toMatchObject({ workspaceId: surroundings.workspaceId });
    for (const type of ['ContainerApp', 'ManagedEnvironment', 'Registry', 'UserAssignedIdentity']) {
      expect(one(type)['tags'], type).toEqual(surroundings.tags);
    }
  });
});
