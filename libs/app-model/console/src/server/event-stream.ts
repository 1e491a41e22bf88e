import type { ServerResponse } from 'node:http';

/** A response that goes on: server-sent events. https://html.spec.whatwg.org/#server-sent-events */
export interface EventStream {
  send(event: { readonly name: string; readonly id?: number; readonly data: unknown }): void;
  end(): void;
}

export interface EventStreamOptions {
  readonly headers: Readonly<Record<string, string | number | string[] | undefined>>;
  /** Called once, when the client went away or the stream was ended. */
  readonly onEnd: () => void;
  /** Bytes that may wait for a client; one that does not read is let go, and may come back. */
  readonly mostWaiting?: number;
}

/** Milliseconds between signs of life, without which nobody notices a connection that is half gone. */
const heartbeat = 15_000;

export function openEventStream(
  response: ServerResponse,
  options: EventStreamOptions,
): EventStream {
  const { headers, onEnd, mostWaiting = 1024 * 1024 } = options;
  response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
  // Headers alone would otherwise wait for the first event.
  response.flushHeaders();

  const write = (text: string): void => {
    if (response.writableLength > mostWaiting) response.destroy();
    else response.write(text);
  };
  const beat = setInterval(() => write(':\n\n'), heartbeat);
  beat.unref();
  response.once('close', () => {
    clearInterval(beat);
    onEnd();
  });
  response.on('error', () => undefined);

  return {
    send({ name, id, data }) {
      const lines = [
        `event: ${name}`,
        ...(id === undefined ? [] : [`id: ${id}`]),
        `data: ${JSON.stringify(data)}`,
      ];
      write(`${lines.join('\n')}\n\n`);
    },
    end: () => response.end(),
  };
}
