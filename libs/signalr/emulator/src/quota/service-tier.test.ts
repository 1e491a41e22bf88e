import { describe, expect, it } from 'vitest';
import { serviceTier } from './service-tier.ts';

describe(serviceTier, () => {
  it('is free for 20 connections and 20 000 messages a day, and refuses what is beyond', () => {
    expect(serviceTier('free')).toMatchObject({
      connections: 20,
      messagesPerDay: 20_000,
      beyond: 'refused',
    });
  });

  it('grows with its units and is billed beyond what they include', () => {
    expect(serviceTier('standard', 3)).toMatchObject({
      connections: 3_000,
      messagesPerDay: 3_000_000,
      beyond: 'billed',
    });
  });

  it.for([
    ['free', 1],
    ['standard', 10],
    ['standard', 20],
    ['premium', 100],
    ['premium', 1_000],
  ] as const)('sells %s in %i units', ([name, units]) => {
    expect(serviceTier(name, units).units).toBe(units);
  });

  it.for([
    ['free', 2],
    ['standard', 0],
    ['standard', 1.5],
    ['standard', 11],
    ['standard', 200],
    ['premium', 150],
    ['premium', 1_100],
    ['premium', Number.NaN],
  ] as const)('does not sell %s in %d units', ([name, units]) => {
    expect(() => serviceTier(name, units)).toThrow(
      expect.objectContaining({ code: 'option-invalid' }),
    );
  });
});
