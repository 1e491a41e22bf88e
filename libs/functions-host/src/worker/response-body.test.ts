import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { watchBody } from './response-body.ts';

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
    const end = watchBody({ body });
    await body.values().next();

    end();

    await vi.waitFor(() => expect(ended).toHaveBeenCalled());
  });

  it('ends the body of a response object', async () => {
    const cancel = vi.fn();
    const response = new Response(new ReadableStream({ cancel }));
    const end = watchBody(response);

    end();

    await vi.waitFor(() => expect(cancel).toHaveBeenCalled());
  });

  it('ends a generator', async () => {
    const { ended, generator } = createSource();
    await generator.next();

    watchBody({ body: generator })();

    await vi.waitFor(() => expect(ended).toHaveBeenCalled());
  });

  it('ends a stream of Node', () => {
    const body = new Readable({ read: () => undefined });

    watchBody({ body })();

    expect(body.destroyed).toBe(true);
  });

  it.for([undefined, null, {}, { body: 'text' }, { body: new Uint8Array(1) }])(
    'has nothing to end in %j',
    (result) => {
      expect(() => watchBody(result)()).not.toThrow();
    },
  );
});
