import { describe, expect, it, onTestFinished } from 'vitest';
import type { ServiceLogEntry } from '../service-log.ts';
import { startUpstream } from '../testing/upstream-recorder.ts';
import { createUpstreamClient, type UpstreamEvent } from './upstream-client.ts';

const event: UpstreamEvent = {
  hub: 'live',
  category: 'messages',
  event: 'echo',
  subject: {
    id: 'c1',
    userId: undefined,
    details: { claims: [], clientQuery: '', authenticationEnd: undefined },
  },
  contentType: 'application/json',
  body: '{}',
};

function clientOf(url: string, timeoutMs: number) {
  const log: ServiceLogEntry[] = [];
  const client = createUpstreamClient({
    templates: [{ urlTemplate: url }],
    accessKeys: ['key'],
    timeoutMs,
    log: (entry) => void log.push(entry),
  });
  onTestFinished(() => client.stop());
  return { client, log };
}

const timers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe(createUpstreamClient, () => {
  it('leaves no timer behind once the backend has answered', async () => {
    const upstream = await startUpstream();
    const { client } = clientOf(upstream.url, 60_000);
    await client.deliver(event); // the first call leaves timers of its connection
    const before = timers();
    for (let count = 0; count < 5; count += 1) await client.deliver(event);
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('tells how long a backend took that did not answer in time', async () => {
    const upstream = await startUpstream(() => undefined);
    const { client, log } = clientOf(upstream.url, 20);
    expect(await client.deliver(event)).toMatchObject({ kind: 'answered', status: 500 });
    expect(log).toMatchObject([
      { message: 'Upstream did not answer messages/echo: it took longer than 20 ms' },
    ]);
  });

  it('gives up when it is stopped, also on what comes later', async () => {
    const upstream = await startUpstream(() => undefined);
    const { client } = clientOf(upstream.url, 60_000);
    const underWay = client.deliver(event);
    client.stop();
    const later = client.deliver(event);
    expect(await underWay).toMatchObject({ status: 500 });
    expect(await later).toMatchObject({ status: 500 });
  });
});
