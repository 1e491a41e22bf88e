import { describe, expect, it } from 'vitest';
import { logLine } from './log-line.ts';

describe(logLine, () => {
  it('is one line, whatever a client has named itself', () => {
    const entry = {
      level: 'info',
      event: 'client-connected',
      message: 'A client connected',
      hub: 'live',
      connectionId: 'c1',
      userId: 'eve\n2026-01-01 error forged\u001b[2J',
    } as const;
    expect(logLine(entry, new Date(0))).toBe(
      '1970-01-01T00:00:00.000Z info client-connected A client connected hub=live connection=c1 user=eve\ufffd2026-01-01 error forged\ufffd[2J',
    );
  });
});
