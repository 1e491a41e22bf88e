import { describe, expect, it } from 'vitest';
import { startSignalR } from './start-signalr.ts';

describe(startSignalR, () => {
  it.for<[string, Parameters<typeof startSignalR>[0], string]>([
    ['a port that is none', { port: 65_536 }, 'A port is from 0 to 65535, not 65536'],
    ['half a port', { port: 0.5 }, 'not 0.5'],
    ['no address, which would be every one', { host: '' }, "'' is no address"],
    ['an address that no URL can hold', { host: 'a b' }, "'a b' is no address"],
    ['no access key', { accessKeys: [] }, 'one or two access keys'],
    ['three access keys', { accessKeys: ['a', 'b', 'c'] }, 'one or two access keys'],
    ['an empty access key', { accessKeys: ['a', ''] }, 'not empty'],
    ['a key that ends the connection string', { accessKeys: ['a;b'] }, 'semicolons'],
    ['an origin with a path', { allowedOrigins: ['http://a/'] }, "'http://a/' is no origin"],
    ['an upstream that is no URL', { upstream: [{ urlTemplate: 'h' }] }, 'absolute http'],
    [
      'a placeholder that does not exist',
      { upstream: [{ urlTemplate: 'http://h/{hubs}' }] },
      'The placeholder {hubs} is none of {hub}, {category} and {event}',
    ],
    ['units without a tier', { units: 2 }, 'Units need a tier'],
    ['units that are not sold', { tier: 'standard', units: 15 }, 'but in 1 to 10, or 20 to 100'],
    ['no time at all', { upstreamTimeoutMs: 0 }, "'upstreamTimeoutMs' is a whole number from 1"],
    ['endless time', { invocationTimeoutMs: Number.POSITIVE_INFINITY }, 'not Infinity'],
    ['a limit that is no number', { limits: { heartbeatMs: Number.NaN } }, 'limits.heartbeatMs'],
    ['a negative limit', { limits: { maxMessageBytes: -1 } }, 'not -1'],
  ])('refuses %s before it starts anything', async ([, options, sentence]) => {
    const before = process.getActiveResourcesInfo();
    await expect(startSignalR(options)).rejects.toMatchObject({
      code: 'option-invalid',
      message: expect.stringContaining(sentence),
    });
    expect(process.getActiveResourcesInfo()).toEqual(before);
  });

  it('refuses what only JavaScript can ask for', async () => {
    const asked = JSON.parse('[{"tier":"basic"},{"limits":{"keepAlive":1}}]') as object[];
    for (const options of asked) {
      await expect(startSignalR(options)).rejects.toMatchObject({ code: 'option-invalid' });
    }
  });
});
