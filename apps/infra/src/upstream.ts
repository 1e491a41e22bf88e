import { InfraError } from '@heliograph/infra-components';

/** The system key that the Functions host makes for SignalR once an app has a trigger of it. */
export const upstreamKeyName = 'signalr_extension';

/**
 * How far the upstream is. The stack's configuration says where it should be, so whoever deploys
 * can stop after each step and go on later:
 *
 * 1. `awaiting-code`: everything exists, and the service calls nobody yet.
 * 2. The functions are deployed, whereupon their host makes the key.
 * 3. `wired`: the key is read, kept in the vault, and the same service gets its upstream.
 */
export const upstreamStages = ['awaiting-code', 'wired'] as const;

/**
 * The key among a function app's system keys.
 *
 * @throws InfraError `upstream-key-missing` as long as the code was not deployed
 */
export function upstreamKey(
  app: string,
  systemKeys: Readonly<Record<string, string>> | undefined,
): string {
  const key = systemKeys?.[upstreamKeyName];
  if (key) return key;
  throw new InfraError(
    'upstream-key-missing',
    `${app} has no system key ${upstreamKeyName} yet: deploy its code, then bring the stack up again`,
  );
}
