import type { OwnPages } from '../http/own-pages.ts';
import type { MessageMeter } from '../quota/message-meter.ts';
import type { ServiceQuota } from '../quota/service-quota.ts';
import { meteredFigures } from './metered-figures.ts';
import { prometheusMediaType, writePrometheusText } from './prometheus-text.ts';
import type { ServiceFigures } from './service-figures.ts';

export interface FigurePagesOptions {
  readonly figures: ServiceFigures;
  readonly meter: MessageMeter;
  readonly quota: ServiceQuota;
}

/** The figures for Prometheus, and with the day's meter as JSON. */
export function figurePages({ figures, meter, quota }: FigurePagesOptions): OwnPages {
  const { tier } = quota;
  return {
    '/emulator/metrics': {
      mediaType: prometheusMediaType,
      body: () => writePrometheusText([...figures.read(), ...meteredFigures(meter.read(), tier)]),
    },
    '/emulator/metrics.json': {
      mediaType: 'application/json',
      body: () =>
        JSON.stringify({ tier: tier ?? null, metrics: figures.read(), today: meter.read() }),
    },
  };
}
