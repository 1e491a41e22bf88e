import { describe, expect, it } from 'vitest';
import { metricCommand } from './metric-command.ts';

describe(metricCommand, () => {
  it.for(['http://127.0.0.1:4318', 'http://localhost:4318/', 'http://[::1]:4318'])(
    'needs no token on the same machine: %s',
    (url) => {
      const command = metricCommand(url);

      expect(command).not.toContain('authorization');
      expect(command).toContain(':4318/api/metrics ');
    },
  );

  it('leaves a place for the token where the collector is elsewhere', () => {
    expect(metricCommand('https://collector.example')).toContain(
      '-H "authorization: Bearer $TOKEN"',
    );
  });
});
