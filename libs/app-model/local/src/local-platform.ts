import {
  defaultPolicy,
  isSecret,
  resolveValue,
  settingsOf,
  startPlan,
  type AppModel,
  type Lifecycle,
  type LifecyclePolicy,
  type Resource,
  type ResourceStatus,
  type Value,
} from '@heliograph/app-model-core';
import { LocalError } from './local-error.ts';
import { startProcess, type NodeProgram } from './managed-process.ts';
import { probeHttp, type ProbeResult } from './probe-http.ts';
import type { ReservedPort } from './reserve-ports.ts';
import { createResourceLog, type ResourceLog } from './resource-log.ts';
import { createRedactor } from './redactor.ts';
import { createSupervisor, type Supervisor, type SupervisorTimes } from './supervisor.ts';
import { createValueSource } from './value-source.ts';

/** What a launcher may ask about the platform that is being started. */
export interface LaunchContext {
  readonly host: string;
  port(resource: string, endpoint?: string): number;
  resolve(value: Value): string;
}

export type LocalEvent =
  | {
      readonly type: 'changed';
      readonly resource: string;
      readonly status: ResourceStatus;
      readonly before: ResourceStatus;
      /** How often it was started, this time included. */
      readonly starts: number;
      readonly pid: number | undefined;
      readonly url: string | undefined;
      /** Unix milliseconds. */
      readonly at: number;
    }
  | {
      readonly type: 'spawned';
      readonly resource: string;
      readonly pid: number | undefined;
      readonly program: NodeProgram;
      /** Its settings; the values of secret ones are absent. */
      readonly settings: ReadonlyMap<string, string | undefined>;
    }
  | {
      readonly type: 'probed';
      readonly resource: string;
      readonly url: string;
      readonly result: ProbeResult;
    }
  | { readonly type: 'printed'; readonly resource: string; readonly lines: readonly string[] };

export interface LocalPlatformOptions {
  readonly model: AppModel;
  /** Which program stands for a resource. */
  readonly launch: (resource: Resource, context: LaunchContext) => NodeProgram;
  /** One for each endpoint of the model, from `reservePorts`. */
  readonly ports: readonly ReservedPort[];
  readonly host: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What every process finds in its environment besides its settings. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly logFolder: string;
  readonly onEvent: (event: LocalEvent) => void;
  readonly policy?: LifecyclePolicy;
  readonly times?: Partial<SupervisorTimes>;
  readonly now?: () => number;
}

/** A platform whose parts run as processes of this machine. */
export interface LocalPlatform {
  /** Resolves once every part is healthy; rejects with a `LocalError`. */
  readonly ready: Promise<void>;
  url(resource: string, endpoint?: string): string;
  /** The newest lines a part printed. */
  recentLines(resource: string): readonly string[];
  /** Ends all parts, those first that others do not need. Takes five seconds at most. */
  stop(): Promise<void>;
  /** Ends all parts at once; `stop` then resolves. */
  kill(): void;
}

const defaultTimes: SupervisorTimes = {
  probeWhileStarting: 100,
  probeWhileUp: 2_000,
  probeTimeout: 2_000,
  start: 60_000,
  stopGrace: 3_000,
};

/** After this long, parts are asked to end without waiting any longer for those that need them. */
const orderlyStop = 1_200;

