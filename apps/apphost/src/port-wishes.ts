import type { AppModel } from '@heliograph/app-model-core';
import type { PortWish } from '@heliograph/app-model-local';

/** The console is no resource, but takes a port like one. */
export const consoleName = 'console';
const usualConsolePort = 15_888;

/**
 * Which port every endpoint is to get: its own, or with a base the one at its resource's place in
 * `order`. Base 0 means any free port for each. The console's comes last.
 */
export function portWishes(
  model: AppModel,
  base: number | undefined,
  order: readonly string[],
): readonly PortWish[] {
  const endpoints = model.resources.flatMap((resource) =>
    Object.entries(resource.endpoints).map(([endpoint, { port }]) => ({
      resource: resource.name,
      endpoint,
      port,
    })),
  );
  const usual = [...endpoints, { resource: consoleName, endpoint: 'http', port: usualConsolePort }];
  if (base === undefined) return usual;
  return usual.map((wish) => ({
    ...wish,
    port: base === 0 ? 0 : base + order.indexOf(wish.resource),
  }));
}
