import { onTestFinished } from 'vitest';
import { clientAccess, type ClientIdentity } from './access.ts';
import type { Service } from './service.ts';

export interface HttpReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A negotiated connection as the HTTP transports see it: requests to one URL. */
export interface RawHttpTransport {
  poll(headers?: Readonly<Record<string, string>>): Promise<HttpReply>;
  post(body: string): Promise<HttpReply>;
  delete(): Promise<HttpReply>;
}

export interface RawPolling extends RawHttpTransport {
  /** The URL with the connection token, for a client that chooses another transport. */
  readonly address: string;
  readonly authorization: Readonly<Record<string, string>>;
  /**
   * Polls so that the poll has certainly arrived: a second one shows that by ending the first.
   * `ended` is what the one that was ended got, `answer` what the other one is going to get.
   */
  waitingPoll(): Promise<{ ended: HttpReply; answer: Promise<HttpReply> }>;
}

export interface RawEvents extends RawHttpTransport {
  readonly status: number;
  readonly headers: Headers;
  /** The stream so far. */
  text(): string;
  /** Whether the service has ended the stream. */
  ended(): boolean;
}

async function negotiate(service: Service, identity?: ClientIdentity) {
  const { url, accessToken } = await clientAccess(service, identity);
  const authorization = { Authorization: `Bearer ${accessToken}` };
  const response = await fetch(
    `${url.replace('/client/?', '/client/negotiate?')}&negotiateVersion=1`,
    {
      method: 'POST',
      headers: authorization,
    },
  );
  const { connectionToken } = (await response.json()) as { connectionToken: string };
  return { address: `${url}&id=${connectionToken}`, authorization, accessToken };
}

function requestsTo(
  address: string,
  authorization: Readonly<Record<string, string>>,
  signal: AbortSignal,
): RawHttpTransport {
  const ask = async (method: string, body?: string, headers = {}): Promise<HttpReply> => {
    const response = await fetch(address, {
      method,
      signal,
      headers: { ...authorization, ...headers },
      ...(body !== undefined && { body }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    poll: (headers) => ask('GET', undefined, headers),
    post: (body) => ask('POST', body),
    delete: () => ask('DELETE'),
  };
}

/** Ends every request that is still under way with the test. */
function untilFinished(): AbortSignal {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  return controller.signal;
}

/** Negotiates; the first poll is the caller's. */
export async function openPolling(
  service: Service,
  identity?: ClientIdentity,
): Promise<RawPolling> {
  const { address, authorization } = await negotiate(service, identity);
  const polling = requestsTo(address, authorization, untilFinished());
  // A service that stops waits a while for its clients; this one says goodbye before.
  onTestFinished(async () => void (await polling.delete().catch(() => undefined)));
  return {
    ...polling,
    address,
    authorization,
    async waitingPoll() {
      const [one, other] = [polling.poll(), polling.poll()];
      // Each has a connection of its own, so either may arrive first.
      return Promise.race([
        one.then((ended) => ({ ended, answer: other })),
        other.then((ended) => ({ ended, answer: one })),
      ]);
    },
  };
}

/** Negotiates and opens an event stream with the token in the query, as clients do. */
export async function openEvents(service: Service, identity?: ClientIdentity): Promise<RawEvents> {
  const { address, authorization, accessToken } = await negotiate(service, identity);
  const signal = untilFinished();
  const response = await fetch(`${address}&access_token=${accessToken}`, {
    headers: { Accept: 'text/event-stream' },
    signal,
  });
  let text = '';
  let ended = false;
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
    }
  };
  read()
    .catch(() => undefined) // a stream that breaks has ended as well
    .finally(() => (ended = true));
  return {
    ...requestsTo(address, authorization, signal),
    status: response.status,
    headers: response.headers,
    text: () => text,
    ended: () => ended,
  };
}
