import { describe, expect, it } from 'vitest';
import { createBuilder, type AppBuilder } from './app-builder.ts';
import { connectionStringName } from './external-resource.ts';
import { settingsOf, type AppModel, type Resource } from './resource.ts';
import { startPlan } from './start-plan.ts';
import { isSecret, resolveValue, type Value } from './value.ts';

const failure = (code: string, ...words: string[]) =>
  expect.objectContaining({ code, message: expect.stringMatching(new RegExp(words.join('.*'))) });

const find = (model: AppModel, name: string): Resource =>
  model.resources.find((resource) => resource.name === name) as Resource;

/** A setting as whoever supplies `ConnectionStrings__NAME=given` would see it. */
function readSetting(model: AppModel, name: string, setting: string): string {
  return resolveValue(settingsOf(find(model, name)).get(setting) as Value, {
    endpoint: (resource, endpoint, property) => `${resource}.${endpoint}.${property}`,
    connection: (resource) => find(model, resource).connection ?? '',
    parameter: (parameter) => `given as ${parameter}`,
  });
}

/** A service with an emulator, and a backend that uses it. */
function describeService(builder: AppBuilder) {
  const signalr = builder.addAzureSignalR('signalr').withHttpHealthCheck('/api/health');
  signalr.runAsEmulator({ accessKey: builder.addParameter('key', { secret: true }) });
  const backend = builder.addAzureFunctionsApp('backend', 'f');
  backend.withReference(signalr).waitFor(signalr);
  signalr.withUpstream(backend.endpoint().url);
  return signalr;
}

describe('a connection string that whoever starts the platform supplies', () => {
  it('replaces what would run here, and stays secret', () => {
    const builder = createBuilder({ connectionStrings: ['signalr'] });
    describeService(builder);

    const model = builder.build();

    expect(find(model, 'signalr')).toMatchObject({ run: 'external', endpoints: {} });
    expect(find(model, 'signalr').healthCheck).toBeUndefined();
    expect(startPlan(model)).toEqual([{ name: 'backend', after: [] }]);
    expect(readSetting(model, 'backend', 'AzureSignalRConnectionString')).toBe(
      'given as ConnectionStrings__signalr',
    );
    const connection = find(model, 'signalr').connection ?? '';
    expect(isSecret(connection, () => undefined)).toBe(true);
    expect(model.parameters).toContainEqual({ name: 'ConnectionStrings__signalr', secret: true });
  });

  it('needs no emulator beside it', () => {
    const builder = createBuilder({ connectionStrings: ['signalr'] });
    builder.addAzureSignalR('signalr');

    expect(builder.build().resources[0]).toMatchObject({ run: 'external' });
  });

  it('brings an account of Table Storage into the form that references have', () => {
    const builder = createBuilder({ connectionStrings: ['history'] });
    const history = builder.addAzureTables('history').runAsLocalFile('h.db');
    builder.addNodeApp('worker', 'w.ts').withReference(history, { as: 'HISTORY' });

    expect(readSetting(builder.build(), 'worker', 'HISTORY')).toBe(
      'tables:given as ConnectionStrings__history',
    );
  });

  it('makes Application Insights usable in a local run', () => {
    const builder = createBuilder({ connectionStrings: ['telemetry'] });
    const telemetry = builder.addApplicationInsights('telemetry');
    builder.addNodeApp('worker', 'w.ts').withReference(telemetry);

    expect(readSetting(builder.build(), 'worker', 'APPLICATIONINSIGHTS_CONNECTION_STRING')).toBe(
      'given as ConnectionStrings__telemetry',
    );
  });

  it('means nothing to a program of our own, which is said by name', () => {
    const builder = createBuilder({ connectionStrings: ['worker'] });
    builder.addNodeApp('worker', 'w.ts');

    expect(() => builder.build()).toThrow(
      failure('mode-unfit', 'worker', 'ConnectionStrings__worker'),
    );
  });

  it('is ignored when it belongs to somebody else, and in publish mode', () => {
    const run = createBuilder({ connectionStrings: ['postgres'] });
    describeService(run);
    const publish = createBuilder({ mode: 'publish', connectionStrings: ['signalr'] });
    publish.addAzureSignalR('signalr');

    expect(find(run.build(), 'signalr').run).toBe('process');
    expect(publish.build().parameters).toEqual([]);
  });

  it('leaves no address of its own to those who want to call it', () => {
    const builder = createBuilder({ connectionStrings: ['signalr'] });
    const signalr = describeService(builder);
    builder.addNodeApp('probe', 'p.ts').withEnvironment({ URL: signalr.endpoint().url });

    expect(() => builder.build()).toThrow(failure('endpoint-unknown', 'probe', 'signalr'));
  });
});

