/**
 * What the service tells of itself, under the names that Azure Monitor has for it, so that a chart
 * or an alert made here fits there. Counters run since the start instead of over a minute: that is
 * what Prometheus expects, and a difference of two readings gives Azure's number.
 *
 * Reference: https://learn.microsoft.com/azure/azure-signalr/monitor-signalr-reference
 */
import { closeCategories, type CloseCategory } from '@heliograph/signalr-connections';
import type { MessageMeter } from '../quota/message-meter.ts';
import type { ServiceQuota } from '../quota/service-quota.ts';
import { createRequestOutcomes, outcomeOf } from './request-outcomes.ts';
import type { ServerLoad } from './server-load.ts';
import type { SocketTraffic } from './socket-traffic.ts';

export interface FigureValue {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Figure {
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  readonly unit: 'Count' | 'Bytes' | 'Percent';
  readonly description: string;
  readonly values: readonly FigureValue[];
}

export interface ServiceFigures {
  began(): void;
  ended(category: CloseCategory): void;
  /** @param errorCode Of the data plane, if the answer had one. */
  answered(status: number, errorCode?: string): void;
  read(): Figure[];
}

export interface ServiceFiguresOptions {
  /** How many connections are open now. */
  connections(): number;
  readonly meter: MessageMeter;
  readonly quota: ServiceQuota;
  readonly traffic: SocketTraffic;
  readonly load: Pick<ServerLoad, 'percent'>;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

const clients = { Endpoint: 'Client' };

export function createServiceFigures(options: ServiceFiguresOptions): ServiceFigures {
  const { connections, meter, quota, traffic, load, now } = options;
  const outcomes = createRequestOutcomes(now);
  const closed = new Map<CloseCategory, number>(closeCategories.map((name) => [name, 0]));
  let opened = 0;

  return {
    began() {
      opened += 1;
    },

    ended(category) {
      closed.set(category, (closed.get(category) ?? 0) + 1);
    },

    answered(status, errorCode) {
      outcomes.count(outcomeOf(status, errorCode));
    },

    read() {
      const { tier } = quota;
      return [
        gauge('ConnectionCount', 'Count', 'Connections that are open', connections(), clients),
        counter('ConnectionOpenCount', 'Count', 'Connections that were opened', [
          { dimensions: clients, value: opened },
        ]),
        counter(
          'ConnectionCloseCount',
          'Count',
          'Connections that ended, and why',
          [...closed].map(([category, value]) => ({
            dimensions: { ...clients, ConnectionCloseCategory: category },
            value,
          })),
        ),
        ...(tier === undefined
          ? []
          : [
              gauge(
                'ConnectionQuotaUtilization',
                'Percent',
                'Open connections out of those that the tier allows',
                (100 * connections()) / tier.connections,
              ),
            ]),
        counter('MessageCount', 'Count', 'Messages that left the service, in units of 2 KB', [
          { dimensions: {}, value: meter.unitsEver() },
        ]),
        counter('InboundTraffic', 'Bytes', 'What the service received', [
          { dimensions: {}, value: traffic.inbound() },
        ]),
        counter('OutboundTraffic', 'Bytes', 'What the service sent', [
          { dimensions: {}, value: traffic.outbound() },
        ]),
        gauge('ServerLoad', 'Percent', 'Highest use of the event loop in a minute', load.percent()),
        gauge(
          'SystemErrors',
          'Percent',
          "Requests of the last minute that failed by the service's fault",
          outcomes.percent('system-error'),
        ),
        gauge(
          'UserErrors',
          'Percent',
          "Requests of the last minute that failed by the caller's fault",
          outcomes.percent('user-error'),
        ),
      ];
    },
  };
}

function gauge(
  name: string,
  unit: Figure['unit'],
  description: string,
  value: number,
  dimensions: FigureValue['dimensions'] = {},
): Figure {
  return { name, kind: 'gauge', unit, description, values: [{ dimensions, value }] };
}

function counter(
  name: string,
  unit: Figure['unit'],
  description: string,
  values: readonly FigureValue[],
): Figure {
  return { name, kind: 'counter', unit, description, values };
}
