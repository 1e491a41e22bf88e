import type { AppBuilder } from '@heliograph/app-model-core';
import { describe, expect, it } from 'vitest';
import type { Environment } from './environment.ts';
import { recordModel, type ModelRecordingOptions } from './fixtures/record-model.ts';
import { readStackFile } from './stack-file.ts';

const dev = readStackFile('dev');
const systemKeys = { signalr_extension: 'the-system-key' };

async function record(
  describeModel: ModelRecordingOptions['describe'],
  more: Omit<ModelRecordingOptions, 'describe'> = {},
) {
  const recorded = await recordModel({ describe: describeModel, ...more });
  const named = (type: string, name?: string) =>
    recorded.resources.filter(
      (one) => one.type.endsWith(`:${type}`) && (name === undefined || one.name === name),
    );
  return { ...recorded, named };
}

describe('a model of one’s own', () => {
  it('becomes the Azure resources of its parts, each setting with a value', async () => {
    const { named, settings } = await record((builder) => {
      const hub = builder.addAzureSignalR('hub');
      const store = builder.addAzureTables('store');
      const insights = builder.addApplicationInsights('insights');
      const api = builder
        .addAzureFunctionsApp('api', 'apps/api')
        .withReference(hub)
        .withReference(store)
        .withReference(insights);
      builder
        .addContainerApp('worker', 'apps/worker/main.ts')
        .withHttpEndpoint({ port: 8080 })
        .withReplicas(2, 4)
        .withReference(api);
      builder.addStaticSite('site', 'apps/site').withReference(api);
    });

    expect(named('SignalR', 'hub')).toHaveLength(1);
    expect(named('StorageAccount', 'store')).toHaveLength(1);
    expect(named('Component', 'insights')).toHaveLength(1);
    expect(named('WebApp', 'api')).toHaveLength(1);
    expect(named('StaticSite', 'site')).toHaveLength(1);
    expect(named('ContainerApp', 'worker')[0]?.inputs).toMatchObject({
      template: { scale: { minReplicas: 2, maxReplicas: 4 } },
    });
    const apiUrl = expect.stringMatching(/^https:\/\/helg-dev-api-\w+\.azurewebsites\.net$/);
    expect(settings).toEqual({
      api: {
        AzureSignalRConnectionString: expect.stringMatching(
          /^Endpoint=https:\/\/helg-dev-hub-\w+\.service\.signalr\.net;AuthType=azure\.msi;Version=1\.0;$/,
        ),
        STORE_CONNECTION: expect.stringMatching(
          /^tables:https:\/\/\w+\.table\.core\.windows\.net$/,
        ),
        APPLICATIONINSIGHTS_CONNECTION_STRING: expect.stringMatching(/^InstrumentationKey=/),
      },
      worker: { API_URL: apiUrl },
      site: { API_URL: apiUrl },
    });
  });

  it('has function apps that each give their own key to the service that calls them', async () => {
    const { named } = await record(
      (builder) => {
        for (const name of ['one', 'two']) {
          const app = builder.addAzureFunctionsApp(name, name);
          builder.addAzureSignalR(`hub-${name}`).withUpstream(app.endpoint().url);
        }
      },
      { change: { upstream: 'wired' }, known: { systemKeys } },
    );

    for (const name of ['one', 'two']) {
      expect(named('SignalR', `hub-${name}`)[0]?.inputs['upstream']).toMatchObject({
        templates: [{ urlTemplate: expect.stringMatching(`/secrets/${name}-upstream\\)}$`) }],
      });
    }
  });

  it('keeps what is secret in the vault, and gives programs a reference to it', async () => {
    const { named, resources, settings } = await record(
      (builder) => {
        const broker = builder.addConnectionString('broker');
        builder.addAzureFunctionsApp('api', 'apps/api').withReference(broker);
        builder
          .addContainerApp('worker', 'w.ts')
          .withHttpEndpoint({ port: 8080 })
          .withReference(broker);
      },
      { parameters: { ConnectionStrings__broker: 'the secret' } },
    );

    expect(named('Secret').map(({ inputs }) => inputs['properties'])).toEqual([
      { value: 'the secret' },
      { value: 'the secret' },
    ]);
    const elsewhere = resources.filter(({ type }) => !type.endsWith(':Secret'));
    expect(JSON.stringify([elsewhere, settings])).not.toContain('the secret');
    expect(JSON.stringify(named('WebApp', 'api'))).toMatch(
      /@Microsoft\.KeyVault\(SecretUri=https:[^)]+\/secrets\/api-ConnectionStrings-broker\)/,
    );
    expect(JSON.stringify(named('ContainerApp', 'worker'))).toMatch(
      /"keyVaultUrl":"https:[^"]+\/secrets\/worker-ConnectionStrings-broker"/,
    );
  });
});