export function startLocally(options: LocalPlatformOptions): LocalPlatform {
  const { model, host, onEvent, policy = defaultPolicy, now = Date.now } = options;
  const times = { ...defaultTimes, ...options.times };
  const plan = startPlan(model);
  const byName = new Map(model.resources.map((resource) => [resource.name, resource]));
  const source = createValueSource(model, options);
  const context: LaunchContext = {
    host,
    port: (resource, endpoint = 'http') => Number(source.endpoint(resource, endpoint, 'port')),
    resolve: (value) => resolveValue(value, source),
  };
  const redact = createRedactor(
    model.parameters.flatMap(({ name, secret }) =>
      secret ? [options.parameters[name] ?? ''] : [],
    ),
  );
  const readiness = Promise.withResolvers<void>();
  // Whoever only stops the platform need not look at it.
  readiness.promise.catch(() => undefined);

  const logs = new Map<string, ResourceLog>();
  const supervisors = new Map<string, Supervisor>();
  let stopping: Promise<void> | undefined;

  const onChange =
    (name: string, url: string | undefined) => (after: Lifecycle, before: Lifecycle) => {
      onEvent({
        type: 'changed',
        resource: name,
        status: after.status,
        before: before.status,
        starts: after.starts,
        pid: supervisors.get(name)?.pid(),
        url,
        at: now(),
      });
      if (after.status.state === 'failed-to-start') {
        const message = `${name} failed to start: ${after.status.reason}`;
        readiness.reject(new LocalError('start-failed', message, { resource: name }));
      }
      if (after.status.state === 'running') tellWaiting();
    };

  const tellWaiting = (): void => {
    const isHealthy = (name: string): boolean =>
      supervisors.get(name)?.lifecycle().status.state === 'running';
    for (const { name, after } of plan) {
      const others = after.filter((other) => !isHealthy(other));
      supervisors.get(name)?.dispatch({ type: 'awaiting', others });
    }
    if (plan.every(({ name }) => isHealthy(name))) readiness.resolve();
  };

  const supervise = (resource: Resource): Supervisor => {
    const { name, healthCheck } = resource;
    const log = createResourceLog({ folder: options.logFolder, name, now });
    logs.set(name, log);
    const url = 'http' in resource.endpoints ? source.endpoint(name, 'http', 'url') : undefined;
    const health =
      healthCheck && source.endpoint(name, healthCheck.endpoint, 'url') + healthCheck.path;

    const probeAt = (address: string) => async (signal: AbortSignal) => {
      const result = await probeHttp(address, times.probeTimeout, signal);
      if (!signal.aborted) onEvent({ type: 'probed', resource: name, url: address, result });
      return result;
    };

    return createSupervisor({
      policy,
      times,
      now,
      spawn() {
        const settings = [...settingsOf(resource)];
        const resolved = settings.map(([key, value]) => [key, context.resolve(value)] as const);
        const program = options.launch(resource, context);
        const started = startProcess({
          program,
          env: {
            ...options.environment,
            ...Object.fromEntries(resolved),
            ...program.environment,
          },
          onLines(printed) {
            const lines = printed.map(redact);
            log.append(lines);
            onEvent({ type: 'printed', resource: name, lines });
          },
        });
        const connectionOf = (target: string): Value | undefined => byName.get(target)?.connection;
        const shown = settings.map(([key, value]) =>
          isSecret(value, connectionOf)
            ? ([key, undefined] as const)
            : ([key, context.resolve(value)] as const),
        );
        onEvent({
          type: 'spawned',
          resource: name,
          pid: started.pid,
          program,
          settings: new Map(shown),
        });
        return started;
      },
      probe: health === undefined ? undefined : probeAt(health),
      onChange: onChange(name, url),
    });
  };

  for (const { name } of plan) {
    const resource = byName.get(name);
    if (resource) supervisors.set(name, supervise(resource));
  }
  // Not before the caller has what this function returns: events may make it call `stop`.
  queueMicrotask(() => {
    if (!stopping) tellWaiting();
  });

  const stopInOrder = async (): Promise<void> => {
    readiness.reject(new LocalError('stopped', 'Stopped before every part was healthy'));
    const hurry = Promise.withResolvers<void>();
    const timer = setTimeout(hurry.resolve, orderlyStop);
    const stopped = new Map<string, Promise<void>>();
    for (const { name } of plan.toReversed()) {
      const needing = plan.filter(({ after }) => after.includes(name));
      const freed = Promise.all(needing.flatMap((other) => stopped.get(other.name) ?? []));
      stopped.set(
        name,
        Promise.race([freed, hurry.promise]).then(() => supervisors.get(name)?.stop()),
      );
    }
    await Promise.all(stopped.values());
    clearTimeout(timer);
    for (const log of logs.values()) log.close();
  };

  return {
    ready: readiness.promise,
    url: (resource, endpoint = 'http') => source.endpoint(resource, endpoint, 'url'),
    recentLines: (resource) => logs.get(resource)?.recent() ?? [],
    stop: () => (stopping ??= stopInOrder()),
    kill() {
      for (const supervisor of supervisors.values()) supervisor.kill();
    },
  };
}
