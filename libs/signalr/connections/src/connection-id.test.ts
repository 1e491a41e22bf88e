import { describe, expect, it } from 'vitest';
import { newConnectionId } from './connection-id.ts';

describe(newConnectionId, () => {
  it('never returns the same id twice, nor one that was not made of random bytes', () => {
    const ids = Array.from({ length: 2000 }, newConnectionId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(/^[\w-]{22}$/);
      expect(id).not.toMatch(/A{8}/); // 48 zero bits
    }
  });
});
