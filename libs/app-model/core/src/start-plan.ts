import { ModelError } from './model-error.ts';
import type { AppModel, Resource } from './resource.ts';

/** A resource that becomes a process, and the processes that must be healthy before it starts. */
export interface PlannedStart {
  readonly name: string;
  readonly after: readonly string[];
}

/**
 * Which processes to start, each after those it waits for. Resources that are mere values need no
 * start, so nobody waits for them.
 */
export function startPlan(model: AppModel): readonly PlannedStart[] {
  const processes = new Set(
    model.resources.filter(({ run }) => run === 'process').map(({ name }) => name),
  );
  return startOrder(model)
    .filter(({ name }) => processes.has(name))
    .map(({ name, waitsFor }) => ({
      name,
      after: waitsFor.filter((other) => processes.has(other)),
    }));
}

/**
 * Resources in an order in which each comes after those it waits for; otherwise as described.
 * @throws ModelError `wait-cycle`, with the way round it
 */
export function startOrder(model: AppModel): readonly Resource[] {
  const byName = new Map(model.resources.map((resource) => [resource.name, resource]));
  const ordered = new Set<Resource>();

  const visit = (resource: Resource, path: readonly string[]): void => {
    if (ordered.has(resource)) return;
    const { name, waitsFor } = resource;
    if (path.includes(name)) {
      const round = [...path.slice(path.indexOf(name)), name].join(' → ');
      throw new ModelError('wait-cycle', `${name} waits for itself: ${round}`);
    }
    for (const other of waitsFor) {
      const target = byName.get(other);
      if (target) visit(target, [...path, name]);
    }
    ordered.add(resource);
  };

  for (const resource of model.resources) visit(resource, []);
  return [...ordered];
}
