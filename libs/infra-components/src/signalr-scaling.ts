import type { input } from '@pulumi/azure-native/types/index.js';
import type * as pulumi from '@pulumi/pulumi';

/** Share of the allowed connections above which a unit is added, and below which one is taken. */
const crowded = 70;
const sparse = 30;

/**
 * Units follow the share of allowed connections in use.
 * https://learn.microsoft.com/azure/azure-signalr/signalr-howto-scale-autoscale
 */
export function signalRScaling(
  serviceId: pulumi.Input<string>,
  bounds: { readonly minimum: number; readonly maximum: number },
): input.monitor.AutoscaleProfileArgs {
  return {
    name: 'by-connections',
    capacity: {
      minimum: String(bounds.minimum),
      maximum: String(bounds.maximum),
      default: String(bounds.minimum),
    },
    rules: [
      ruleFor(serviceId, 'GreaterThan', crowded, 'Increase'),
      ruleFor(serviceId, 'LessThan', sparse, 'Decrease'),
    ],
  };
}

function ruleFor(
  serviceId: pulumi.Input<string>,
  operator: 'GreaterThan' | 'LessThan',
  threshold: number,
  direction: 'Increase' | 'Decrease',
): input.monitor.ScaleRuleArgs {
  return {
    metricTrigger: {
      metricName: 'ConnectionQuotaUtilization',
      metricResourceUri: serviceId,
      timeGrain: 'PT1M',
      timeWindow: 'PT10M',
      statistic: 'Max',
      timeAggregation: 'Maximum',
      operator,
      threshold,
    },
    scaleAction: { direction, type: 'ChangeCount', value: '1', cooldown: 'PT5M' },
  };
}
