import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { expect, onTestFinished } from 'vitest';
import { forgeToken, secondsFromNow } from './target/access.ts';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames, packFrames } from './target/hub-frames.ts';
import { openSocket, type RawSocket } from './target/raw-socket.ts';
import { itLocally, startService, type Service } from './target/service.ts';
import { everyTransport } from './target/stock-client.ts';
import { startUpstream } from './target/test-upstream.ts';

/** A service whose idea of the time is moved by the test. */
async function startServiceAt(upstream: { readonly urlTemplate: string }[] = []) {
  const clock = { now: Date.now() };
  const service = await startService({
    upstream,
    clock: () => clock.now,
    limits: { heartbeatMs: 5 },
  });
  return { service, clock, endSignIns: () => (clock.now += 60_000) };
}

/** What a negotiate endpoint gives to a person whose sign-in ends half a minute from now. */
function signedIn(service: Service, claims: object = {}) {
  const url = `${service.url}/client/?hub=${service.hub}`;
  const end = { 'asrs.s.coae': 'true', 'asrs.s.aeo': String(secondsFromNow(30)) };
  const own = { aud: url, exp: secondsFromNow(3600), ...end, ...claims };
  return { url, accessToken: forgeToken(service, { claims: own }) };
}

async function connect(service: Service, protocol = 'json', claims = {}): Promise<RawSocket> {
  const { url, accessToken } = signedIn(service, claims);
  const socket = await openSocket(`${url}&access_token=${accessToken}`);
  socket.send(jsonFrames({ protocol, version: 1 }));
  await eventually(() => socket.arrived.length > 0);
  return socket;
}

itLocally(
  'service 2b: a WebSocket is closed with leave to reconnect when the sign-in ends, and the upstream learns why',
  async () => {
    const upstream = await startUpstream();
    const { service, endSignIns } = await startServiceAt([{ urlTemplate: upstream.url }]);
    const [json, pack] = [await connect(service), await connect(service, 'messagepack')];
    await eventually(() => upstream.requests.length === 2);
    endSignIns();
    expect([await json.closed(), await pack.closed()]).toEqual([1000, 1000]);
    expect(json.arrived.at(-1)).toBe(jsonFrames({ type: 7, allowReconnect: true }));
    expect(pack.arrived.at(-1)).toEqual(packFrames([7, null, true]));
    await eventually(() => upstream.requests.length === 4);
    for (const { body } of upstream.requests.slice(2)) {
      expect(JSON.parse(String(body))).toEqual({
        type: 11,
        error: 'The sign-in of the client has ended.',
      });
    }
  },
);

itLocally('service 2b: a sign-in that has ended already closes at once', async () => {
  const { service } = await startServiceAt();
  const socket = await connect(service, 'json', { 'asrs.s.aeo': String(secondsFromNow(-1)) });
  expect(await socket.closed()).toBe(1000);
});

itLocally(
  'service 2b: without the wish to be closed a WebSocket outlives the sign-in',
  async () => {
    const { service, endSignIns } = await startServiceAt();
    const staying = await connect(service, 'json', { 'asrs.s.coae': 'false' });
    const leaving = await connect(service);
    endSignIns();
    await leaving.closed();
    await call(service, 'POST', ':send', { body: { target: 'm' } });
    await eventually(() => staying.messages().length === 1);
    expect(staying.closeCode).toBeUndefined();
  },
);

itLocally.for(everyTransport)(
  'service 2b: a stock client with automatic reconnect comes back with a new token (%s)',
  async (transport) => {
    const { service, clock, endSignIns } = await startServiceAt();
    let tokens = 0;
    const client = new HubConnectionBuilder()
      .withUrl(`${service.url}/client/?hub=${service.hub}`, {
        transport: HttpTransportType[transport],
        accessTokenFactory() {
          tokens += 1;
          return signedIn(service, { 'asrs.s.aeo': clock.now / 1000 + 30 }).accessToken;
        },
      })
      .withAutomaticReconnect([0, 10])
      .configureLogging(LogLevel.None)
      .build();
    onTestFinished(() => client.stop());
    let returned = 0;
    client.onreconnected(() => void (returned += 1));
    await client.start();
    const before = tokens;
    endSignIns();
    await eventually(() => returned > 0);
    expect(tokens).toBeGreaterThan(before);
  },
);
