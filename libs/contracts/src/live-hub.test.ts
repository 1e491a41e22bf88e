import { readServerArguments } from '@heliograph/signalr-contract';
import { describe, expect, it } from 'vitest';
import { liveHub } from './live-hub.ts';

const read = (target: keyof typeof liveHub.server, args: unknown, role = 'admin') =>
  readServerArguments(liveHub, target, args, [role]);
const notice = { level: 'info', title: 'Hello' };

describe('liveHub', () => {
  it('lets the longest text through, however JSON writes it', () => {
    const text = '\u0001'.repeat(1000);
    expect(read('chatToAll', [text])).toEqual([text]);
    expect(read('notify', [{ role: 'viewer' }, { ...notice, text }])).toHaveLength(2);
  });

  it('fills in what a notice leaves out', () => {
    expect(read('notify', [{ userId: 'ada' }, notice])).toEqual([
      { userId: 'ada' },
      { ...notice, text: '' },
    ]);
  });

  it.for([
    ['chatToAll', ['']],
    ['chatToAll', ['x'.repeat(1001)]],
    ['chatToPerson', ['', 'text']],
    ['notify', [{}, notice]],
    ['notify', [{ role: 'root' }, notice]],
    ['notify', [{ role: 'viewer', userId: 'ada' }, notice]],
    ['notify', [{ userId: 'ada' }, { ...notice, level: 'loud' }]],
    ['notify', [{ userId: 'ada' }, { ...notice, title: '' }]],
  ] as const)('refuses %s %j', ([target, args]) => {
    expect(() => read(target, args)).toThrow(
      expect.objectContaining({ code: 'arguments-invalid' }),
    );
  });

  it('lets operators publish a metric of the largest shape, and fills in the rest', () => {
    const name = 'n'.repeat(120);
    const largest = {
      name,
      value: -1e300,
      unit: 'bytes/s',
      chart: '\u0001'.repeat(80),
      decimals: 6,
    };
    expect(read('publishMetric', [largest], 'operator')).toEqual([largest]);
    expect(read('publishMetric', [{ name, value: 1 }])).toEqual([
      { name, value: 1, unit: 'count', decimals: 2 },
    ]);
    expect(() => read('publishMetric', [largest], 'viewer')).toThrow(
      expect.objectContaining({ code: 'permission-denied' }),
    );
  });

  it('lets viewers chat, but not notify', () => {
    expect(read('chatToAll', ['hello'], 'viewer')).toEqual(['hello']);
    expect(() => read('notify', [{ userId: 'ada' }, notice], 'viewer')).toThrow(
      expect.objectContaining({ code: 'permission-denied' }),
    );
  });
});
