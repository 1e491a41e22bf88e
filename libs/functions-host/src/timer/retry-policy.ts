/**
 * Retry policies: a function that fails is run again, at once or after growing delays. Azure honours
 * them for triggers whose events would be lost otherwise; of those offered here, for timers.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-bindings-error-pages
 */
import * as z from 'zod';

export type RetryPolicy = {
  /** -1 for no end. */
  readonly maxRetryCount: number;
} & (
  | { readonly strategy: 'fixedDelay'; readonly delayMs: number }
  | {
      readonly strategy: 'exponentialBackoff';
      readonly minimumMs: number;
      readonly maximumMs: number;
    }
);

/** As `@azure/functions` passes it on: whole seconds. */
const duration = z
  .object({ seconds: z.number().min(0) })
  .transform(({ seconds }) => seconds * 1000);
const maxRetryCount = z.number().int().min(-1);

const retryOptionsSchema = z.discriminatedUnion('retryStrategy', [
  z.object({ retryStrategy: z.literal('fixedDelay'), maxRetryCount, delayInterval: duration }),
  z.object({
    retryStrategy: z.literal('exponentialBackoff'),
    maxRetryCount,
    minimumInterval: duration,
    maximumInterval: duration,
  }),
]);

/** Reads what a function has registered. Throws a `RangeError` that says what is wrong with it. */
export function readRetryPolicy(options: unknown): RetryPolicy {
  const parsed = retryOptionsSchema.safeParse(options);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new RangeError(`retry.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`);
  }
  const { data } = parsed;
  if (data.retryStrategy === 'fixedDelay') {
    const { retryStrategy: strategy, maxRetryCount: max, delayInterval: delayMs } = data;
    return { strategy, maxRetryCount: max, delayMs };
  }
  const { minimumInterval: minimumMs, maximumInterval: maximumMs } = data;
  if (minimumMs > maximumMs) {
    throw new RangeError('retry.minimumInterval is longer than retry.maximumInterval');
  }
  const { retryStrategy: strategy, maxRetryCount: max } = data;
  return { strategy, maxRetryCount: max, minimumMs, maximumMs };
}

/** By how much a growing delay may differ from its plan, either way. */
const jitter = 0.2;

/**
 * How long to wait before a retry, in milliseconds; `undefined` when there is no further one.
 *
 * @param retry 1 for the first retry
 * @param random from 0 to 1
 */
export function nextRetryDelay(
  policy: RetryPolicy,
  retry: number,
  random: number,
): number | undefined {
  if (policy.maxRetryCount !== -1 && retry > policy.maxRetryCount) return undefined;
  if (policy.strategy === 'fixedDelay') return policy.delayMs;
  const { minimumMs, maximumMs } = policy;
  if (retry === 1) return minimumMs;
  const factor = 1 - jitter + 2 * jitter * random;
  return Math.min(Math.round(minimumMs + factor * 2 ** (retry - 2) * minimumMs), maximumMs);
}
