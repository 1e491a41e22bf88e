import type { UpstreamTemplate } from '@heliograph/signalr-emulator';
import { expect } from 'vitest';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';
import { connectStockClient } from './target/stock-client.ts';
import { startUpstream } from './target/test-upstream.ts';

type Patterns = Omit<UpstreamTemplate, 'urlTemplate'>;

/** Where the events of one client go: it connects to the hub `tp`, invokes `Hello`, and leaves. */
async function destinations(...templates: (Patterns & { path: string })[]): Promise<string[]> {
  const upstream = await startUpstream();
  const service = await startService({
    upstream: [
      ...templates.map(({ path, ...patterns }) => ({
        ...patterns,
        urlTemplate: upstream.url + path,
      })),
      { urlTemplate: `${upstream.url}/rest` },
    ],
  });
  const client = await connectStockClient(service, { hub: 'tp' });
  await client.invoke('Hello');
  await client.stop();
  await eventually(() => upstream.requests.length === 3);
  return upstream.requests.map(({ url }) => url);
}

const [all, none] = [
  ['/x', '/x', '/x'],
  ['/rest', '/rest', '/rest'],
];

itLocally.for<[Patterns, string[]]>([
  [{}, all],
  [{ hubPattern: '*', categoryPattern: '*', eventPattern: '*' }, all],
  [{ hubPattern: 'tp' }, all],
  [{ hubPattern: 'a, tp ,b' }, all],
  [{ hubPattern: 'TP' }, none],
  [{ hubPattern: 't' }, none],
  [{ hubPattern: 't*' }, none],
  [{ hubPattern: '' }, none],
  [{ categoryPattern: 'connections' }, ['/x', '/rest', '/x']],
  [{ categoryPattern: 'messages , connections' }, all],
  [{ eventPattern: 'Hello' }, ['/rest', '/x', '/rest']],
  [{ eventPattern: 'hello' }, none],
  [{ eventPattern: 'connected,Hello' }, ['/x', '/x', '/rest']],
])('service 11.9, service 5: the patterns %j choose %j', async ([patterns, expected]) => {
  expect(await destinations({ ...patterns, path: '/x' })).toEqual(expected);
});

itLocally(
  'service 5: the first template that matches is the one, so a catch-all goes last',
  async () => {
    expect(
      await destinations(
        { path: '/one', categoryPattern: 'messages' },
        { path: '/two' },
        { path: '/three', eventPattern: 'connected' },
      ),
    ).toEqual(['/two', '/one', '/two']);
  },
);

itLocally('service 5: placeholders are filled in, escaped', async () => {
  const upstream = await startUpstream();
  const urlTemplate = `${upstream.url}/{hub}/{category}/{event}?code=abc&h={hub}`;
  const service = await startService({ upstream: [{ urlTemplate }] });
  const client = await connectStockClient(service, { hub: 'tp' });
  await client.invoke('a/b c%d?e=f&g#h');
  expect(upstream.requests.map(({ url }) => url)).toEqual([
    '/tp/connections/connected?code=abc&h=tp',
    '/tp/messages/a%2Fb%20c%25d%3Fe%3Df%26g%23h?code=abc&h=tp',
  ]);
});

itLocally(
  'service 5: an event that no template matches is dropped; an invoke then gets an error',
  async () => {
    const upstream = await startUpstream();
    const service = await startService({
      upstream: [{ urlTemplate: upstream.url, hubPattern: 'other' }],
    });
    const client = await connectRaw(service);
    client.send(jsonFrames({ type: 1, target: 'tell', arguments: [] }));
    client.send(jsonFrames({ type: 1, invocationId: '1', target: 'ask', arguments: [] }));
    await eventually(() => client.messages().length > 0);
    expect(client.messages()).toEqual([
      { type: 3, invocationId: '1', error: expect.stringContaining('Invocation failed') },
    ]);
    expect(upstream.requests).toEqual([]);
  },
);
