import { describe, expect, it } from 'vitest';
import { createMessageMeter } from './message-meter.ts';
import { createServiceQuota } from './service-quota.ts';
import { serviceTier, type TierName } from './service-tier.ts';

const midnight = Date.parse('2026-03-02T00:00:00Z');

function quotaOf(name: TierName) {
  const time = { wall: midnight - 1_000, steady: 0 };
  const meter = createMessageMeter(() => time.wall);
  const quota = createServiceQuota(serviceTier(name), meter, () => time.steady);
  return { quota, meter, time };
}

describe(createServiceQuota, () => {
  it('has room for as many connections as the tier, and answers 429 to the next', () => {
    const { quota } = quotaOf('free');
    expect(quota.makeRoom('connect', 19)).toBeUndefined();
    expect(quota.makeRoom('connect', 20)).toMatchObject({ status: 429 });
    expect(quota.makeRoom('negotiate', 20)).toMatchObject({ status: 429 });
  });

  it('throttles negotiations that follow each other too fast, and lets time make up for it', () => {
    const { quota, time } = quotaOf('free');
    const asked = () => quota.makeRoom('negotiate', 0)?.status;
    expect(Array.from({ length: 20 }, asked)).toEqual(Array.from({ length: 20 }));
    expect(asked()).toBe(429);
    time.steady += 50;
    expect(asked()).toBeUndefined();
    expect(asked()).toBe(429);
    expect(quota.makeRoom('connect', 0)).toBeUndefined();
  });

  it('refuses new clients of the free tier once the messages of the day are used up', () => {
    const { quota, meter, time } = quotaOf('free');
    meter.count('live', 'frame', 'clients', 10, 19_999);
    expect(quota.isUsedUp()).toBe(false);
    meter.count('live', 'frame', 'clients', 10, 1);
    expect(quota.isUsedUp()).toBe(true);
    expect(quota.makeRoom('connect', 0)).toMatchObject({ status: 429 });
    time.wall = midnight;
    expect(quota.isUsedUp()).toBe(false);
    expect(quota.makeRoom('connect', 0)).toBeUndefined();
  });

  it('never refuses a message of a paid tier: what is beyond is billed', () => {
    const { quota, meter } = quotaOf('standard');
    meter.count('live', 'frame', 'clients', 10, 5_000_000);
    expect(quota.isUsedUp()).toBe(false);
    expect(quota.makeRoom('connect', 0)).toBeUndefined();
  });

  it('refuses nothing without a tier', () => {
    const meter = createMessageMeter(() => midnight);
    meter.count('live', 'frame', 'clients', 10, 5_000_000);
    const quota = createServiceQuota(undefined, meter, () => 0);
    expect(quota.makeRoom('negotiate', 1_000_000)).toBeUndefined();
    expect(quota.isUsedUp()).toBe(false);
  });
});
