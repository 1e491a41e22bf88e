import {
  actionsFor,
  describeStatus,
  expressionsIn,
  healthOf,
  type Health,
  type Lifecycle,
  type Resource,
  type ResourceSnapshot,
  type ShownSetting,
} from '@heliograph/app-model-core';
import type { ProbeResult } from './probe-http.ts';

/** What is known about one resource at a moment. */
export interface Observation {
  readonly lifecycle: Lifecycle | undefined;
  readonly pid: number | undefined;
  /** Unix milliseconds of its last change. */
  readonly changedAt: number | undefined;
  /** The last answer of a part that somebody else runs. */
  readonly probed: ProbeResult | undefined;
  readonly leftOut: boolean;
  readonly endpoints: ResourceSnapshot['endpoints'];
  readonly healthCheck: string | undefined;
  readonly settings: readonly ShownSetting[];
  /** What a reference to it yields; absent when it is secret or nothing. */
  readonly connection: string | undefined;
}

export function snapshotResource(resource: Resource, seen: Observation): ResourceSnapshot {
  const { name, kind, waitsFor, references } = resource;
  return {
    name,
    kind,
    ...presenceOf(resource, seen),
    healthCheck: seen.healthCheck ?? null,
    endpoints: seen.endpoints,
    waitsFor,
    references: [...new Set(references.map((reference) => reference.resource))],
    settings: seen.settings,
    pid: seen.pid ?? null,
    starts: seen.lifecycle?.starts ?? 0,
    since: seen.changedAt ?? null,
  };
}

type Presence = Pick<ResourceSnapshot, 'state' | 'detail' | 'health' | 'actions'>;

function presenceOf(resource: Resource, seen: Observation): Presence {
  const { lifecycle, probed, connection } = seen;
  if (seen.leftOut) {
    const detail = probed && !probed.healthy ? `whoever runs it: it ${probed.reason}` : '';
    return { state: 'left-out', detail, health: healthSeen(probed), actions: [] };
  }
  if (lifecycle) {
    const { status } = lifecycle;
    return {
      state: status.state,
      detail: describeStatus(status),
      health: healthOf(status),
      actions: actionsFor(status),
    };
  }
  const still = { health: 'unknown', actions: [] } as const;
  if (resource.run === 'external') {
    return { state: 'external', detail: describePlace(resource, connection), ...still };
  }
  return { state: 'value', detail: connection ?? '', ...still };
}

/** Where something is that does not run here. */
function describePlace(resource: Resource, connection: string | undefined): string {
  const [supplied] = expressionsIn(resource.connection ?? '').filter(
    (expression) => expression.kind === 'parameter',
  );
  if (supplied?.kind === 'parameter') return `elsewhere, as ${supplied.name} says`;
  if (resource.existing) {
    return `${resource.existing.name} in ${resource.existing.resourceGroup}`;
  }
  return connection ?? '';
}

function healthSeen(result: ProbeResult | undefined): Health {
  if (!result) return 'unknown';
  return result.healthy ? 'healthy' : 'unhealthy';
}
