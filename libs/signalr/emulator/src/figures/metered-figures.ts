import type { MeterReading } from '../quota/message-meter.ts';
import type { ServiceTier } from '../quota/service-tier.ts';
import type { Figure } from './service-figures.ts';

/** The day's bill as figures. Azure has no such names: there it shows on the invoice. */
export function meteredFigures(
  { units, targets }: MeterReading,
  tier: ServiceTier | undefined,
): Figure[] {
  return [
    {
      name: 'emulator_message_units_today',
      kind: 'gauge',
      unit: 'Count',
      description: 'Message units of this UTC day',
      values: [{ dimensions: {}, value: units }],
    },
    ...(tier === undefined
      ? []
      : [
          {
            name: 'emulator_message_units_included',
            kind: 'gauge' as const,
            unit: 'Count' as const,
            description: 'Message units that the tier includes each day',
            values: [{ dimensions: {}, value: tier.messagesPerDay }],
          },
        ]),
    {
      name: 'emulator_message_units_today_by_target',
      kind: 'gauge',
      unit: 'Count',
      description: 'Message units of this UTC day by hub, target and destination',
      values: targets.map(({ hub, target, to, units: value }) => ({
        dimensions: { hub, target, to },
        value,
      })),
    },
  ];
}
