import { onTestFinished } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { clientAccess, type ClientIdentity } from './access.ts';
import { eventually } from './eventually.ts';
import { jsonFrames, readJsonFrames, readPackFrames } from './hub-frames.ts';
import type { Service } from './service.ts';
import type { ProtocolName } from './stock-client.ts';

/** What arrived, one entry for each WebSocket message: text as a string, binary as bytes. */
export type SocketMessage = string | Buffer;

export interface RawSocket {
  readonly webSocket: WebSocket;
  readonly arrived: SocketMessage[];
  send(data: string | Uint8Array): void;
  /** All hub messages so far but pings, without the handshake's answer. */
  messages(): unknown[];
  /** The code with which the service closed; undefined while it is open. */
  readonly closeCode: number | undefined;
  /** Waits for the end and returns its code. */
  closed(): Promise<number>;
}

/** The HTTP status with which an upgrade was answered. */
export class UpgradeRefused extends Error {
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`The upgrade was answered with ${status}`);
    this.status = status;
    this.body = body;
  }
}

/**
 * Opens a WebSocket, without a hub handshake.
 *
 * @throws UpgradeRefused
 */
export async function openSocket(url: string, options: ClientOptions = {}): Promise<RawSocket> {
  const webSocket = new WebSocket(url.replace(/^http/, 'ws'), options);
  onTestFinished(() => webSocket.terminate());
  const arrived: SocketMessage[] = [];
  let closeCode: number | undefined;
  webSocket.on('message', (data: Buffer, isBinary) =>
    arrived.push(isBinary ? data : data.toString()),
  );
  webSocket.on('close', (code) => (closeCode = code));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  webSocket.on('error', reject);
  webSocket.once('open', resolve);
  webSocket.once('unexpected-response', (_request, response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () =>
      reject(new UpgradeRefused(response.statusCode ?? 0, Buffer.concat(chunks).toString())),
    );
  });
  await promise;
  return {
    webSocket,
    arrived,
    send: (data) => webSocket.send(data),
    messages: () => hubMessages(arrived),
    get closeCode() {
      return closeCode;
    },
    async closed() {
      await eventually(() => closeCode !== undefined);
      return closeCode ?? 0;
    },
  };
}

/** The status with which an upgrade is answered: 101 when the socket opens. */
export async function upgradeStatus(url: string, options: ClientOptions = {}): Promise<number> {
  try {
    await openSocket(url, options);
    return 101;
  } catch (error) {
    if (error instanceof UpgradeRefused) return error.status;
    throw error;
  }
}

/** Opens a WebSocket without a negotiation, with the token in the header, without a handshake. */
export async function openHubSocket(
  service: Service,
  identity: ClientIdentity & { readonly query?: string } = {},
): Promise<RawSocket> {
  const { query = '', ...client } = identity;
  const { url, accessToken } = await clientAccess(service, client);
  return openSocket(url + query, { headers: { Authorization: `Bearer ${accessToken}` } });
}

/** A client that has shaken hands and from then on says only what it is told to. */
export async function connectRaw(
  service: Service,
  options: ClientIdentity & { readonly protocol?: ProtocolName; readonly query?: string } = {},
): Promise<RawSocket> {
  const { protocol = 'json', ...identity } = options;
  const socket = await openHubSocket(service, identity);
  socket.send(jsonFrames({ protocol, version: 1 }));
  await eventually(() => socket.arrived.length > 0);
  return socket;
}

/** The same after a negotiation, so that the client's connection id is known. */
export async function connectNegotiated(
  service: Service,
  options: ClientIdentity & { readonly protocol?: ProtocolName } = {},
): Promise<{ readonly id: string; readonly socket: RawSocket }> {
  const { protocol = 'json', ...identity } = options;
  const { url, accessToken } = await clientAccess(service, identity);
  const headers = { Authorization: `Bearer ${accessToken}` };
  const negotiate = `${url.replace('/client/?', '/client/negotiate?')}&negotiateVersion=1`;
  const response = await fetch(negotiate, { method: 'POST', headers });
  const { connectionId, connectionToken } = (await response.json()) as Record<string, string>;
  const socket = await openSocket(`${url}&id=${connectionToken}`, { headers });
  socket.send(jsonFrames({ protocol, version: 1 }));
  await eventually(() => socket.arrived.length > 0);
  return { id: connectionId ?? '', socket };
}

function hubMessages([, ...arrived]: readonly SocketMessage[]): unknown[] {
  return arrived
    .flatMap((chunk) => (typeof chunk === 'string' ? readJsonFrames(chunk) : readPackFrames(chunk)))
    .filter((message) => !isPing(message));
}

function isPing(message: unknown): boolean {
  if (Array.isArray(message)) return message[0] === 6;
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 6;
}
