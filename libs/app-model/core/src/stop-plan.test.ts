import { describe, expect, it } from 'vitest';
import { createBuilder } from './app-builder.ts';
import { stopPlan } from './stop-plan.ts';

const planOf = (builder: ReturnType<typeof createBuilder>) =>
  Object.fromEntries(stopPlan(builder.build()).map(({ name, after }) => [name, after]));

describe(stopPlan, () => {
  it('ends every process after those that waited for it', () => {
    const builder = createBuilder();
    const db = builder.addNodeApp('db', 'd.ts');
    const api = builder.addNodeApp('api', 'a.ts').waitFor(db);
    builder.addNodeApp('web', 'w.ts').waitFor(api, db);

    expect(planOf(builder)).toEqual({ db: ['api', 'web'], api: ['web'], web: [] });
  });

  it('lets a service tell its upstream of the last connections, although that one waited for it', () => {
    const builder = createBuilder();
    const signalr = builder.addAzureSignalR('signalr').runAsEmulator({ accessKey: 'k' });
    const backend = builder.addAzureFunctionsApp('backend', 'f').waitFor(signalr);
    builder.addNodeApp('publisher', 'p.ts').waitFor(signalr);
    signalr.withUpstream(backend.endpoint().url);

    expect(planOf(builder)).toEqual({
      signalr: ['publisher'],
      backend: ['signalr'],
      publisher: [],
    });
  });

  it('does not when somebody in between would have to end both before and after', () => {
    const builder = createBuilder();
    const signalr = builder.addAzureSignalR('signalr').runAsEmulator({ accessKey: 'k' });
    const relay = builder.addNodeApp('relay', 'r.ts').waitFor(signalr);
    const backend = builder.addAzureFunctionsApp('backend', 'f').waitFor(relay, signalr);
    signalr.withUpstream(backend.endpoint().url);

    expect(planOf(builder)).toEqual({
      signalr: ['relay', 'backend'],
      relay: ['backend'],
      backend: [],
    });
  });

  it('knows only what runs as a process here', () => {
    const builder = createBuilder({ connectionStrings: ['signalr'] });
    const signalr = builder.addAzureSignalR('signalr');
    const backend = builder.addAzureFunctionsApp('backend', 'f').waitFor(signalr);
    signalr.withUpstream(backend.endpoint().url);

    expect(planOf(builder)).toEqual({ backend: [] });
  });
});
