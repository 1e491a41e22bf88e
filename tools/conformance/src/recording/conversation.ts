import { isDeepStrictEqual } from 'node:util';
import type { SignalROptions } from '@heliograph/signalr-emulator';
import { eventually } from '../target/eventually.ts';
import { jsonFrames, packFrames } from '../target/hub-frames.ts';
import { openSocket, UpgradeRefused, type RawSocket } from '../target/raw-socket.ts';
import { startService, type Service } from '../target/service.ts';
import {
  startUpstream,
  type TestUpstream,
  type UpstreamBehaviour,
} from '../target/test-upstream.ts';
import type { BackendAnswer } from './backend-answer.ts';
import { connectRequest, type ConnectChoices } from './connect-request.ts';

/** Text, bytes, text with a long middle that needs no writing out, or the end of the client. */
export type Frame =
  | string
  | { readonly hex: string }
  | {
      readonly head: string;
      readonly fill: string;
      readonly times: number;
      readonly tail: string;
    }
  | { readonly close: number; readonly reason?: string }
  | { readonly drop: true }
  /** Says nothing until so many pings have come. */
  | { readonly afterPings: number };

/** What a client sent over a WebSocket, and what became of it. */
export interface Conversation extends ConnectChoices {
  readonly name: string;
  /** The client has shaken hands before; absent, it sends its handshake itself. */
  readonly protocol?: 'json' | 'messagepack';
  readonly sent: readonly Frame[];
  /** The last thing sent is half a message, or keeps the service busy. */
  readonly unfinished?: boolean;
  readonly limits?: NonNullable<SignalROptions['limits']>;
  readonly upstreamTimeoutMs?: number;
  /** So many pings have to come; of them only the first stands in the answer. */
  readonly pings?: number;
  /** What the backend answers to one event. */
  readonly backend?: BackendAnswer;
  /** What the backend asks the data plane for once the client has said everything: `GET groups/g`. */
  readonly act?: readonly string[];
  readonly answer: ConversationAnswer;
}

export interface ConversationAnswer {
  /** Text and bytes in turns, as they stood on the wire; how they were cut does not matter. */
  readonly frames: readonly (string | { readonly hex: string })[];
  /** The code of the close, the status of a refused upgrade, or `open`. */
  readonly end: 'open' | number | { readonly status: number };
  /** What the backend was told: event and body. */
  readonly upstream?: readonly string[];
  /** Which requests the backend got: method and path. */
  readonly requests?: readonly string[];
}

/** An application behind the service. */
export interface Application {
  readonly behave: UpstreamBehaviour;
  /** What it does once the client has said everything. */
  readonly afterwards?: (connectionId: string) => Promise<void>;
}

/** Makes the application of one conversation; the service is there when it is first called. */
export type ApplicationMaker = (service: () => Service) => Application;

/** An invocation that is answered when everything before it has been dealt with. */
const marker = {
  json: jsonFrames({ type: 1, invocationId: 'end', target: 'end', arguments: [] }),
  messagepack: packFrames([1, {}, 'end', 'end', []]),
};
const marked = {
  json: Buffer.from(jsonFrames({ type: 3, invocationId: 'end' })),
  messagepack: packFrames([3, {}, 'end', 2]),
};

/**
 * Says the same to the service and returns what became of it.
 *
 * @param expected What is waited for; what comes instead of it is returned all the same.
 */
export async function replay(
  conversation: Conversation,
  expected: ConversationAnswer,
  makeApplication: ApplicationMaker,
): Promise<ConversationAnswer> {
  const { sent, protocol, limits, upstreamTimeoutMs, pings, unfinished = false } = conversation;
  const application = makeApplication(() => service);
  const upstream = await startUpstream(application.behave);
  const service: Service = {
    ...(await startService({
      upstream: [{ urlTemplate: `${upstream.url}/up/{hub}/{category}/{event}` }],
      ...(limits && { limits }),
      ...(upstreamTimeoutMs !== undefined && { upstreamTimeoutMs }),
    })),
    hub: 'chat',
  };
  const { url, ...options } = connectRequest(service, conversation);
  let socket: RawSocket;
  try {
    socket = await openSocket(url, options);
  } catch (error) {
    if (!(error instanceof UpgradeRefused)) throw error;
    return { frames: [], end: { status: error.status }, upstream: [] };
  }
  if (protocol !== undefined) {
    socket.send(jsonFrames({ protocol, version: 1 }));
    await eventually(() => socket.arrived.length > 0);
  }
  const start = socket.arrived.length;
  const seen = (): ConversationAnswer => ({
    frames: joined(socket.arrived.slice(start), pings !== undefined),
    end: socket.closeCode ?? 'open',
    ...(expected.upstream !== undefined && { upstream: upstreamOf(upstream) }),
    ...(expected.requests !== undefined && { requests: requestsOf(upstream) }),
  });
  for (const frame of sent) await say(socket, frame);
  if (application.afterwards !== undefined) {
    await eventually(() => upstream.requests.length > 0);
    await application.afterwards(String(upstream.requests[0]?.headers['x-asrs-connection-id']));
  }
  if (pings !== undefined) {
    await eventually(() => pingsOf(socket) >= pings || socket.closeCode !== undefined);
  }
  if (expected.end === 'open' && !unfinished) {
    const kind = protocol ?? handshakeProtocol(sent);
    socket.send(marker[kind]);
    const ended = (): boolean => Buffer.concat(bytesOf(socket)).includes(marked[kind]);
    await settled(() => ended() || socket.closeCode !== undefined);
  }
  await settled(() => isDeepStrictEqual(seen(), expected));
  return seen();
}

