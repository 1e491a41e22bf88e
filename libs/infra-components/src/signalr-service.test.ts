import { azureRoleIds } from '@heliograph/app-model-core';
import { describe, expect, it } from 'vitest';
import { grantsIn, recordComponent, surroundings } from './fixtures/record-component.ts';
import { SignalRService, signalRHostName, type SignalRServiceArgs } from './signalr-service.ts';
import { signalRSkus, unitsOf } from './signalr-tier.ts';

const record = (change: Partial<SignalRServiceArgs> = {}) =>
  recordComponent(() => {
    const { serviceId, hostName, publicPort, principalId } = new SignalRService('signalr', {
      surroundings,
      serviceMode: 'Serverless',
      sku: 'Standard_S1',
      capacity: 1,
      allowedOrigins: ['https://dashboard.example.com'],
      publicRequests: ['ClientConnection', 'RESTAPI'],
      ...change,
    });
    return { serviceId, hostName, publicPort, principalId };
  });

describe(SignalRService, () => {
  it.for(signalRSkus)('comes as %s, with its tier and number of units', async (sku) => {
    const capacity = unitsOf(sku)[0] ?? 0;
    const { one } = await record({ sku, capacity });
    const tier = { F: 'Free', S: 'Standard', P: 'Premium' }[sku.charAt(0)];

    expect(one('SignalR')['sku']).toEqual({ name: sku, tier, capacity });
  });

  it.for(['Serverless', 'Default'] as const)('runs in %s mode', async (serviceMode) => {
    const { one } = await record({ serviceMode });

    expect(one('SignalR')['features']).toContainEqual({ flag: 'ServiceMode', value: serviceMode });
  });

  it('logs connectivity and messages, and sends all logs and metrics to the workspace', async () => {
    const { one, values } = await record();
    const service = one('SignalR');

    expect(service['features']).toEqual(
      expect.arrayContaining([
        { flag: 'EnableConnectivityLogs', value: 'True' },
        { flag: 'EnableMessagingLogs', value: 'True' },
      ]),
    );
    expect(service['resourceLogConfiguration']).toEqual({
      categories: [
        { name: 'ConnectivityLogs', enabled: 'true' },
        { name: 'MessagingLogs', enabled: 'true' },
      ],
    });
    expect(one('DiagnosticSetting')).toMatchObject({
      resourceUri: values['serviceId'],
      workspaceId: surroundings.workspaceId,
      logs: [{ categoryGroup: 'allLogs', enabled: true }],
      metrics: [{ category: 'AllMetrics', enabled: true }],
    });
  });

  it('takes identities only, and has one itself', async () => {
    const { one, values } = await record();

    expect(one('SignalR')).toMatchObject({
      disableLocalAuth: true,
      disableAadAuth: false,
      identity: { type: 'SystemAssigned' },
    });
    expect(values['principalId']).toBe('principal-of-signalr');
  });

  it('lets in the requests that it was told to, and denies all others', async () => {
    const open = await record();
    const closed = await record({ publicRequests: [] });

    expect(open.one('SignalR')).toMatchObject({
      publicNetworkAccess: 'Enabled',
      networkACLs: {
        defaultAction: 'Deny',
        publicNetwork: { allow: ['ClientConnection', 'RESTAPI'] },
      },
    });
    expect(closed.one('SignalR')['networkACLs']).toEqual({
      defaultAction: 'Deny',
      publicNetwork: { allow: [] },
    });
  });

  it('lets browsers come from the origins that it was given', async () => {
    const { one } = await record({ allowedOrigins: ['https://a.example', 'https://b.example'] });

    expect(one('SignalR')['cors']).toEqual({
      allowedOrigins: ['https://a.example', 'https://b.example'],
    });
  });

  it('calls upstreams in their order, for every event, with an identity where one is asked for', async () => {
    const { one } = await record({
      upstreams: [
        { url: 'https://one.example/{hub}' },
        { url: 'https://two.example/', identityResource: 'api://functions' },
      ],
    });
    const every = { hubPattern: '*', categoryPattern: '*', eventPattern: '*' };

    expect(one('SignalR')['upstream']).toEqual({
      templates: [
        { ...every, urlTemplate: 'https://one.example/{hub}', auth: { type: 'None' } },
        {
          ...every,
          urlTemplate: 'https://two.example/',
          auth: { type: 'ManagedIdentity', managedIdentity: { resource: 'api://functions' } },
        },
      ],
    });
  });

  it('has replicas of its own size in other regions', async () => {
    const { one } = await record({
      sku: 'Premium_P1',
      capacity: 2,
      replicas: [{ name: 'north', location: 'northeurope', capacity: 3 }],
    });

    expect(one('SignalRReplica')).toMatchObject({
      replicaName: 'north',
      location: 'northeurope',
      sku: { name: 'Premium_P1', tier: 'Premium', capacity: 3 },
      resourceName: one('SignalR')['resourceName'],
    });
  });

  it('scales by connections between its bounds', async () => {
    const { one, values } = await record({
      sku: 'Premium_P1',
      autoscale: { minimum: 1, maximum: 5 },
    });
    const rule = (operator: string, direction: string) =>
      expect.objectContaining({
        metricTrigger: expect.objectContaining({
          metricName: 'ConnectionQuotaUtilization',
          metricResourceUri: values['serviceId'],
          operator,
        }),
        scaleAction: expect.objectContaining({ direction }),
      });

    expect(one('AutoscaleSetting')).toMatchObject({
      targetResourceUri: values['serviceId'],
      profiles: [
        {
          capacity: { minimum: '1', maximum: '5', default: '1' },
          rules: [rule('GreaterThan', 'Increase'), rule('LessThan', 'Decrease')],
        },
      ],
    });
  });

  it('has a domain of its own, whose certificate it may read', async () => {
    const vaultId =
      '/subscriptions/s/resourceGroups/certs/providers/Microsoft.KeyVault/vaults/company-certs';
    const recorded = await record({
      sku: 'Premium_P1',
      customDomain: { domainName: 'live.example.com', vaultId, certificateName: 'live' },
    });

    expect(recorded.one('SignalRCustomCertificate')).toMatchObject({
      certificateName: 'live',
      keyVaultBaseUri: 'https://company-certs.vault.azure.net/',
      keyVaultSecretName: 'live',
    });
    expect(recorded.one('SignalRCustomDomain')).toMatchObject({
      domainName: 'live.example.com',
      customCertificate: { id: expect.stringContaining('signalr-certificate') },
    });
    expect(grantsIn(recorded)['signalr-reads-certificate']).toEqual({
      role: azureRoleIds['Key Vault Secrets User'],
      scope: vaultId,
      principal: 'principal-of-signalr',
    });
  });

  it('refuses a certificate that is in no key vault', async () => {
    const customDomain = {
      domainName: 'a.example',
      vaultId: '/subscriptions/s',
      certificateName: 'c',
    };

    await expect(record({ sku: 'Premium_P1', customDomain })).rejects.toMatchObject({
      code: 'option-invalid',
      message: expect.stringMatching(/^signalr: /),
    });
  });

  it('has tags, and a name and address that are known beforehand', async () => {
    const { one, values } = await record();
    const { resourceName, tags } = one('SignalR');

    expect(tags).toEqual(surroundings.tags);
    expect(values['hostName']).toBe(signalRHostName(String(resourceName)));
    expect(values['publicPort']).toBe(443);
  });

  it('takes the last word on its arguments from whoever describes it', async () => {
    const { one } = await record({
      customize: (args) => ({ ...args, sku: { name: 'Premium_P1', capacity: 10 } }),
    });

    expect(one('SignalR')['sku']).toEqual({ name: 'Premium_P1', capacity: 10 });
  });
});
