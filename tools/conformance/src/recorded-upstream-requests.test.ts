import { createHmac } from 'node:crypto';
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { expect, onTestFinished } from 'vitest';
import { readDeviations } from './recording/deviation.ts';
import { readRecording } from './recording/read-recording.ts';
import { forgeToken, secondsFromNow } from './target/access.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { openSocket, type RawSocket } from './target/raw-socket.ts';
import { itLocally, startService, type Service } from './target/service.ts';
import {
  onMessage,
  startUpstream,
  type TestUpstream,
  type UpstreamRequest,
} from './target/test-upstream.ts';

/** A client, and everything that the upstream was told about it. */
interface ToldClient {
  readonly name: string;
  /** Spellings of hubs that were used before. */
  readonly before?: readonly string[];
  readonly hub: string;
  readonly protocol: 'json' | 'messagepack';
  /** Beside those that every token has. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Follows the hub in the query. */
  readonly query?: string;
  /** A WebSocket after a negotiation if absent. */
  readonly transport?: 'skipped negotiation' | 'ServerSentEvents' | 'LongPolling';
  readonly leaves?: 'close' | 'drop';
  readonly answer: Told;
}

interface Told {
  readonly hub?: string;
  readonly userId?: string;
  readonly claims?: string;
  readonly query?: string;
  /** Method, path, content type and body. */
  readonly requests: readonly string[];
  /** What the client was answered to its message. */
  readonly answer?: readonly (string | { readonly hex: string })[];
}

const clients = readRecording<ToldClient>('upstream-requests');
const deviations = readDeviations<Told>('upstream-requests');

const greeting = {
  json: Buffer.from('{"type":1,"invocationId":"1","target":"hello","arguments":["wörld",1]}\u001e'),
  messagepack: Buffer.from('15960180a131a568656c6c6f92a677c3b6726c640190', 'hex'),
};

function tokenFor(service: Service, hub: string, claims: ToldClient['claims']): string {
  const [iat, exp] = [secondsFromNow(0), secondsFromNow(3600)];
  const aud = `http://localhost/client/?hub=${hub}`;
  return forgeToken(service, { claims: { nbf: iat, iat, exp, aud, ...claims } });
}

/** A client that has shaken hands over a WebSocket. */
async function connect(service: Service, client: ToldClient): Promise<RawSocket> {
  const { hub, query = '', protocol, transport } = client;
  const token = tokenFor(service, hub, client.claims);
  const authorization = { Authorization: `Bearer ${token}` };
  const base = `${service.url}/client/`;
  let socket: RawSocket;
  if (transport === 'skipped negotiation') {
    socket = await openSocket(`${base}?hub=${hub}&access_token=${token}${query}`);
  } else {
    const negotiate = `${base}negotiate?hub=${hub}${query}&negotiateVersion=1`;
    const response = await fetch(negotiate, { method: 'POST', headers: authorization });
    const { connectionToken } = (await response.json()) as { connectionToken: string };
    const url = `${base}?hub=${hub}${query}&id=${connectionToken}`;
    socket = await openSocket(url, { headers: authorization });
  }
  socket.send(jsonFrames({ protocol, version: 1 }));
  await eventually(() => socket.arrived.length > 0);
  return socket;
}

/** Says hello over a WebSocket and leaves; returns the answer. */
async function visit(service: Service, client: ToldClient): Promise<Told['answer']> {
  const socket = await connect(service, client);
  if (client.leaves === undefined) return undefined;
  socket.webSocket.send(greeting[client.protocol], { binary: client.protocol === 'messagepack' });
  await eventually(() => socket.arrived.length > 1);
  const answer = socket.arrived
    .slice(1)
    .map((chunk) => (typeof chunk === 'string' ? chunk : { hex: chunk.toString('hex') }));
  if (client.leaves === 'drop') socket.webSocket.terminate();
  else socket.webSocket.close(1000);
  return answer;
}

/** The same for a stock client over HTTP, which says nothing. */
async function visitOverHttp(
  service: Service,
  { hub, query = '', claims }: ToldClient,
  transport: 'ServerSentEvents' | 'LongPolling',
): Promise<undefined> {
  const stock = new HubConnectionBuilder()
    .withUrl(`${service.url}/client/?hub=${hub}${query}`, {
      accessTokenFactory: () => tokenFor(service, hub, claims),
      transport: HttpTransportType[transport],
    })
    .configureLogging(LogLevel.None)
    .build();
  onTestFinished(() => stock.stop());
  await stock.start();
  await stock.stop();
}

function told(requests: readonly UpstreamRequest[], answer: Told['answer']): Told {
  const header = (name: string): string | undefined => {
    const values = new Set(requests.map(({ headers }) => headers[`x-asrs-${name}`]));
    expect(values.size, `each request has the same ${name}`).toBe(1);
    return values.values().next().value?.toString();
  };
  const [hub, userId, claims, query] = ['hub', 'user-id', 'user-claims', 'client-query'].map(
    header,
  );
  return {
    ...(hub !== undefined && { hub }),
    ...(userId !== undefined && { userId }),
    ...(claims !== undefined && { claims }),
    ...(query !== undefined && { query: query.replace(/_=\d+/, '_=<ms>') }),
    requests: requests.map(({ method, url, headers, body }) => {
      const type = headers['content-type'] ?? '';
      const text = type.includes('json') ? body.toString() : `hex:${body.toString('hex')}`;
      return `${method} ${url} ${type} ${text.replace('"Type":', '"type":')}`;
    }),
    ...(answer !== undefined && { answer }),
  };
}

function expectHeadersOfEachRequest({ connection }: Service, upstream: TestUpstream): void {
  for (const { url, headers } of upstream.requests) {
    const id = String(headers['x-asrs-connection-id']);
    expect(id).toMatch(/^[\w-]{22}$/);
    const digest = createHmac('sha256', connection.accessKey ?? '')
      .update(id)
      .digest('hex');
    // The case of the digits is open: the recorded part writes them large, the documents small.
    expect(String(headers['x-asrs-signature']).toLowerCase()).toBe(`sha256=${digest}`);
    expect(url.split('/').slice(3)).toEqual([headers['x-asrs-category'], headers['x-asrs-event']]);
  }
}

itLocally.for(clients)(
  "service 5, golden 12, golden 13, golden 14: told of as recorded from Microsoft's emulator: $name",
  async (client) => {
    const upstream = await startUpstream(
      onMessage((_request, response) => void response.writeHead(204).end()),
    );
    const urlTemplate = `${upstream.url}/up/{hub}/{category}/{event}`;
    const service = await startService({ upstream: [{ urlTemplate }] });
    for (const hub of client.before ?? []) await connect(service, { ...client, hub });
    await eventually(() => upstream.requests.length === (client.before ?? []).length);
    upstream.requests.length = 0;
    const recorded = {
      ...client.answer,
      requests: client.answer.requests.map((line) => line.replace('"Type":', '"type":')),
    };
    const expected = deviations.expected(client.name, recorded);
    const { transport } = client;
    const answer =
      transport === 'ServerSentEvents' || transport === 'LongPolling'
        ? await visitOverHttp(service, client, transport)
        : await visit(service, client);
    await eventually(() => upstream.requests.length >= expected.requests.length);
    expect(told(upstream.requests, answer)).toEqual(expected);
    expectHeadersOfEachRequest(service, upstream);
  },
);

itLocally('golden 12: every deviation belongs to a client', () => {
  const names = clients.map(({ name }) => name);
  expect(deviations.names.filter((one) => !names.includes(one))).toEqual([]);
});
