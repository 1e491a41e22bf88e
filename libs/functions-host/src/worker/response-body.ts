/**
 * Has the body of an answer read no faster than `ready` allows, and learns how it is read, so that
 * its source can be told when nobody reads it to the end: `@azure/functions` writes without waiting
 * for a slow client, and stops reading without a word. Returns the way to tell.
 */
export function watchBody(result: unknown, ready: () => Promise<void>): () => void {
  const { body }: Record<string, unknown> = Object(result);
  if (body instanceof ReadableStream) return watchStream(body, ready);
  const source: Record<string, unknown> = Object(body);
  // A stream of Node, or a generator. Texts and bytes are there as a whole.
  if (typeof body === 'object')
    onIterator(body, Symbol.asyncIterator, (each) => paced(each, ready));
  return () => {
    const { destroy, return: finish } = source;
    if (typeof destroy === 'function') Reflect.apply(destroy, body, []);
    else if (typeof finish === 'function') forget(Reflect.apply(finish, body, []));
  };
}

function watchStream(stream: ReadableStream, ready: () => Promise<void>): () => void {
  let iterator: AsyncIterator<unknown> | undefined;
  onIterator(stream, 'values', (each) => (iterator = paced(each, ready)));
  return () => forget(iterator === undefined ? stream.cancel() : iterator.return?.());
}

/** Has whoever asks `source` for an iterator get what `replace` makes of it. */
function onIterator(
  source: object | null,
  method: 'values' | typeof Symbol.asyncIterator,
  replace: (iterator: AsyncIterator<unknown>) => AsyncIterator<unknown>,
): void {
  const make: unknown = source && Reflect.get(source, method);
  if (!source || typeof make !== 'function') return;
  Reflect.set(source, method, (...args: unknown[]) =>
    replace(Reflect.apply(make, source, args) as AsyncIterator<unknown>),
  );
}

function paced(
  iterator: AsyncIterator<unknown>,
  ready: () => Promise<void>,
): AsyncIterableIterator<unknown> {
  return {
    async next() {
      await ready();
      return iterator.next();
    },
    return: async (value?: unknown) =>
      (await iterator.return?.(value)) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** What the source says to its end concerns nobody any more. */
const forget = (ending: unknown): void => void Promise.resolve(ending).catch(() => undefined);
