import { describe, expect, it } from 'vitest';
import { isSecret, text, type Expression, type Value } from './value.ts';

describe(isSecret, () => {
  const key: Expression = { kind: 'parameter', name: 'key', secret: true };
  const folder: Expression = { kind: 'parameter', name: 'folder', secret: false };
  const connections: Readonly<Record<string, Value>> = { signalr: text`AccessKey=${key}` };
  const connectionOf = (name: string): Value | undefined => connections[name];

  it.for([
    [key, true],
    [text`a${key}b`, true],
    [{ kind: 'connection', resource: 'signalr' }, true],
    [folder, false],
    [text`in ${folder}`, false],
    ['plain', false],
    [{ kind: 'connection', resource: 'nobody' }, false],
  ] satisfies [Value, boolean][])('%j: %s', ([value, secret]) => {
    expect(isSecret(value, connectionOf)).toBe(secret);
  });
});
