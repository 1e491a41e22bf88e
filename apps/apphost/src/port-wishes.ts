import type { AppModel } from '@heliograph/app-model-core';
import type { PortWish } from '@heliograph/app-model-local';

/**
 * Which port every endpoint is to get: its own, or with a base the one at its resource's place in
 * `order`. Base 0 means any free port for each.
 */
export function portWishes(
  model: AppModel,
  base: number | undefined,
  order: readonly string[],
): readonly PortWish[] {
  return model.resources.flatMap((resource) =>
    Object.entries(resource.endpoints).map(([endpoint, { port }]) => ({
      resource: resource.name,
      endpoint,
      port: base === undefined ? port : base === 0 ? 0 : base + order.indexOf(resource.name),
    })),
  );
}
