import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientConnection } from './client-connection.ts';
import type { Admission } from './client-hooks.ts';
import type { ConnectionLimits } from './connection-limits.ts';
import {
  noConnection,
  otherTransport,
  uncached,
  writeAnswer,
  type HttpAnswer,
} from './http-answer.ts';
import type { HttpTransport } from './http-transport.ts';
import { createLongPollingTransport, type LongPollingTransport } from './long-polling-transport.ts';
import { readBody } from './read-body.ts';
import { createServerSentEventsTransport } from './server-sent-events-transport.ts';
import type { Transport, TransportListener } from './transport.ts';

export interface HttpEndpointOptions<Details> {
  readonly limits: ConnectionLimits;
  /** The connection that a token leads to, if it belongs to whoever asks. */
  find(
    admission: Admission<Details>,
    connectionToken: string,
  ): ClientConnection<Details> | undefined;
  /** Redeems a negotiation: the new connection gets the transport that is made for it. */
  open(
    admission: Admission<Details>,
    connectionToken: string,
    transportFor: (listener: TransportListener) => Transport,
  ): HttpAnswer | undefined;
}

const maxExpectedGoodbyes = 1_000;

/**
 * The transports whose messages travel in requests and responses. A GET opens server-sent events or
 * polls, a POST sends, a DELETE ends polling. Statuses and texts are those of the reference
 * implementation, because clients act on them.
 */
export function createHttpEndpoint<Details>(options: HttpEndpointOptions<Details>) {
  const { limits, find, open } = options;
  /** A connection does not know more of its transport than that it is one. */
  const httpTransports = new WeakMap<Transport, HttpTransport>();
  const polls = new WeakMap<Transport, LongPollingTransport>();
  /** Ids of the latest polling clients that have not said goodbye with a DELETE. */
  const expectedGoodbyes = new Set<string>();

  function expectGoodbye(id: string): void {
    expectedGoodbyes.add(id);
    const [oldest] = expectedGoodbyes;
    if (expectedGoodbyes.size > maxExpectedGoodbyes && oldest !== undefined)
      expectedGoodbyes.delete(oldest);
  }

  function openEvents(
    admission: Admission<Details>,
    id: string,
    response: ServerResponse,
  ): HttpAnswer | undefined {
    const known = find(admission, id);
    if (known?.transport?.name === 'ServerSentEvents') return { status: 409 };
    if (known !== undefined) return otherTransport;
    return open(admission, id, (listener) => {
      const transport = createServerSentEventsTransport(response, listener);
      httpTransports.set(transport, transport);
      return transport;
    });
  }

  function poll(
    admission: Admission<Details>,
    id: string,
    response: ServerResponse,
  ): HttpAnswer | undefined {
    const known = find(admission, id)?.transport;
    if (known !== undefined) {
      const transport = polls.get(known);
      if (transport === undefined) return otherTransport;
      transport.poll(response);
      return undefined;
    }
    const { pollTimeoutMs, disconnectTimeoutMs } = limits;
    return open(admission, id, (listener) => {
      const transport = createLongPollingTransport({
        pollTimeoutMs,
        disconnectTimeoutMs,
        listener,
      });
      httpTransports.set(transport, transport);
      polls.set(transport, transport);
      expectGoodbye(id);
      transport.poll(response);
      return transport;
    });
  }

  async function send(transport: Transport, request: IncomingMessage): Promise<HttpAnswer> {
    const http = httpTransports.get(transport);
    if (http === undefined) {
      return { status: 405, body: 'POST requests are not allowed for WebSocket connections.' };
    }
    const body = await readBody(request, 2 * limits.maxMessageBytes);
    if (body === undefined) return { status: 413 };
    await http.receive(body);
    return { status: 200 };
  }

  function stop(transport: Transport): HttpAnswer {
    if (!polls.has(transport)) {
      const body = 'Cannot terminate this connection using the DELETE endpoint.';
      return { status: 400, body };
    }
    transport.end();
    return { status: 202 };
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    admission: Admission<Details>,
    id: string | null,
  ): Promise<HttpAnswer | undefined> {
    const { method, headers } = request;
    if (method !== 'GET' && method !== 'POST' && method !== 'DELETE') return { status: 405 };
    if (!id) return { status: 400, body: 'Connection ID required' };
    if (method === 'GET') {
      const wantsEvents = headers.accept?.includes('text/event-stream') === true;
      return (wantsEvents ? openEvents : poll)(admission, id, response);
    }
    // A client says Close first and then DELETE, which browsers would show as a failure if it were 404.
    const isGoodbye = method === 'DELETE' && expectedGoodbyes.delete(id);
    const transport = find(admission, id)?.transport;
    if (transport === undefined) return isGoodbye ? { status: 202 } : noConnection;
    return method === 'POST' ? send(transport, request) : stop(transport);
  }

  return async (
    request: IncomingMessage,
    response: ServerResponse,
    admission: Admission<Details>,
    id: string | null,
  ): Promise<void> => {
    const refusal = await answer(request, response, admission, id);
    if (refusal === undefined) return;
    writeAnswer(response, request.method === 'GET' ? { ...refusal, headers: uncached } : refusal);
  };
}
