import { describe, expect, it } from 'vitest';
import { initials } from './avatar.tsx';

describe(initials, () => {
  it.for([
    ['Ada', 'A'],
    ['Ada Lovelace', 'AL'],
    ['ada.lovelace@example.org', 'AO'],
    ['', '?'],
    ['😀 Smile', '😀S'],
  ] as const)('makes %j of whoever is called so: %j', ([name, letters]) => {
    expect(initials(name)).toBe(letters);
  });
});
