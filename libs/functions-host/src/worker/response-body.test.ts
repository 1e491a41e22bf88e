import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { watchBody } from './response-body.ts';

const atOnce = () => Promise.resolve();

/** An endless source that says when it has been ended. */
function createSource() {
  const ended = vi.fn();
  async function* count() {
    try {
      for (let at = 0; ; at += 1) yield String(at);
    } finally {
      ended();
    }
  }
  return { ended, generator: count() };
}

describe(watchBody, () => {
  it('ends a web stream that somebody has begun to read', async () => {
    const { ended, generator } = createSource();
    const body = ReadableStream.from(generator);
    const end = watchBody({ body }, atOnce);
    await body.values().next();

    end();

    await vi.waitFor(() => expect(ended).toHaveBeenCalled());
  });

  it('ends the body of a response object', async () => {
    const cancel = vi.fn();
    const response = new Response(new ReadableStream({ cancel }));
    const end = watchBody(response, atOnce);

    end();

    await vi.waitFor(() => expect(cancel).toHaveBeenCalled());
  });

  it('ends a generator', async () => {
    const { ended, generator } = createSource();
    await generator.next();

    watchBody({ body: generator }, atOnce)();

    await vi.waitFor(() => expect(ended).toHaveBeenCalled());
  });

  it.for([
    ['a web stream', (source: AsyncGenerator<string>) => ReadableStream.from(source)],
    ['a generator', (source: AsyncGenerator<string>) => source],
    ['a stream of Node', (source: AsyncGenerator<string>) => Readable.from(source)],
  ] as const)('reads %s no faster than its reader is ready', async ([, toBody]) => {
    let isReady = Promise.withResolvers<void>();
    let asked = 0;
    const body = toBody(createSource().generator);
    const end = watchBody({ body }, () => {
      asked += 1;
      return isReady.promise;
    });
    const stream = new Response(body as ConstructorParameters<typeof Response>[0]).body;
    const iterator = stream?.values();
    const first = iterator?.next();
    await vi.waitFor(() => expect(asked).toBe(1));

    expect(await Promise.race([first, Promise.resolve('nothing yet')])).toBe('nothing yet');
    isReady.resolve();
    expect(await first).toMatchObject({ done: false });
    isReady = Promise.withResolvers<void>();
    const second = iterator?.next();
    await vi.waitFor(() => expect(asked).toBe(2));
    isReady.resolve();
    expect(await second).toMatchObject({ done: false });
    end();
  });

  it('ends a stream of Node', () => {
    const body = new Readable({ read: () => undefined });

    watchBody({ body }, atOnce)();

    expect(body.destroyed).toBe(true);
  });

  it.for([undefined, null, {}, { body: 'text' }, { body: new Uint8Array(1) }])(
    'has nothing to end in %j',
    (result) => {
      expect(() => watchBody(result, atOnce)()).not.toThrow();
    },
  );
});
