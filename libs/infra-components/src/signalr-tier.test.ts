import { describe, expect, it } from 'vitest';
import { checkTier, type TierChoices } from './signalr-tier.ts';

describe(checkTier, () => {
  it.for<TierChoices>([
    { sku: 'Free_F1', capacity: 1 },
    { sku: 'Standard_S1', capacity: 100 },
    { sku: 'Premium_P1', capacity: 2, replicas: [{}], autoscale: { minimum: 1, maximum: 10 } },
    { sku: 'Premium_P2', capacity: 100, customDomain: {} },
  ])('accepts %j', (choices) => {
    expect(() => checkTier('signalr', choices)).not.toThrow();
  });

  it.for<TierChoices>([
    { sku: 'Free_F1', capacity: 2 },
    { sku: 'Standard_S1', capacity: 11 },
    { sku: 'Premium_P2', capacity: 1 },
    { sku: 'Standard_S1', capacity: 1, replicas: [{}] },
    { sku: 'Standard_S1', capacity: 1, autoscale: { minimum: 1, maximum: 2 } },
    { sku: 'Standard_S1', capacity: 1, customDomain: {} },
    { sku: 'Premium_P1', capacity: 1, autoscale: { minimum: 2, maximum: 1 } },
    { sku: 'Premium_P1', capacity: 1, autoscale: { minimum: 1, maximum: 11 } },
  ])('refuses %j, naming the resource', (choices) => {
    expect(() => checkTier('signalr', choices)).toThrow(
      expect.objectContaining({
        code: 'option-invalid',
        message: expect.stringMatching(/^signalr: /),
      }),
    );
  });
});
