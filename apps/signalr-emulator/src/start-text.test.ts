import { describe, expect, it } from 'vitest';
import { startText, startWarnings } from './start-text.ts';

const facts = {
  url: 'http://127.0.0.1:8888',
  connectionString: 'Endpoint=http://127.0.0.1;Port=8888;AccessKey=k;Version=1.0;',
  upstream: 'none',
};

describe(startText, () => {
  it('has the connection string on a line of its own, and what was asked for', () => {
    const options = { units: 2, relaxed: true, allowedOrigins: ['http://a'] };
    expect(startText({ ...facts, options: { ...options, tier: 'standard' } }).split('\n')).toEqual([
      'Azure SignalR Service (local) listens on http://127.0.0.1:8888',
      '  upstream  none',
      '  figures   http://127.0.0.1:8888/emulator/metrics, http://127.0.0.1:8888/emulator/metrics.json',
      '  REST API  http://127.0.0.1:8888/emulator/openapi.json',
      '  tier      standard, 2 units',
      '  browsers  from http://a only',
      '  tokens    relaxed: expiry, audience and length are not looked at',
      facts.connectionString,
    ]);
  });
});

describe(startWarnings, () => {
  it.for([undefined, '127.0.0.1', '127.1.2.3', '::1', 'localhost'])('has none for %s', (host) => {
    expect(startWarnings({ ...(host !== undefined && { host }) })).toEqual([]);
  });

  it.for(['0.0.0.0', '::', '192.168.0.7', 'laptop.lan'])(
    'tells that the published key opens the service on %s, unless there is another key',
    (host) => {
      expect(startWarnings({ host })).toEqual([expect.stringContaining('SIGNALR_ACCESS_KEYS')]);
      expect(startWarnings({ host, accessKeys: ['mine'] })).toEqual([]);
    },
  );
});
