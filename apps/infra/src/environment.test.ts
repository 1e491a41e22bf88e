import { describe, expect, it } from 'vitest';
import { readEnvironment } from './environment.ts';
import { configuredStacks, readStackFile } from './stack-file.ts';
import { upstreamKey } from './upstream.ts';

const dev = readStackFile('dev');
const refusal = (message: RegExp) =>
  expect.objectContaining({
    code: 'configuration-invalid',
    message: expect.stringMatching(message),
  });

describe(readEnvironment, () => {
  it('reads every stack of this project', () => {
    expect([...configuredStacks()].sort()).toEqual(['critical', 'dev', 'production']);
    for (const stack of configuredStacks()) expect(readStackFile(stack).name).toBe(stack);
  });

  it.for<[unknown, RegExp]>([
    [undefined, /stack dev has no heliograph:environment/],
    [{ ...dev, name: 'Dev!' }, /environment\.name: must be/],
    [{ ...dev, location: undefined }, /environment\.location/],
    [{ ...dev, misspelt: 1 }, /misspelt/],
    [{ ...dev, signalr: { ...dev.signalr, sku: 'Basic' } }, /environment\.signalr\.sku/],
    [{ ...dev, zoneRedundant: true }, /dev: zone redundancy needs storageRedundancy/],
  ])('refuses %j', ([configured, message]) => {
    expect(() => readEnvironment('dev', configured)).toThrow(refusal(message));
  });

  it('names the environments there are when asked for another', () => {
    expect(() => readStackFile('staging')).toThrow(refusal(/"staging".*production/));
  });
});

describe(upstreamKey, () => {
  it('asks for the code first as long as there is no key', () => {
    for (const keys of [undefined, {}, { other: 'k' }]) {
      expect(() => upstreamKey('app', keys)).toThrow(
        expect.objectContaining({ code: 'upstream-key-missing' }),
      );
    }
    expect(upstreamKey('app', { signalr_extension: 'k' })).toBe('k');
  });
});
