import { describe, expect, it } from 'vitest';
import { createMessageMeter, messageUnits } from './message-meter.ts';

const noon = Date.parse('2026-03-01T12:00:00Z');

describe(messageUnits, () => {
  it.for([
    [1, 1],
    [2_048, 1],
    [2_049, 2],
    [102_400, 50],
  ] as const)('makes of %i bytes %i units', ([bytes, units]) => {
    expect(messageUnits(bytes)).toBe(units);
  });
});

describe(createMessageMeter, () => {
  it('counts every started 2 KB for every receiver, by hub and target', () => {
    const meter = createMessageMeter(() => noon);
    meter.count('live', 'frame', 'clients', 2_049, 3);
    meter.count('live', 'frame', 'clients', 10, 2);
    meter.count('live', 'note', 'clients', 10, 1);
    meter.count('live', 'note', 'upstream', 10, 1);
    expect(meter.read()).toEqual({
      day: '2026-03-01',
      units: 10,
      messages: 7,
      targets: [
        { hub: 'live', target: 'frame', to: 'clients', messages: 5, units: 8, bytes: 6_167 },
        { hub: 'live', target: 'note', to: 'clients', messages: 1, units: 1, bytes: 10 },
        { hub: 'live', target: 'note', to: 'upstream', messages: 1, units: 1, bytes: 10 },
      ],
    });
  });

  it('counts nothing for a message that nobody receives', () => {
    const meter = createMessageMeter(() => noon);
    meter.count('live', 'frame', 'clients', 10, 0);
    expect(meter.read().targets).toEqual([]);
  });

  it('begins again at midnight UTC, while the total goes on', () => {
    let now = Date.parse('2026-03-01T23:59:59.999Z');
    const meter = createMessageMeter(() => now);
    meter.count('live', 'frame', 'clients', 10, 4);
    now += 1;
    expect(meter.unitsToday()).toBe(0);
    expect(meter.read()).toMatchObject({ day: '2026-03-02', units: 0, targets: [] });
    expect(meter.unitsEver()).toBe(4);
  });

  it('keeps a bounded number of names and counts the others together', () => {
    const meter = createMessageMeter(() => noon);
    for (let at = 0; at < 5_000; at += 1) meter.count('live', `t${at}`, 'clients', 1, 1);
    const { targets, units } = meter.read();
    expect(units).toBe(5_000);
    expect(targets.length).toBeLessThanOrEqual(1_001);
    expect(targets[0]).toMatchObject({ hub: '(other)', target: '(other)', units: 4_000 });
  });
});
