import type { Refusal } from '@heliograph/signalr-connections';
import type { MessageMeter } from './message-meter.ts';
import type { ServiceTier } from './service-tier.ts';

export interface ServiceQuota {
  readonly tier: ServiceTier | undefined;
  /** Whether one more client may come in now. */
  makeRoom(step: 'negotiate' | 'connect', connections: number): Refusal | undefined;
  /** Whether the day's messages are used up: nothing is sent any more until midnight UTC. */
  isUsedUp(): boolean;
}

export const usedUp = 'The messages of this day are used up';

/**
 * What a tier refuses: connections beyond its limit, negotiations that follow each other too fast
 * and, where it is free, messages and new clients once the day's messages are used up. Connections
 * that are open stay open. Without a tier nothing is refused.
 *
 * Reference: https://learn.microsoft.com/azure/azure-signalr/signalr-howto-troubleshoot-guide
 *
 * @param now Milliseconds of a clock that never goes back.
 */
export function createServiceQuota(
  tier: ServiceTier | undefined,
  meter: MessageMeter,
  now: () => number,
): ServiceQuota {
  if (tier === undefined) {
    return { tier, makeRoom: () => undefined, isUsedUp: () => false };
  }
  const { connections: maxConnections, messagesPerDay, beyond, negotiationsPerSecond } = tier;
  // A bucket that holds a second's worth of negotiations and fills up as time goes by.
  let available = negotiationsPerSecond;
  let filledAt = now();

  function isUsedUp(): boolean {
    return beyond === 'refused' && meter.unitsToday() >= messagesPerDay;
  }

  function takeNegotiation(): boolean {
    const at = now();
    const gained = ((at - filledAt) / 1_000) * negotiationsPerSecond;
    available = Math.min(negotiationsPerSecond, available + gained);
    filledAt = at;
    if (available < 1) return false;
    available -= 1;
    return true;
  }

  return {
    tier,
    isUsedUp,
    makeRoom(step, connections) {
      if (isUsedUp()) return refuse(usedUp);
      if (connections >= maxConnections) {
        return refuse(`The ${tier.name} tier has room for ${maxConnections} connections`);
      }
      if (step === 'negotiate' && !takeNegotiation()) {
        return refuse('Too many negotiations', { 'Retry-After': '1' });
      }
      return undefined;
    },
  };
}

function refuse(reason: string, headers?: Readonly<Record<string, string>>): Refusal {
  return { status: 429, reason, ...(headers && { headers }) };
}
