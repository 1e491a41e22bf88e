import { describe, expect, it } from 'vitest';
import { EncodedMessage } from './encoded-message.ts';
import { ResumeBuffer } from './resume-buffer.ts';

const message = (bytes: number): EncodedMessage => new EncodedMessage(new Uint8Array(bytes), 1);

describe(ResumeBuffer, () => {
  it('is full from its size on, and no longer once enough has arrived', () => {
    const buffer = new ResumeBuffer(100);
    for (const bytes of [60, 39]) buffer.add(message(bytes));
    expect(buffer.isFull).toBe(false);
    buffer.add(message(1));
    expect(buffer.isFull).toBe(true);
    buffer.acknowledge(1);
    expect(buffer.isFull).toBe(false);
  });

  it.for([
    [-1, 1, 3],
    [0, 1, 3],
    [2, 3, 1],
    [3, 4, 0],
    [99, 4, 0],
  ])(
    'with three messages, after %i has arrived, begins at %i with %i left',
    ([id, first, left]) => {
      const buffer = new ResumeBuffer(100);
      for (let at = 0; at < 3; at += 1) buffer.add(message(1));
      buffer.acknowledge(id ?? 0);
      expect(buffer.firstId).toBe(first);
      expect(buffer.messages).toHaveLength(left ?? 0);
    },
  );
});