/** Waits for what is expected; a failure is better told by what came instead than by a time-out. */
async function settled(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 3_000;
  await eventually(() => condition() || performance.now() > deadline);
}

async function say(socket: RawSocket, frame: Frame): Promise<void> {
  if (typeof frame === 'object') {
    if ('close' in frame) return socket.webSocket.close(frame.close, frame.reason);
    if ('drop' in frame) return socket.webSocket.terminate();
    if ('afterPings' in frame) return eventually(() => pingsOf(socket) >= frame.afterPings);
    const text = 'head' in frame ? frame.head + frame.fill.repeat(frame.times) + frame.tail : '';
    socket.send('hex' in frame ? Buffer.from(frame.hex, 'hex') : text);
    return;
  }
  if (!frame.includes('<server id>')) return socket.send(frame);
  const id = (): string | undefined =>
    /"invocationId":"([\da-f-]{36})"/.exec(socket.arrived.join(''))?.[1];
  await eventually(() => id() !== undefined);
  socket.send(frame.replaceAll('<server id>', id() ?? ''));
}

/** The protocol that the client's first message asks for. */
function handshakeProtocol([first]: readonly Frame[]): 'json' | 'messagepack' {
  const text = typeof first === 'object' && 'hex' in first ? Buffer.from(first.hex, 'hex') : first;
  return String(text).includes('messagepack') ? 'messagepack' : 'json';
}

const bytesOf = ({ arrived }: RawSocket): Buffer[] =>
  arrived.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk));

const pingsOf = ({ arrived }: RawSocket): number =>
  arrived
    .map((chunk) => (typeof chunk === 'string' ? chunk : chunk.toString('hex')))
    .join('')
    .match(/\{"type":6\}\u001e|029106/g)?.length ?? 0;

/**
 * Joins what belongs together, and leaves out the marker's answer and pings that repeat, next to each
 * other or anywhere.
 */
function joined(
  arrived: RawSocket['arrived'],
  withoutLaterPings: boolean,
): ConversationAnswer['frames'] {
  const frames: (string | { readonly hex: string })[] = [];
  for (const chunk of arrived) {
    const last = frames.at(-1);
    if (typeof chunk === 'string') {
      if (typeof last === 'string') frames[frames.length - 1] = last + chunk;
      else frames.push(chunk);
    } else if (typeof last === 'object') {
      frames[frames.length - 1] = { hex: last.hex + chunk.toString('hex') };
    } else {
      frames.push({ hex: chunk.toString('hex') });
    }
  }
  return frames
    .map(withoutMarker)
    .map((frame) => (withoutLaterPings ? withFirstPing(frame) : frame))
    .filter((frame) => frame !== '');
}

function withFirstPing(frame: string | { readonly hex: string }) {
  const ping = typeof frame === 'string' ? '{"type":6}\u001e' : '029106';
  const text = typeof frame === 'string' ? frame : frame.hex;
  const [before = '', ...after] = text.split(ping);
  const kept = after.length === 0 ? before : before + ping + after.join('');
  return typeof frame === 'string' ? kept : { hex: kept };
}

function withoutMarker(frame: string | { readonly hex: string }) {
  if (typeof frame === 'object') {
    const hex = frame.hex.replace(marked.messagepack.toString('hex'), '');
    return hex === '' ? '' : { hex };
  }
  return frame
    .replace(marked.json.toString(), '')
    .replaceAll(/(\{"type":6\}\u001e)+/g, '$1')
    .replaceAll(/"invocationId":"[\da-f-]{36}"/g, '"invocationId":"<server id>"');
}

/** A value with an escape in it travels encoded as a whole, every other one as it is. */
const headerValue = (value: string): string =>
  /%[0-9a-f]{2}/i.test(value) ? decodeURIComponent(value) : value;

function upstreamOf({ requests }: TestUpstream): string[] {
  return requests
    .map(({ headers, body }) => {
      const event = headerValue(String(headers['x-asrs-event']));
      const isBinary = headers['content-type'] === 'application/x-msgpack';
      const text = isBinary ? `hex:${body.toString('hex')}` : body.toString();
      return `${event} ${text.length > 10_000 ? `(${text.length} bytes)` : text}`;
    })
    .filter((told) => !told.startsWith('end '));
}

const requestsOf = ({ requests }: TestUpstream): string[] =>
  requests.map(({ method, url }) => `${method} ${url}`).filter((line) => !line.endsWith('/end'));
