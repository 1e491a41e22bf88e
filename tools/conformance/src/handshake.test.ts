import { expect, it } from 'vitest';
import handshakes from './fixtures/handshakes.json' with { type: 'json' };
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { openHubSocket } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';

const bytesOf = (sent: string | { hex: string }): string | Buffer =>
  typeof sent === 'string' ? sent : Buffer.from(sent.hex, 'hex');

it.for(handshakes)('hub 2: as recorded: $name', async ({ sent, error, binaryAnswer }) => {
  const service = await startService();
  const socket = await openHubSocket(service);
  for (const frame of sent) socket.send(bytesOf(frame));
  await eventually(() => socket.arrived.length > 0);
  const [answer] = socket.arrived;
  if (error === undefined) {
    expect(String(answer)).toBe(jsonFrames({}));
    // The reply is JSON text; over binary frames a client reads it as well.
    if (!binaryAnswer) expect(answer).toBeTypeOf('string');
  } else {
    const { error: seen } = JSON.parse(String(answer).slice(0, -1)) as { error: string };
    expect(seen.startsWith(error)).toBe(true);
    expect(await socket.closed()).toBe(1000);
  }
});

it('hub 2: version 2 of MessagePack is accepted, version 3 is not', async () => {
  const service = await startService();
  const accepted = await openHubSocket(service);
  accepted.send(jsonFrames({ protocol: 'messagepack', version: 2 }));
  await eventually(() => accepted.arrived.length > 0);
  expect(String(accepted.arrived[0])).toBe('{}\u001e');
  const refused = await openHubSocket(service);
  refused.send(jsonFrames({ protocol: 'messagepack', version: 3 }));
  expect(await refused.closed()).toBe(1000);
  expect(String(refused.arrived[0])).toContain("does not support version 3 of the 'messagepack'");
});

it.for(['json', 'messagepack'])(
  'hub 12.2: the answer to a %s handshake is one JSON record without a type',
  async (protocol) => {
    const socket = await openHubSocket(await startService());
    socket.send(jsonFrames({ protocol, version: 1 }));
    await eventually(() => socket.arrived.length > 0);
    expect(String(socket.arrived[0])).toBe('{}\u001e');
  },
);

itLocally('hub 2: who does not shake hands in time is told so and closed', async () => {
  const service = await startService({ limits: { handshakeTimeoutMs: 20, heartbeatMs: 5 } });
  const silent = await openHubSocket(service);
  const half = await openHubSocket(service);
  half.send('{"protocol":');
  for (const socket of [silent, half]) {
    expect(await socket.closed()).toBe(1000);
    expect(socket.arrived).toEqual([jsonFrames({ error: 'Handshake was canceled.' })]);
  }
});

itLocally('hub 2: a handshake that outgrows its limit is cancelled', async () => {
  const service = await startService({ limits: { maxHandshakeBytes: 100 } });
  const socket = await openHubSocket(service);
  socket.send(jsonFrames({ protocol: 'json', version: 1, padding: 'x'.repeat(100) }));
  expect(await socket.closed()).toBe(1000);
  expect(socket.arrived).toEqual([jsonFrames({ error: 'Handshake was canceled.' })]);
});
