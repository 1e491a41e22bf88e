import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import {
  HttpTransportType,
  HubConnectionBuilder,
  LogLevel,
  type HubConnection,
} from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { expect, onTestFinished } from 'vitest';
import { readDeviations } from './recording/deviation.ts';
import { readRecording } from './recording/read-recording.ts';
import {
  startRecordingProxy,
  type PassedExchange,
  type RecordingProxy,
} from './recording/recording-proxy.ts';
import { clientAccess } from './target/access.ts';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { itLocally, startService, type Service } from './target/service.ts';
import type { ProtocolName, TransportName } from './target/stock-client.ts';
import {
  startUpstream,
  type TestUpstream,
  type UpstreamBehaviour,
} from './target/test-upstream.ts';

/**
 * Microsoft's client comes, gets a broadcast, invokes `echo`, sends `fire` and leaves: everything
 * that it says and hears.
 */
interface Visit {
  readonly name: string;
  readonly transport?: TransportName;
  readonly protocol: ProtocolName;
  /** It negotiates with an application first. */
  readonly redirected?: true;
  readonly skipsNegotiation?: true;
  readonly asksForStatefulReconnect?: true;
  /** It does not leave but is closed over the data plane, for this reason. */
  readonly closedWith?: string;
  readonly answer: VisitAnswer;
}

interface VisitAnswer {
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** By method, and in the order of the requests. */
  readonly exchanges: readonly Exchange[];
  /** Over a WebSocket: what the client said, and what the service said, how it was cut apart. */
  readonly frames?: {
    readonly client: readonly string[];
    readonly service: string;
    readonly end?: string;
  };
}

interface Exchange {
  readonly request: string;
  readonly body?: string | { readonly hex: string };
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly reply?: string | { readonly hex: string };
}

const visits = readRecording<Visit>('stock-client');
const deviations = readDeviations<VisitAnswer>('stock-client');

/** Answers `echo` with its arguments, in the protocol of the client, and takes the rest. */
const echo: UpstreamBehaviour = ({ headers, body }, response) => {
  if (headers['x-asrs-event'] !== 'echo') return void response.writeHead(204).end();
  if (headers['content-type'] === 'application/x-msgpack') {
    return void response.end(Buffer.from('0c950380a1300392a368c3a901', 'hex'));
  }
  const { invocationId, arguments: result } = JSON.parse(String(body)) as Record<string, unknown>;
  response.end(`${JSON.stringify({ type: 3, invocationId, result })}\u001e`);
};

