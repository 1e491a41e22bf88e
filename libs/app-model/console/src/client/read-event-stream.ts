/** One event of a stream. */
export interface ReceivedEvent {
  readonly name: string;
  readonly data: string;
}

/** No event of a console is longer: a full answer of log lines, each as long as a line may be. */
const longestEvent = 64 * 1024 * 1024;

/**
 * Reads server-sent events as our console writes them. The platform's `EventSource` could not send
 * the header that proves who is reading. https://html.spec.whatwg.org/#event-stream-interpretation
 */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ReceivedEvent, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let unread = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      unread += decoder.decode(value, { stream: true });
      const blocks = unread.split('\n\n');
      unread = blocks.pop() ?? '';
      if (unread.length > longestEvent) throw new RangeError('An event has no end');
      yield* blocks.map(parseEvent).filter((event) => event.data !== '');
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function parseEvent(block: string): ReceivedEvent {
  const fields = block.split('\n');
  const read = (field: string): string[] =>
    fields.flatMap((line) =>
      line.startsWith(`${field}:`) ? [line.slice(field.length + 1).replace(/^ /, '')] : [],
    );
  return { name: read('event').at(-1) ?? 'message', data: read('data').join('\n') };
}
