import type { ServerResponse } from 'node:http';
import { uncached, writeAnswer } from './http-answer.ts';
import { RequestInput, type HttpTransport } from './http-transport.ts';
import type { TransportListener } from './transport.ts';

export interface LongPollingOptions {
  /** How long a poll may wait for something to tell, in milliseconds. */
  readonly pollTimeoutMs: number;
  /** How long a client may take to poll again. */
  readonly disconnectTimeoutMs: number;
  readonly listener: TransportListener;
}

export interface LongPollingTransport extends HttpTransport {
  /** Answers a poll: now, or when there is something to tell. It replaces one that still waits. */
  poll(response: ServerResponse): void;
}

/**
 * A client asks again and again. An empty 200 means "ask again", 204 means "it is over". The first
 * poll is answered at once: until then the client does not send its handshake.
 */
export function createLongPollingTransport(options: LongPollingOptions): LongPollingTransport {
  const { pollTimeoutMs, disconnectTimeoutMs, listener } = options;
  const input = new RequestInput((chunk) => listener.received(chunk));
  let state: 'new' | 'open' | 'ending' | 'closed' = 'new';
  let waiting: ServerResponse | undefined;
  let queue: Uint8Array[] = [];
  let queuedBytes = 0;
  // Runs out when a poll has waited long enough, or when the client has not polled for too long.
  let timer = setTimeout(() => close(false), disconnectTimeoutMs);

  function restartTimer(action: () => void, ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(action, ms);
  }

  function close(graceful: boolean): void {
    if (state === 'closed') return;
    state = 'closed';
    clearTimeout(timer);
    if (waiting !== undefined) answer(waiting, 204);
    waiting = undefined;
    input.resume();
    listener.closed(graceful);
  }

  function answer(response: ServerResponse, status: 200 | 204, body?: Uint8Array): void {
    if (body === undefined) {
      writeAnswer(response, { status, headers: uncached });
      return;
    }
    response.writeHead(status, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': body.length,
      ...uncached,
    });
    response.end(body);
  }

  /** Ends the poll that waits, and lets the clock run until the next one. */
  function answerWaiting(body?: Uint8Array): void {
    if (waiting === undefined) return;
    answer(waiting, 200, body);
    waiting = undefined;
    restartTimer(() => close(false), disconnectTimeoutMs);
  }

  function deliver(): void {
    if (waiting === undefined || queue.length === 0) return;
    const body = Buffer.concat(queue);
    queue = [];
    queuedBytes = 0;
    answerWaiting(body);
  }

  return {
    name: 'LongPolling',
    formats: ['Text', 'Binary'],
    inherentKeepAlive: true,
    get queuedBytes() {
      return queuedBytes;
    },
    poll(response) {
      if (waiting !== undefined) answer(waiting, 204);
      waiting = response;
      response.once('close', () => {
        if (waiting !== response) return;
        waiting = undefined; // the client gave this poll up; it may send another
        restartTimer(() => close(false), disconnectTimeoutMs);
      });
      if (state === 'new') {
        state = 'open';
        answerWaiting(new Uint8Array());
      } else if (queue.length > 0) {
        deliver();
      } else if (state === 'open') {
        restartTimer(() => answerWaiting(), pollTimeoutMs);
      } else {
        close(true);
      }
    },
    send(messages) {
      for (const { payload } of messages) {
        queue.push(payload);
        queuedBytes += payload.length;
      }
      deliver();
    },
    pause: () => input.pause(),
    resume: () => input.resume(),
    receive: (chunk) => input.receive(chunk),
    end() {
      if (state === 'closed') return;
      state = 'ending';
      if (waiting !== undefined || queue.length === 0) close(true);
    },
    destroy: () => close(false),
  };
}
