import { describe, expect, it } from 'vitest';
import { createBuilder } from './app-builder.ts';
import { roleGrants } from './azure-roles.ts';

const unfit = (...words: string[]) =>
  expect.objectContaining({
    code: 'mode-unfit',
    message: expect.stringMatching(new RegExp(words.join('.*'))),
  });

describe('a model in publish mode', () => {
  it('has no emulators, and says which resource asked for one', () => {
    const builder = createBuilder({ mode: 'publish' });
    const sign = builder.addOpenIdProvider('identity', { clientId: 'c', audience: 'a' });

    expect(() => builder.addAzureSignalR('signalr').runAsEmulator({ accessKey: 'k' })).toThrow(
      unfit('signalr', 'runAsEmulator'),
    );
    expect(() => builder.addAzureTables('history').runAsLocalFile('f')).toThrow(unfit('history'));
    expect(() => sign.runAsLocalProvider()).toThrow(unfit('identity'));
  });

  it('needs nothing that stands in for Azure', () => {
    const builder = createBuilder({ mode: 'publish' });
    const signalr = builder.addAzureSignalR('signalr');
    builder.addAzureFunctionsApp('backend', 'f').withReference(signalr);

    expect(builder.build().mode).toBe('publish');
  });

  it('refuses parts that run on one machine only, and names what to use', () => {
    const node = createBuilder({ mode: 'publish' });
    node.addNodeApp('api', 'a.ts');
    const vite = createBuilder({ mode: 'publish' });
    vite.addViteApp('web', 'w');

    expect(() => node.build()).toThrow(unfit('api', 'addContainerApp'));
    expect(() => vite.build()).toThrow(unfit('web', 'addStaticSite'));
  });

  it('calls for a role with each reference that needs one', () => {
    const builder = createBuilder({ mode: 'publish' });
    const signalr = builder.addAzureSignalR('signalr');
    const tables = builder.addAzureTables('tables');
    builder.addAzureFunctionsApp('backend', 'f').withReference(signalr).withReference(tables);
    builder.addContainerApp('worker', 'w.ts').withReference(signalr);
    builder.addStaticSite('web', 'w').withReference(signalr);

    expect(roleGrants(builder.build())).toEqual([
      { principal: 'backend', role: 'SignalR Service Owner', scope: 'signalr' },
      { principal: 'backend', role: 'Storage Table Data Contributor', scope: 'tables' },
      { principal: 'worker', role: 'SignalR REST API Owner', scope: 'signalr' },
    ]);
  });
});

describe('replicas', () => {
  it.for([
    [0, 0],
    [2, 1],
    [-1, 1],
    [1.5, 2],
  ] as const)('refuses %d to %d replicas', ([minimum, maximum]) => {
    const worker = createBuilder().addContainerApp('worker', 'w.ts');

    expect(() => worker.withReplicas(minimum, maximum)).toThrow(
      expect.objectContaining({ code: 'replicas-invalid' }),
    );
  });
});
