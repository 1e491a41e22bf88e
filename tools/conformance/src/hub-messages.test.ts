import { expect } from 'vitest';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames, packFrames } from './target/hub-frames.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';
import { startUpstream } from './target/test-upstream.ts';

/** An invocation whose completion shows that everything before it has been dealt with. */
const marker = {
  json: jsonFrames({ type: 1, invocationId: 'end', target: 'end', arguments: [] }),
  messagepack: packFrames([1, {}, 'end', 'end', []]),
};
const marked = {
  json: { type: 3, invocationId: 'end' },
  messagepack: [3, {}, 'end', 2],
};

itLocally.for(['json', 'messagepack'] as const)(
  'golden 26: a message of unknown type is ignored, and what follows is answered (%s)',
  async (protocol) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectRaw(service, { protocol });
    client.send(protocol === 'json' ? jsonFrames({ type: 99 }) : packFrames([99, {}]));
    client.send(marker[protocol]);
    await eventually(() => client.messages().length > 0);
    expect(client.messages()).toEqual([marked[protocol]]);
  },
);

itLocally.for(['json', 'messagepack'] as const)(
  'hub 12.11: what the service sends always has arguments (%s)',
  async (protocol) => {
    const service = await startService();
    const client = await connectRaw(service, { protocol });
    await eventually(() => client.arrived.length > 0);
    await call(service, 'POST', ':send', { body: { target: 'bare' } });
    await eventually(() => client.messages().length > 0);
    const [message] = client.messages();
    if (protocol === 'json') expect(message).toEqual({ type: 1, target: 'bare', arguments: [] });
    else expect(message).toEqual([1, {}, null, 'bare', [], []]);
  },
);

itLocally(
  'hub 7: a message above the limit closes the connection and names the limit',
  async () => {
    const service = await startService({ limits: { maxMessageBytes: 1000 } });
    const client = await connectRaw(service);
    client.send(jsonFrames({ type: 1, target: 'm', arguments: ['x'.repeat(1000)] }));
    expect(await client.closed()).toBe(1000);
    expect(client.messages()).toMatchObject([
      {
        type: 7,
        error: expect.stringContaining('The maximum message size of 1000B was exceeded.'),
      },
    ]);
  },
);

itLocally(
  'hub 1: a length of more than 2 GiB closes the connection before memory is taken',
  async () => {
    const client = await connectRaw(await startService(), { protocol: 'messagepack' });
    client.send(Buffer.from('ffffffff0f', 'hex'));
    expect(await client.closed()).toBe(1000);
    expect(client.messages()).toEqual([[7, expect.stringMatching(/./), true]]);
  },
);
