import { ServiceError } from '../service-error.ts';

export const tierNames = ['free', 'standard', 'premium'] as const;

export type TierName = (typeof tierNames)[number];

/** What a tier of the service allows, in all its units together. */
export interface ServiceTier {
  readonly name: TierName;
  readonly units: number;
  readonly connections: number;
  /** Message units of a UTC day that the price of the tier includes. */
  readonly messagesPerDay: number;
  /** What happens beyond them: paid tiers go on and are billed. */
  readonly beyond: 'refused' | 'billed';
  /**
   * Negotiations a second. The documents say only that they are throttled in proportion to the
   * units; the number is ours: a tenth of the connections that a unit holds.
   */
  readonly negotiationsPerSecond: number;
}

/**
 * The limits of a tier. Every tier takes REST bodies of up to 1 MB, with or without a tier.
 *
 * Reference: https://learn.microsoft.com/azure/azure-signalr/signalr-concept-messages-and-connections
 *
 * @throws ServiceError `option-invalid` for another tier, or a number of units in which it is not sold
 */
export function serviceTier(name: TierName, units = 1): ServiceTier {
  if (!tierNames.includes(name)) {
    throw new ServiceError('option-invalid', `A tier is one of ${tierNames.join(', ')}`);
  }
  if (!isSold(name, units)) {
    const message = `The ${name} tier is not sold in ${units} units, but in ${sizes[name]}`;
    throw new ServiceError('option-invalid', message);
  }
  if (name === 'free') {
    const limits = { connections: 20, messagesPerDay: 20_000, negotiationsPerSecond: 20 };
    return { name, units, ...limits, beyond: 'refused' };
  }
  return {
    name,
    units,
    connections: 1_000 * units,
    messagesPerDay: 1_000_000 * units,
    beyond: 'billed',
    negotiationsPerSecond: 100 * units,
  };
}

const sizes: Readonly<Record<TierName, string>> = {
  free: '1',
  standard: '1 to 10, or 20 to 100 by tens',
  premium: '1 to 10, 20 to 100 by tens, or 200 to 1000 by hundreds',
};

/** Capacities of the resource manager: Free_F1, Standard_S1, Premium_P1 and Premium_P2. */
function isSold(name: TierName, units: number): boolean {
  if (!Number.isSafeInteger(units) || units < 1) return false;
  if (name === 'free') return units === 1;
  if (units <= 10) return true;
  if (units <= 100) return units % 10 === 0;
  return name === 'premium' && units <= 1_000 && units % 100 === 0;
}
