import { expect, it } from 'vitest';
import { boundedLog, type ServiceLogEntry } from './service-log.ts';

it('a message that repeats a long target is cut off', () => {
  const entries: ServiceLogEntry[] = [];
  const log = boundedLog((entry) => void entries.push(entry));
  log({ level: 'warn', event: 'upstream-failed', message: 'x'.repeat(1_000_000), hub: 'live' });
  log({ level: 'info', event: 'client-connected', message: 'A client connected' });
  expect(entries).toEqual([
    { level: 'warn', event: 'upstream-failed', message: `${'x'.repeat(512)}…`, hub: 'live' },
    { level: 'info', event: 'client-connected', message: 'A client connected' },
  ]);
});