describe('addConnectionString', () => {
  it('is refused in a local run as long as nobody supplies it, and says how to', () => {
    const builder = createBuilder();
    builder.addConnectionString('ledger-db');

    expect(() => builder.build()).toThrow(
      failure('no-way-to-run', 'ledger-db', 'ConnectionStrings__ledger_db'),
    );
  });

  it.for(['run', 'publish'] as const)('fills the setting of that name in %s mode', (mode) => {
    const builder = createBuilder({ mode, connectionStrings: ['ledger-db'] });
    const ledger = builder.addConnectionString('ledger-db');
    builder.addContainerApp('worker', 'w.ts').withReference(ledger);

    const model = builder.build();

    expect(readSetting(model, 'worker', 'ConnectionStrings__ledger_db')).toBe(
      'given as ConnectionStrings__ledger_db',
    );
    expect(model.parameters).toEqual([{ name: connectionStringName('ledger-db'), secret: true }]);
  });
});

describe('asExisting in run mode', () => {
  it('reaches the service by its name and with the identity of the person', () => {
    const builder = createBuilder();
    describeService(builder).asExisting('company', 'shared');

    const model = builder.build();

    expect(startPlan(model).map(({ name }) => name)).toEqual(['backend']);
    expect(readSetting(model, 'backend', 'AzureSignalRConnectionString')).toBe(
      'Endpoint=https://company.service.signalr.net;AuthType=azure;Version=1.0;',
    );
  });

  it('reaches a storage account likewise', () => {
    const builder = createBuilder();
    const history = builder.addAzureTables('history').asExisting('account', 'shared');
    builder.addNodeApp('worker', 'w.ts').withReference(history, { as: 'HISTORY' });

    expect(readSetting(builder.build(), 'worker', 'HISTORY')).toBe(
      'tables:https://account.table.core.windows.net',
    );
  });

  it('gives way to a connection string', () => {
    const builder = createBuilder({ connectionStrings: ['signalr'] });
    describeService(builder).asExisting('company', 'shared');

    expect(readSetting(builder.build(), 'backend', 'AzureSignalRConnectionString')).toBe(
      'given as ConnectionStrings__signalr',
    );
  });

  it('is refused where the name alone does not say how to connect', () => {
    const insights = createBuilder().addApplicationInsights('telemetry');
    const worker = createBuilder().addContainerApp('worker', 'w.ts');

    expect(() => insights.asExisting('a', 'b')).toThrow(failure('mode-unfit', 'telemetry'));
    expect(() => worker.asExisting('a', 'b')).toThrow(failure('mode-unfit', 'worker'));
  });
});

describe('asIssuer', () => {
  it('lets people sign in at a registered issuer from a local run too', () => {
    const builder = createBuilder();
    const identity = builder
      .addOpenIdProvider('identity', { clientId: 'c', audience: 'a' })
      .asIssuer('https://login.example/tenant');
    builder.addNodeApp('api', 'a.ts').withReference(identity).waitFor(identity);

    const model = builder.build();

    expect(find(model, 'identity').run).toBe('external');
    expect(readSetting(model, 'api', 'IDENTITY_AUTHORITY')).toBe('https://login.example/tenant');
  });
});
