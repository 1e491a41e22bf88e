import { describe, expect, it } from 'vitest';
import { payloadBytes } from './nats-dialect.ts';

describe(payloadBytes, () => {
  it.for([50, 117, 118, 119, 200, 2048])('fills a message that arrives as %d bytes', (bytes) => {
    const payload = 'x'.repeat(payloadBytes(bytes));
    const arrives = `MSG bench 1 ${payload.length}\r\n${payload}\r\n`;
    expect(bytes - arrives.length).toBeLessThanOrEqual(1);
    expect(arrives.length).toBeLessThanOrEqual(bytes);
  });
});
