import { describe, expect, it } from 'vitest';
import { createBuilder } from './app-builder.ts';
import { settingsOf, type Resource } from './resource.ts';
import { resolveValue, text, type ValueSource } from './value.ts';

const failure = (code: string, ...words: string[]) =>
  expect.objectContaining({
    name: 'ModelError',
    code,
    message: expect.stringMatching(new RegExp(words.join('.*'))),
  });

describe(createBuilder, () => {
  it('describes resources as data, in the order in which they were added', () => {
    const builder = createBuilder();
    const api = builder.addNodeApp('api', 'apps/api.ts').withHttpEndpoint({ port: 5000 });
    builder.addViteApp('web', 'apps/web').withReference(api, { as: 'API' }).waitFor(api);

    const { resources } = builder.build();

    expect(resources.map(({ name }) => name)).toEqual(['api', 'web']);
    expect(resources[0]).toMatchObject({ kind: 'node-app', endpoints: { http: { port: 5000 } } });
    expect(resources[1]).toMatchObject({ waitsFor: ['api'] });
  });

  it('cannot be changed once it is built', () => {
    const builder = createBuilder();
    const api = builder.addNodeApp('api', 'apps/api.ts');
    const model = builder.build();

    api.withEnvironment({ LATER: '1' });

    expect(model.resources[0]?.environment).toEqual({});
    expect(Object.isFrozen(model.resources[0]?.environment)).toBe(true);
  });

  it('gives a reference to SignalR the setting that Microsoft’s bindings read', () => {
    const builder = createBuilder();
    const accessKey = builder.addParameter('key', { secret: true });
    const signalr = builder.addAzureSignalR('signalr').runAsEmulator({ accessKey });
    builder.addAzureFunctionsApp('backend', 'apps/functions').withReference(signalr);

    const backend = builder.build().resources[1] as Resource;

    expect([...settingsOf(backend).keys()]).toEqual(['AzureSignalRConnectionString']);
  });

  it('lets two resources know each other’s addresses', () => {
    const builder = createBuilder();
    const accessKey = builder.addParameter('key');
    const signalr = builder.addAzureSignalR('signalr').runAsEmulator({ accessKey });
    const backend = builder.addAzureFunctionsApp('backend', 'f').withReference(signalr);
    signalr.withUpstream(text`${backend.endpoint().url}/hooks`);

    expect(() => builder.build()).not.toThrow();
  });

  it('refuses two resources of one name', () => {
    const builder = createBuilder();
    builder.addNodeApp('api', 'a.ts');
    builder.addNodeApp('api', 'b.ts');

    expect(() => builder.build()).toThrow(failure('name-duplicate', 'api'));
  });

  it.for(['', 'Api', '1api', 'a b', '../api', 'a'.repeat(41)])('refuses the name %j', (name) => {
    const builder = createBuilder();
    builder.addNodeApp(name, 'a.ts');

    expect(() => builder.build()).toThrow(failure('name-invalid'));
  });

  it.for([-1, 65_536, 1.5, Number.NaN])('refuses the port %d', (port) => {
    const builder = createBuilder();
    builder.addNodeApp('api', 'a.ts').withHttpEndpoint({ port });

    expect(() => builder.build()).toThrow(failure('port-invalid', 'api'));
  });

  it.for([
    ['a reference', (api, other) => api.withReference(other)],
    ['a wait', (api, other) => api.waitFor(other)],
    ['a setting', (api, other) => api.withEnvironment({ OTHER: other.endpoint().url })],
    [
      'part of a setting',
      (api, other) => api.withEnvironment({ OTHER: text`x${other.endpoint().url}` }),
    ],
  ] satisfies [string, (api: NodeApp, other: NodeApp) => void][])(
    'refuses %s that leads to a resource of another model',
    ([, connect]) => {
      const builder = createBuilder();
      connect(builder.addNodeApp('api', 'a.ts'), createBuilder().addNodeApp('stranger', 's.ts'));

      expect(() => builder.build()).toThrow(failure('resource-unknown', 'api', 'stranger'));
    },
  );

  it('refuses a health check and a value on endpoints that do not exist', () => {
    const withCheck = createBuilder();
    withCheck.addNodeApp('api', 'a.ts').withHttpHealthCheck('/', 'admin');
    const withValue = createBuilder();
    const api = withValue.addNodeApp('api', 'a.ts');
    api.withEnvironment({ ADMIN: api.endpoint('admin').url });

    expect(() => withCheck.build()).toThrow(failure('endpoint-unknown', 'api', 'admin'));
    expect(() => withValue.build()).toThrow(failure('endpoint-unknown', 'api', 'admin'));
  });

  it('refuses a parameter of another model', () => {
    const builder = createBuilder();
    const folder = createBuilder().addParameter('folder');
    builder.addNodeApp('api', 'a.ts').withEnvironment({ FOLDER: folder });

    expect(() => builder.build()).toThrow(failure('parameter-unknown', 'api', 'folder'));
  });

  it('refuses resources that wait for each other, and shows the way round', () => {
    const builder = createBuilder();
    const a = builder.addNodeApp('a', 'a.ts');
    const b = builder.addNodeApp('b', 'b.ts').waitFor(a);
    const c = builder.addNodeApp('c', 'c.ts').waitFor(b);
    a.waitFor(c);

    expect(() => builder.build()).toThrow(failure('wait-cycle', 'a → c → b → a'));
  });

  it.for([
    ['signalr', 'runAsEmulator', 'asExisting'],
    ['identity', 'runAsLocalProvider', 'asIssuer'],
    ['tables', 'runAsLocalFile', 'asExisting'],
    ['telemetry', 'publish mode', ''],
  ] as const)('refuses %s without a way to run, and names every choice', ([name, ...ways]) => {
    const builder = createBuilder();
    if (name === 'signalr') builder.addAzureSignalR(name);
    if (name === 'identity') builder.addOpenIdProvider(name, { clientId: 'c', audience: 'a' });
    if (name === 'tables') builder.addAzureTables(name);
    if (name === 'telemetry') builder.addApplicationInsights(name);

    expect(() => builder.build()).toThrow(
      failure('no-way-to-run', name, ...ways, `ConnectionStrings__${name}`),
    );
  });

  it('refuses two parameters of one name', () => {
    const builder = createBuilder();
    builder.addParameter('folder');
    builder.addParameter('folder', { secret: true });

    expect(() => builder.build()).toThrow(failure('name-duplicate', 'folder'));
  });

  it.for(['', 'A=B', 'A B', 'A\0'])('refuses the setting %j', (setting) => {
    const builder = createBuilder();
    builder.addNodeApp('api', 'a.ts').withEnvironment({ [setting]: '1' });

    expect(() => builder.build()).toThrow(failure('name-invalid', 'api'));
  });

  it('refuses a connection that is made of itself, and shows the way round', () => {
    const builder = createBuilder();
    const tables = (name: string, other: string) =>
      builder.addAzureTables(name).runAsLocalFile({ kind: 'connection', resource: other });
    tables('a', 'b');
    tables('b', 'a');

    expect(() => builder.build()).toThrow(failure('connection-cycle', 'a → b → a'));
  });

  it('refuses two values for one setting', () => {
    const builder = createBuilder();
    const api = builder.addNodeApp('api', 'a.ts');
    const web = builder.addNodeApp('web', 'w.ts').withEnvironment({ API: 'http://elsewhere' });

    expect(() => web.withReference(api, { as: 'API' })).toThrow(
      failure('setting-duplicate', 'web', 'API'),
    );
    expect(() => web.withEnvironment({ API: 'again' })).toThrow(
      failure('setting-duplicate', 'web'),
    );
  });
});

type NodeApp = ReturnType<ReturnType<typeof createBuilder>['addNodeApp']>;

describe(resolveValue, () => {
  const source: ValueSource = {
    endpoint: (resource, endpoint, property) => `${resource}.${endpoint}.${property}`,
    connection: (resource) => text`to ${resource}`,
    parameter: (name) => `<${name}>`,
  };

  it('fills in what a text holds, connections included', () => {
    const builder = createBuilder();
    const folder = builder.addParameter('folder');
    const api = builder.addNodeApp('api', 'a.ts');

    expect(resolveValue(text`sqlite:${folder}/h.db?by=${api.endpoint().address}`, source)).toBe(
      'sqlite:<folder>/h.db?by=api.http.address',
    );
    expect(resolveValue({ kind: 'connection', resource: 'api' }, source)).toBe('to api');
  });
});
