import type { AppModel, LifecyclePolicy } from '@heliograph/app-model-core';
import type { LocalEvent } from './local-event.ts';
import type { Launcher } from './prepared-launch.ts';
import type { ReservedPort } from './reserve-ports.ts';
import type { SupervisorTimes } from './supervisor.ts';

export interface LocalPlatformOptions {
  readonly model: AppModel;
  readonly launch: Launcher;
  /** One for each endpoint of the model, from `reservePorts`. */
  readonly ports: readonly ReservedPort[];
  readonly host: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What every process finds in its environment besides its settings. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /**
   * Parts that somebody runs themselves. Nothing is started on their ports, where all others look
   * for them, and nobody waits for them.
   */
  readonly without?: readonly string[];
  readonly logFolder: string;
  readonly onEvent: (event: LocalEvent) => void;
  readonly policy?: LifecyclePolicy;
  readonly times?: Partial<SupervisorTimes>;
  readonly now?: () => number;
}

export const defaultTimes: SupervisorTimes = {
  probeWhileStarting: 100,
  probeWhileUp: 2_000,
  probeTimeout: 2_000,
  start: 60_000,
  stopGrace: 3_000,
};
