import {
  isSecret,
  settingsOf,
  type AppModel,
  type Resource,
  type ShownSetting,
  type Value,
} from '@heliograph/app-model-core';
import type { NodeProgram } from './managed-process.ts';

/** What a launcher may ask about the platform that is being started. */
export interface LaunchContext {
  readonly host: string;
  port(resource: string, endpoint?: string): number;
  resolve(value: Value): string;
}

/** Which program stands for a resource. */
export type Launcher = (resource: Resource, context: LaunchContext) => NodeProgram;

export interface PreparedSetting {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
}

/** All it takes to start a part, here or in somebody's debugger. It holds secrets. */
export interface PreparedLaunch {
  readonly program: NodeProgram;
  /** Those that the description gives it, then those that only its program knows. */
  readonly settings: readonly PreparedSetting[];
}

export function prepareLaunch(
  resource: Resource,
  model: AppModel,
  context: LaunchContext,
  launch: Launcher,
): PreparedLaunch {
  const program = launch(resource, context);
  return {
    program,
    settings: [
      ...resolveSettings(resource, model, context),
      ...Object.entries(program.environment ?? {}).map(([name, value]) => ({
        name,
        value,
        secret: true,
      })),
    ],
  };
}

/** The settings that the description gives to a resource. */
export function resolveSettings(
  resource: Resource,
  model: AppModel,
  context: LaunchContext,
): readonly PreparedSetting[] {
  const connectionOf = (name: string): Value | undefined =>
    model.resources.find((other) => other.name === name)?.connection;
  return Array.from(settingsOf(resource), ([name, value]) => ({
    name,
    value: context.resolve(value),
    secret: isSecret(value, connectionOf),
  }));
}

/** Settings as they may be shown. */
export function shownSettings(settings: readonly PreparedSetting[]): readonly ShownSetting[] {
  return settings.map(({ name, value, secret }) => ({ name, value: secret ? null : value }));
}