describe('a custom domain', () => {
  const vaultId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/certs';
  const signalr: Environment['signalr'] = {
    ...dev.signalr,
    sku: 'Premium_P1',
    customDomain: { domainName: 'live.example.com', vaultId, certificateName: 'live' },
  };

  it('is where people are sent, while programs keep to the address of the service', async () => {
    const { settings } = await record(
      (builder) => {
        builder.addAzureFunctionsApp('api', 'a').withReference(builder.addAzureSignalR('hub'));
      },
      { change: { signalr } },
    );

    expect(settings).toMatchObject({
      api: {
        AzureSignalRConnectionString: expect.stringMatching(
          /^Endpoint=https:\/\/[^;]+\.service\.signalr\.net;.*;ClientEndpoint=https:\/\/live\.example\.com;$/,
        ),
      },
    });
  });
});

describe('a service that exists already', () => {
  const describeModel = (builder: AppBuilder): void => {
    const hub = builder.addAzureSignalR('hub').asExisting('company', 'shared');
    const api = builder.addAzureFunctionsApp('api', 'a').withReference(hub);
    const site = builder.addStaticSite('site', 's');
    hub.withUpstream(api.endpoint().url).withAllowedOrigins(site.endpoint().origins);
  };
  const fit = {
    features: [{ flag: 'ServiceMode', value: 'Serverless' }],
    identity: { type: 'SystemAssigned', principalId: 'principal-of-company' },
  };
  const wired = (existingSignalR: Readonly<Record<string, unknown>>) =>
    record(describeModel, {
      change: { upstream: 'wired' },
      known: { systemKeys, existingSignalR },
    });

  it('is left as it is, and its owner is told which commands wire it', async () => {
    const { named, manualSteps } = await wired(fit);

    expect(named('SignalR')).toEqual([]);
    expect(manualSteps).toEqual([
      expect.stringMatching(
        /^hub: the existing service company does not call the functions yet[^]*az signalr upstream update --name company --resource-group shared --template url-template='https:\/\/[^']+\?code=\{@Microsoft\.KeyVault\(SecretUri=[^)]+\)\}'[^]*az signalr cors add .* --allowed-origins 'https:\/\/site\./,
      ),
    ]);
    expect(String(manualSteps)).not.toContain('the-system-key');
    expect(String(manualSteps)).not.toContain('identity assign');
  });

  it('may read the code of the upstream by its own identity', async () => {
    const { named } = await wired(fit);

    expect(named('RoleAssignment', 'hub-reads-secrets')[0]?.inputs['principalId']).toBe(
      'principal-of-company',
    );
  });

  it('without an identity gets one first', async () => {
    const { manualSteps } = await wired({ ...fit, identity: undefined });

    expect(String(manualSteps)).toMatch(/az signalr identity assign[^]*az signalr upstream update/);
  });

  it('that calls the functions already needs nothing', async () => {
    const { manualSteps } = await wired(fit);
    const urlTemplate = /url-template='([^']+)'/.exec(String(manualSteps))?.[1];

    const again = await wired({ ...fit, upstream: { templates: [{ urlTemplate }] } });

    expect(again.manualSteps).toEqual([]);
  });

  it('is not asked for anything before the code is deployed', async () => {
    const { manualSteps } = await record(describeModel, { known: { existingSignalR: fit } });

    expect(manualSteps).toEqual([]);
  });

  it('is used under its own name by programs with the right roles', async () => {
    const { settings, named } = await wired(fit);

    expect(settings).toMatchObject({
      api: {
        AzureSignalRConnectionString:
          'Endpoint=https://company.service.signalr.net;AuthType=azure.msi;Version=1.0;',
      },
    });
    expect(named('RoleAssignment', 'api-uses-hub')[0]?.inputs['scope']).toMatch(/\/company$/);
  });
});