/** An application whose negotiation leads elsewhere. */
async function startApplication(access: { url: string; accessToken: string }): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(access));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api?room=1`;
}

async function createClient(service: Service, proxy: RecordingProxy, visit: Visit) {
  const { accessToken, url } = await clientAccess(service);
  const access = { url: url.replace(service.url, proxy.url), accessToken };
  const builder = new HubConnectionBuilder().configureLogging(LogLevel.None);
  const { transport = 'WebSockets', skipsNegotiation: skipNegotiation = false } = visit;
  if (visit.redirected === true) {
    const application = await startApplication(access);
    builder.withUrl(application, { transport: HttpTransportType[transport] });
  } else {
    builder.withUrl(access.url, {
      accessTokenFactory: () => accessToken,
      transport: HttpTransportType[transport],
      skipNegotiation,
    });
  }
  if (visit.protocol === 'messagepack') builder.withHubProtocol(new MessagePackHubProtocol());
  if (visit.asksForStatefulReconnect === true) builder.withStatefulReconnect();
  return builder.build();
}

/** The visit itself. Returns what the client's application noticed. */
async function take(
  service: Service,
  client: HubConnection,
  upstream: TestUpstream,
  visit: Visit,
): Promise<VisitAnswer['events']> {
  const events: Record<string, unknown>[] = [];
  client.on('m', (...args: unknown[]) => void events.push({ m: args }));
  client.onclose((error) => void events.push({ onclose: error?.message ?? null }));
  onTestFinished(() => client.stop());
  await client.start();
  const args = ['hé', { a: [1, null] }];
  await call(service, 'POST', ':send', { body: { target: 'm', arguments: args } });
  await eventually(() => events.length === 1);
  events.push({ invoke_result: await client.invoke('echo', 'hé', 1) });
  await client.send('fire', 2);
  await eventually(() => upstream.events().includes('messages/fire'));
  if (visit.closedWith === undefined) await client.stop();
  else await call(service, 'POST', `:closeConnections?reason=${visit.closedWith}`);
  await eventually(() => events.length === 3);
  return events;
}

const told = ['content-type', 'cache-control', 'content-encoding', 'expires', 'pragma'];

function exchangeOf({ request, body, status = 0, headers, reply }: PassedExchange): Exchange {
  const shown = told.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  return {
    request: withPlaceholders(request),
    ...(body.length > 0 && { body: textOf(body) }),
    status,
    ...(shown.length > 0 && { headers: Object.fromEntries(shown) as Record<string, string> }),
    ...(reply.length > 0 && { reply: textOf(reply) }),
  };
}

/** Text as it is, what is none in hex. */
function textOf(bytes: Buffer): string | { readonly hex: string } {
  const text = bytes.toString();
  const isText = /^[\x20-\x7e\x1e\r\n\u00a0-\ufffc]*$/.test(text);
  return isText ? withPlaceholders(text) : { hex: bytes.toString('hex') };
}

const withPlaceholders = (text: string): string =>
  text
    .replace(/([?&]id=)[\w-]{22}/, '$1<connectionToken>')
    .replace(/access_token=[^&]+/, 'access_token=<jwt>')
    .replace(/_=\d+/, '_=<ms>')
    .replaceAll(/"(connection(?:Id|Token))":"[\w-]{22}"/g, '"$1":"<$1>"');

/**
 * A client over HTTP says goodbye and ends its requests at once, so which of them finds the
 * connection still there is a matter of luck.
 */
function withoutLuck(exchange: Exchange): Exchange {
  const { request, body, status } = exchange;
  const isGoodbye =
    isDeepStrictEqual(body, '{"type":7}\u001e') || isDeepStrictEqual(body, { hex: '039207c0' });
  if (!isGoodbye && !request.startsWith('DELETE')) return exchange;
  expect([200, 202, 404]).toContain(status);
  return { request, ...(body !== undefined && { body }), status: 0 };
}

const methods = ['POST', 'GET', 'DELETE'];
const methodOf = ({ request }: Exchange): number => methods.indexOf(request.split(' ')[0] ?? '');

function seenBy({ exchanges, frames }: RecordingProxy, events: VisitAnswer['events']): VisitAnswer {
  const isClose = (frame: string): boolean => frame.startsWith('close');
  const end = frames.service.find(isClose);
  return {
    events,
    exchanges: exchanges
      // A poll that the client gives up has no answer, or 204 if the end came first.
      .filter(({ status }) => status !== undefined && status !== 204)
      .map(exchangeOf)
      .map(withoutLuck)
      .toSorted((one, other) => methodOf(one) - methodOf(other)),
    ...(frames.client.length > 0 && {
      frames: {
        client: frames.client,
        service: frames.service
          .filter((frame) => !isClose(frame))
          .map((frame) => frame.replace('hex:', ''))
          .join(''),
        ...(end !== undefined && { end }),
      },
    }),
  };
}

itLocally.for(visits)(
  "hub 9, hub 10, hub 11, service 2, service 11.4: what Microsoft's client was recorded to say and hear: $name",
  async (visit) => {
    const recorded = deviations.expected(visit.name, visit.answer);
    const expected = { ...recorded, exchanges: recorded.exchanges.map(withoutLuck) };
    const upstream = await startUpstream(echo);
    const running = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const service = { ...running, hub: 'chat' };
    const proxy = await startRecordingProxy(service.url);
    const client = await createClient(service, proxy, visit);
    const events = await take(service, client, upstream, visit);
    const isOver = (): boolean =>
      proxy.frames.client.length === 0 ||
      [proxy.frames.client, proxy.frames.service].every((side) => side.at(-1)?.startsWith('close'));
    await eventually(() => isOver() && upstream.requests.length === 4);
    expect(seenBy(proxy, events)).toEqual(expected);
  },
);

itLocally('hub 9: every deviation belongs to a recorded visit', () => {
  const names = visits.map(({ name }) => name);
  expect(deviations.names.filter((one) => !names.includes(one))).toEqual([]);
});
