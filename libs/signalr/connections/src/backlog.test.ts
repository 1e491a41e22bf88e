import { describe, expect, it } from 'vitest';
import { Backlog } from './backlog.ts';
import { EncodedMessage } from './encoded-message.ts';

describe(Backlog, () => {
  const [a, b, c] = ['a', 'bb', 'ccc'].map((text) => new EncodedMessage(Buffer.from(text))) as [
    EncodedMessage,
    EncodedMessage,
    EncodedMessage,
  ];

  it('keeps messages in order and adds their bytes up', () => {
    const backlog = Backlog.empty().with(a).with(b).with(c);
    expect(backlog.messages).toEqual([a, b, c]);
    expect(backlog.bytes).toBe(6);
    expect(Backlog.empty()).toMatchObject({ messages: [], bytes: 0 });
  });

  it('is the same one for clients that are sent the same', () => {
    const empty = Backlog.empty();
    const una = empty.with(a);
    const bob = empty.with(a);
    expect(una.with(b).messages).toBe(bob.with(b).messages);
  });

  it('keeps clients apart that are sent something else, or the same in another order', () => {
    const empty = Backlog.empty();
    const una = empty.with(a).with(b);
    const bob = empty.with(b).with(a);
    const eve = empty.with(a).with(c);
    expect([una, bob, eve].map(({ messages }) => messages)).toEqual([
      [a, b],
      [b, a],
      [a, c],
    ]);
    expect(una.with(a).messages).toEqual([a, b, a]);
  });
});
