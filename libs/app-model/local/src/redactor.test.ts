import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

describe(createRedactor, () => {
  it('hides every secret, wherever and however often it appears', () => {
    const redact = createRedactor(['abc', 'x+y']);

    expect(redact('key=abc;again abc, x+y')).toBe('key=(secret);again (secret), (secret)');
  });

  it('hides the parts of a connection string that are secret by themselves', () => {
    const redact = createRedactor([
      'Endpoint=https://a.example;AccessKey=c2VjcmV0a2V5=;Version=1.0;',
    ]);

    expect(redact('signed with c2VjcmV0a2V5= for https://a.example, 1.0')).toBe(
      'signed with (secret) for https://a.example, 1.0',
    );
    expect(redact('Endpoint=https://a.example;AccessKey=c2VjcmV0a2V5=;Version=1.0;')).toBe(
      '(secret)',
    );
  });

  it('leaves a text alone when a secret is empty', () => {
    expect(createRedactor([''])('plain')).toBe('plain');
  });
});
