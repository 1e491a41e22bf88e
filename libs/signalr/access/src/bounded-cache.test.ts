import { describe, expect, it } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

describe(BoundedCache, () => {
  it('forgets the oldest when there are too many', () => {
    const cache = new BoundedCache<number>({ maxEntries: 2, maxCharacters: 100 });
    ['a', 'b', 'c'].forEach((key, at) => cache.set(key, at));

    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([undefined, 1, 2]);
  });

  it('forgets as many as a long key needs room for', () => {
    const cache = new BoundedCache<number>({ maxEntries: 10, maxCharacters: 10 });
    ['aaa', 'bbb', 'ccc', 'dddddd'].forEach((key, at) => cache.set(key, at));

    expect(['aaa', 'bbb', 'ccc', 'dddddd'].map((key) => cache.get(key))).toEqual([
      undefined,
      undefined,
      2,
      3,
    ]);
  });

  it('has the room again of what was deleted or set twice', () => {
    const cache = new BoundedCache<number>({ maxEntries: 10, maxCharacters: 6 });
    cache.set('aaa', 0);
    cache.set('aaa', 1);
    cache.set('bbb', 2);
    cache.delete('bbb');
    cache.set('ccc', 3);

    expect(['aaa', 'bbb', 'ccc'].map((key) => cache.get(key))).toEqual([1, undefined, 3]);
  });

  it('does not take what is too long by itself, and forgets nothing for it', () => {
    const cache = new BoundedCache<number>({ maxEntries: 10, maxCharacters: 3 });
    cache.set('aaa', 0);
    cache.set('bbbb', 1);

    expect([cache.get('aaa'), cache.get('bbbb')]).toEqual([0, undefined]);
  });
});
