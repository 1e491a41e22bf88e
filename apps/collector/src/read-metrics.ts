import { pushedMetricSchema, type PushedMetric } from '@heliograph/contracts';
import { en } from 'zod/locales';
import { CollectorError } from './collector-error.ts';
import { maxPushedSeries } from './pushed-metrics.ts';

const english = { error: en().localeError };

/**
 * Reads the body of a push: one metric or an array of them, as `pushedMetricsSchema` has it. Goes
 * metric by metric, because of a union a schema cannot tell which one was wrong, and where.
 *
 * @throws CollectorError `metric-invalid`, which names the place
 */
export function readMetrics(body: unknown): PushedMetric[] {
  const list: unknown[] = Array.isArray(body) ? body : [body];
  if (list.length < 1 || list.length > maxPushedSeries) {
    throw new CollectorError(
      'metric-invalid',
      `A push has 1 to ${maxPushedSeries} metrics, not ${list.length}`,
    );
  }
  return list.map((each, index) => {
    const { data, error } = pushedMetricSchema.safeParse(each, english);
    if (data) return data;
    const issue = error.issues[0];
    const metric = Array.isArray(body) ? `Metric ${index + 1}` : 'The metric';
    const field = issue?.path.map(String).join('.');
    throw new CollectorError(
      'metric-invalid',
      `${metric}${field ? `, '${field}'` : ''}: ${issue?.message ?? 'does not match'}`,
    );
  });
}
