import { describeEnding, type ResourceState, type ResourceStatus } from './lifecycle.ts';
import type { ResourceKind } from './resource.ts';

/** How a resource is there at this moment: as a process with its life, or in another way. */
export type PresentState =
  | ResourceState
  /** It exists elsewhere and is used there. */
  | 'external'
  /** It is a mere value, such as the name of a file. */
  | 'value'
  /** Somebody runs it themselves, in a debugger say, on the port that is kept for it. */
  | 'left-out';

export const presentStates = [
  'waiting',
  'starting',
  'running',
  'unhealthy',
  'exited',
  'failed-to-start',
  'stopping',
  'stopped',
  'external',
  'value',
  'left-out',
] as const satisfies readonly PresentState[];

/** What a person can have done with a resource. */
export const resourceActions = ['start', 'stop', 'restart'] as const;
export type ResourceAction = (typeof resourceActions)[number];

export type Health = 'healthy' | 'unhealthy' | 'unknown';

/** A setting as it may be shown. */
export interface ShownSetting {
  readonly name: string;
  /** Null when it is secret. */
  readonly value: string | null;
}

/** A resource as an interpreter of the model has it at one moment. Holds no secret. */
export interface ResourceSnapshot {
  readonly name: string;
  readonly kind: ResourceKind;
  readonly state: PresentState;
  /** Why it is in this state, for people; empty where the state says everything. */
  readonly detail: string;
  readonly health: Health;
  /** The address that is asked how it fares. */
  readonly healthCheck: string | null;
  readonly endpoints: readonly { readonly name: string; readonly url: string }[];
  readonly waitsFor: readonly string[];
  readonly references: readonly string[];
  readonly settings: readonly ShownSetting[];
  readonly pid: number | null;
  /** How often its process was started. */
  readonly starts: number;
  /** Unix milliseconds of the last change of its state; null before the first one. */
  readonly since: number | null;
  readonly actions: readonly ResourceAction[];
}

/** A line that a resource printed. */
export interface LogLine {
  /** Counts the lines of all resources from 1, in the order in which they were read. */
  readonly number: number;
  /** Unix milliseconds. */
  readonly at: number;
  readonly resource: string;
  readonly text: string;
}

/** Why a process is in its state, in words; empty where the state says everything. */
export function describeStatus(status: ResourceStatus): string {
  switch (status.state) {
    case 'waiting':
      return status.waitingFor.length > 0 ? `for ${status.waitingFor.join(', ')}` : '';
    case 'unhealthy':
      return `it ${status.reason}`;
    case 'exited':
      return `${describeEnding(status.ending)}; starting again in ${(status.restartIn / 1000).toFixed(1)} s`;
    case 'failed-to-start':
      return status.reason;
    case 'starting':
    case 'running':
    case 'stopping':
    case 'stopped':
      return '';
  }
}

/** How a process fares, as far as its state tells. */
export function healthOf({ state }: ResourceStatus): Health {
  switch (state) {
    case 'running':
      return 'healthy';
    case 'unhealthy':
    case 'exited':
    case 'failed-to-start':
      return 'unhealthy';
    default:
      return 'unknown';
  }
}

/** What makes sense for a process in this state. */
export function actionsFor({ state }: ResourceStatus): readonly ResourceAction[] {
  switch (state) {
    case 'stopped':
    case 'failed-to-start':
      return ['start'];
    case 'exited':
      return ['start', 'stop'];
    case 'waiting':
      return ['stop'];
    case 'starting':
    case 'running':
    case 'unhealthy':
      return ['restart', 'stop'];
    case 'stopping':
      return [];
  }
}
