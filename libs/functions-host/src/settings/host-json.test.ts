import { describe, expect, it } from 'vitest';
import { parseHostJson } from './host-json.ts';

const parse = (value: unknown) => parseHostJson(JSON.stringify(value));

describe(parseHostJson, () => {
  it('has the defaults of Azure', () => {
    expect(parse({ version: '2.0' })).toEqual({
      routePrefix: 'api',
      functionTimeoutMs: 1_800_000,
      maxOutstandingRequests: 1000,
      customHeaders: {},
    });
  });

  it('reads prefix, time-out, limit and headers', () => {
    const customHeaders = { 'X-Frame-Options': 'DENY' };
    const http = { routePrefix: '/v1/', maxOutstandingRequests: -1, customHeaders };

    expect(parse({ version: '2.0', functionTimeout: '00:00:30', extensions: { http } })).toEqual({
      routePrefix: 'v1',
      functionTimeoutMs: 30_000,
      maxOutstandingRequests: Infinity,
      customHeaders: { 'x-frame-options': 'DENY' },
    });
  });

  it('bears a byte order mark and members that it does not know', () => {
    expect(parseHostJson('\uFEFF{"version":"2.0","logging":{}}').routePrefix).toBe('api');
  });

  it.for<[unknown, string]>([
    [{}, 'version'],
    [{ version: '1.0' }, 'only "2.0" is known'],
    [{ version: '2.0', functionTimeout: 'soon' }, 'functionTimeout is "soon"'],
    [{ version: '2.0', functionTimeout: '00:00:00' }, 'functionTimeout'],
    [{ version: '2.0', extensions: { http: { routePrefix: 1 } } }, 'extensions.http.routePrefix'],
    [{ version: '2.0', extensions: { http: { customHeaders: { 'a b': '' } } } }, '"a b"'],
    [[], 'the document'],
  ])('refuses %j and says %s', ([value, why]) => {
    expect(() => parse(value)).toThrow(
      expect.objectContaining({
        code: 'host-json-invalid',
        message: expect.stringContaining(why),
      }),
    );
  });
});
