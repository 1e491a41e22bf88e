import { defineHub } from '@heliograph/signalr-contract';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { createIncoming } from './incoming.ts';

const hub = defineHub({
  name: 'live',
  client: { frame: { arguments: z.tuple([z.string(), z.number()]), maxBytes: 100 } },
  server: {},
});

describe(createIncoming, () => {
  it('gives what it read to every handler until that is taken off', () => {
    const incoming = createIncoming(hub, vi.fn());
    const handler = vi.fn();
    const off = incoming.on('frame', handler);
    incoming.on('frame', handler);

    incoming.receive('frame', ['a', 1]);
    off();
    incoming.receive('frame', ['b', 2]);

    expect(handler.mock.calls).toEqual([
      ['a', 1],
      ['a', 1],
      ['b', 2],
    ]);
  });

  it.for([[[]], [['a']], [['a', '1']], [['a', 1, 2]], [[1, 'a']]] as const)(
    'counts and reports %j, which no handler sees',
    ([args]) => {
      const report = vi.fn();
      const incoming = createIncoming(hub, report);
      const handler = vi.fn();
      incoming.on('frame', handler);

      incoming.receive('frame', args);

      expect(handler).not.toHaveBeenCalled();
      expect(report).toHaveBeenCalledExactlyOnceWith(
        'arguments-invalid',
        'frame',
        expect.any(Error),
      );
      expect(incoming.dropped()).toMatchObject({ 'arguments-invalid': 1 });
    },
  );

  it('goes on when a handler throws', () => {
    const report = vi.fn();
    const incoming = createIncoming(hub, report);
    const handler = vi.fn();
    incoming.on('frame', () => {
      throw new Error('broken');
    });
    incoming.on('frame', handler);

    incoming.receive('frame', ['a', 1]);

    expect(handler).toHaveBeenCalledOnce();
    expect(report).toHaveBeenCalledWith('handler-failed', 'frame', expect.any(Error));
  });
});
