import { InfraError } from './infra-error.ts';

/** Units a SignalR Service can have. https://learn.microsoft.com/azure/azure-signalr/signalr-howto-scale-signalr */
const unitsByTier = {
  Free: [1],
  Standard: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
  Premium: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
} as const satisfies Record<string, readonly number[]>;

/** The second Premium size begins where the first ends. */
const unitsOfPremium2: readonly number[] = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000];

export const signalRSkus = ['Free_F1', 'Standard_S1', 'Premium_P1', 'Premium_P2'] as const;
export type SignalRSku = (typeof signalRSkus)[number];
export type SignalRTier = keyof typeof unitsByTier;

export function tierOf(sku: SignalRSku): SignalRTier {
  switch (sku) {
    case 'Free_F1':
      return 'Free';
    case 'Standard_S1':
      return 'Standard';
    case 'Premium_P1':
    case 'Premium_P2':
      return 'Premium';
  }
}

/** Numbers of units that a size can have. */
export function unitsOf(sku: SignalRSku): readonly number[] {
  return sku === 'Premium_P2' ? unitsOfPremium2 : unitsByTier[tierOf(sku)];
}

export interface TierChoices {
  readonly sku: SignalRSku;
  readonly capacity: number;
  readonly replicas?: readonly unknown[] | undefined;
  readonly autoscale?: { readonly minimum: number; readonly maximum: number } | undefined;
  readonly customDomain?: unknown;
}

/**
 * Holds choices against what their tier offers.
 *
 * @throws InfraError `option-invalid` naming the resource and the rule
 */
export function checkTier(resource: string, choices: TierChoices): void {
  const { sku, capacity, replicas = [], autoscale, customDomain } = choices;
  const units = unitsOf(sku);
  const refuse = (rule: string): never => {
    throw new InfraError('option-invalid', `${resource}: ${rule}`);
  };
  if (!units.includes(capacity)) {
    refuse(`${sku} has ${units.join(', ')} units, not ${capacity}`);
  }
  if (tierOf(sku) !== 'Premium') {
    if (replicas.length > 0) refuse(`replicas need a Premium size, not ${sku}`);
    if (autoscale) refuse(`autoscale needs a Premium size, not ${sku}`);
    if (customDomain !== undefined) refuse(`a custom domain needs a Premium size, not ${sku}`);
  }
  if (!autoscale) return;
  const { minimum, maximum } = autoscale;
  if (minimum > maximum) refuse(`autoscale from ${minimum} to ${maximum} units goes backwards`);
  for (const bound of [minimum, maximum]) {
    if (!units.includes(bound)) {
      refuse(`${sku} has ${units.join(', ')} units; autoscale asks for ${bound}`);
    }
  }
}
