/**
 * Learns how the body of an answer is read, so that its source can be told when nobody reads it to
 * the end: `@azure/functions` stops reading without a word. Returns the way to tell.
 */
export function watchBody(result: unknown): () => void {
  const { body }: Record<string, unknown> = Object(result);
  if (body instanceof ReadableStream) return watchStream(body);
  const source: Record<string, unknown> = Object(body);
  return () => {
    // A stream of Node, or a generator.
    const { destroy, return: finish } = source;
    if (typeof destroy === 'function') Reflect.apply(destroy, body, []);
    else if (typeof finish === 'function') forget(Reflect.apply(finish, body, []));
  };
}

function watchStream(stream: ReadableStream): () => void {
  let iterator: AsyncIterator<unknown> | undefined;
  const values: unknown = Reflect.get(stream, 'values');
  if (typeof values === 'function') {
    Reflect.set(stream, 'values', (...args: unknown[]) => {
      iterator = Reflect.apply(values, stream, args) as AsyncIterator<unknown>;
      return iterator;
    });
  }
  return () => forget(iterator === undefined ? stream.cancel() : iterator.return?.());
}

/** What the source says to its end concerns nobody any more. */
const forget = (ending: unknown): void => void Promise.resolve(ending).catch(() => undefined);
