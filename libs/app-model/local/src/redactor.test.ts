import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

describe(createRedactor, () => {
  it('hides every secret, wherever and however often it appears', () => {
    const redact = createRedactor(['abc', 'x+y']);

    expect(redact('key=abc;again abc, x+y')).toBe('key=(secret);again (secret), (secret)');
  });

  it('leaves a text alone when a secret is empty', () => {
    expect(createRedactor([''])('plain')).toBe('plain');
  });
});
