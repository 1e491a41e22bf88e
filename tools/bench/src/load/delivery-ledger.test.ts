import { describe, expect, it } from 'vitest';
import { DeliveryLedger } from './delivery-ledger.ts';

describe(DeliveryLedger, () => {
  it('counts a message as complete when the last receiver has it', () => {
    const ledger = new DeliveryLedger(3);
    const first = ledger.publish();
    const second = ledger.publish();

    expect([ledger.deliver(first), ledger.deliver(first)]).toEqual([false, false]);
    expect(ledger.deliver(second)).toBe(false);
    expect(ledger.inFlight).toBe(2);
    expect(ledger.deliver(first)).toBe(true);
    expect(ledger).toMatchObject({ inFlight: 1, completed: 1, deliveries: 4 });
  });

  it('reuses its memory when messages are done', () => {
    const ledger = new DeliveryLedger(1);
    for (let at = 0; at < 10_000; at += 1) expect(ledger.deliver(ledger.publish())).toBe(true);
    expect(ledger).toMatchObject({ published: 10_000, completed: 10_000 });
  });

  it('refuses to lose count', () => {
    const ledger = new DeliveryLedger(1);
    for (let at = 0; at < 4096; at += 1) ledger.publish();
    expect(() => ledger.publish()).toThrow(RangeError);
  });
});
