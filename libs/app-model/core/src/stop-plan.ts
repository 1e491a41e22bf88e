import type { AppModel } from './resource.ts';
import { startPlan, type PlannedStart } from './start-plan.ts';
import { expressionsIn } from './value.ts';

/** A process, and those that must be gone before it is asked to end. */
export interface PlannedStop {
  readonly name: string;
  readonly after: readonly string[];
}

/**
 * The way back from a start: each process ends after those that waited for it. With one exception:
 * a SignalR service tells its upstream of every connection that ends, so it ends before the program
 * that listens to it, which would else miss the last ones.
 */
export function stopPlan(model: AppModel): readonly PlannedStop[] {
  const starts = startPlan(model);
  const listeners = upstreamListeners(model);
  const mayDrain = (service: string, listener: string): boolean =>
    starts.some(({ name }) => name === service) && !waitsIndirectly(starts, listener, service);

  return starts.map(({ name }) => {
    const needing = starts.filter(({ after }) => after.includes(name)).map((other) => other.name);
    const listening = (listeners.get(name) ?? []).filter((other) => mayDrain(name, other));
    const draining = [...listeners.keys()].filter(
      (service) => listeners.get(service)?.includes(name) && mayDrain(service, name),
    );
    return {
      name,
      after: [...new Set([...needing.filter((other) => !listening.includes(other)), ...draining])],
    };
  });
}

/** Services, and the resources that their upstreams lead to. */
function upstreamListeners(model: AppModel): ReadonlyMap<string, readonly string[]> {
  return new Map(
    model.resources.flatMap((resource) =>
      resource.kind === 'azure-signalr'
        ? [[resource.name, resource.upstreams.flatMap(expressionsIn).flatMap(resourceOf)]]
        : [],
    ),
  );
}

const resourceOf = (expression: ReturnType<typeof expressionsIn>[number]): string[] =>
  expression.kind === 'endpoint' ? [expression.resource] : [];

/** True when somebody between the two would have to end both after one and before the other. */
function waitsIndirectly(starts: readonly PlannedStart[], from: string, to: string): boolean {
  const afterOf = (name: string) => starts.find((start) => start.name === name)?.after ?? [];
  const visited = new Set<string>();
  const open = afterOf(from).filter((name) => name !== to);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === to) return true;
    if (visited.has(name)) continue;
    visited.add(name);
    open.push(...afterOf(name));
  }
  return false;
}
