import {
  defaultPolicy,
  isSecret,
  resolveValue,
  startPlan,
  stopPlan,
  type Lifecycle,
  type LogLine,
  type Resource,
  type ResourceAction,
  type ResourceSnapshot,
  type Value,
} from '@heliograph/app-model-core';
import { actOnPart } from './act-on-part.ts';
import type { LocalEvent } from './local-event.ts';
import { LocalError } from './local-error.ts';
import { defaultTimes, type LocalPlatformOptions } from './local-platform-options.ts';
import {
  prepareLaunch,
  resolveSettings,
  shownSettings,
  type LaunchContext,
  type PreparedLaunch,
} from './prepared-launch.ts';
import { probeHttp, type ProbeResult } from './probe-http.ts';
import { createRedactor } from './redactor.ts';
import { createResourceLog, type ResourceLog } from './resource-log.ts';
import { snapshotResource } from './snapshot-resource.ts';
import { startPart } from './start-part.ts';
import { stopInOrder } from './stop-in-order.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';
import { createValueSource } from './value-source.ts';
import { watchHealth } from './watch-health.ts';

/** A platform whose parts run as processes of this machine. */
export interface LocalPlatform {
  /** Resolves once every part is healthy; rejects with a `LocalError`. */
  readonly ready: Promise<void>;
  url(resource: string, endpoint?: string): string;
  /** A late value as it is on this machine; it may hold secrets. */
  resolve(value: Value): string;
  /** Every resource of the model as it is now, in the order of the description. */
  resources(): readonly ResourceSnapshot[];
  /** The newest lines a part printed. */
  recentLines(resource: string): readonly LogLine[];
  /** All it takes to start a part by hand; it holds secrets. @throws LocalError `resource-unknown` */
  prepared(resource: string): PreparedLaunch;
  /**
   * Starts or stops a part. Resolves when the request is under way and no earlier process is left.
   * @throws LocalError `resource-unknown`, `action-unfit`
   */
  act(resource: string, action: ResourceAction): Promise<void>;
  /** Has `listener` told of everything that happens, until what is returned is called. */
  subscribe(listener: (event: LocalEvent) => void): () => void;
  /** Ends all parts, those first that others do not need. Takes five seconds at most. */
  stop(): Promise<void>;
  /** Ends all parts at once; `stop` then resolves. */
  kill(): void;
}

/** After this long, parts are asked to end without waiting any longer for those that need them. */
const orderlyStop = 1_200;

export function startLocally(options: LocalPlatformOptions): LocalPlatform {
  const { model, host, policy = defaultPolicy, now = Date.now } = options;
  const times = { ...defaultTimes, ...options.times };
  const leftOut = new Set(options.without);
  const plan = startPlan(model)
    .filter(({ name }) => !leftOut.has(name))
    .map(({ name, after }) => ({ name, after: after.filter((other) => !leftOut.has(other)) }));
  const byName = new Map(model.resources.map((resource) => [resource.name, resource]));
  const connectionOf = (name: string): Value | undefined => byName.get(name)?.connection;
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

  const listeners = new Set([options.onEvent]);
  const logs = new Map<string, ResourceLog>();
  const supervisors = new Map<string, Supervisor>();
  const changedAt = new Map<string, number>();
  const probedLeftOut = new Map<string, ProbeResult>();
  const launches = new Map<string, PreparedLaunch>();
  const ending = new AbortController();
  let lineCount = 0;
  let stopping: Promise<void> | undefined;

  const emit = (event: LocalEvent): void => {
    for (const listener of listeners) listener(event);
  };

  const preparedFor = (resource: Resource): PreparedLaunch => {
    const known = launches.get(resource.name);
    if (known) return known;
    const prepared = prepareLaunch(resource, model, context, options.launch);
    launches.set(resource.name, prepared);
    return prepared;
  };

  const onChange =
    (name: string, url: string | undefined) => (after: Lifecycle, before: Lifecycle) => {
      const at = now();
      changedAt.set(name, at);
      emit({
        type: 'changed',
        resource: name,
        status: after.status,
        before: before.status,
        starts: after.starts,
        pid: supervisors.get(name)?.pid(),
        url,
        at,
      });
      if (after.status.state === 'failed-to-start') {
        const message = `${name} failed to start: ${after.status.reason}`;
        readiness.reject(new LocalError('start-failed', message, { resource: name }));
      }
      if (after.status.state === 'running') tellWaiting();
    };

  const tellWaiting = (): void => {
    if (stopping) return;
    const isHealthy = (name: string): boolean =>
      supervisors.get(name)?.lifecycle().status.state === 'running';
    for (const { name, after } of plan) {
      const others = after.filter((other) => !isHealthy(other));
      supervisors.get(name)?.dispatch({ type: 'awaiting', others });
    }
    if (plan.every(({ name }) => isHealthy(name))) readiness.resolve();
  };

  const urlOf = ({ name, endpoints }: Resource): string | undefined =>
    'http' in endpoints ? source.endpoint(name, 'http', 'url') : undefined;
  const healthUrlOf = ({ name, healthCheck }: Resource): string | undefined =>
    healthCheck && source.endpoint(name, healthCheck.endpoint, 'url') + healthCheck.path;
  const probeOf = (resource: Resource) => {
    const url = healthUrlOf(resource);
    if (url === undefined) return undefined;
    return async (signal: AbortSignal): Promise<ProbeResult> => {
      const result = await probeHttp(url, times.probeTimeout, signal);
      if (!signal.aborted) emit({ type: 'probed', resource: resource.name, url, result });
      return result;
    };
  };

  const supervise = (resource: Resource): Supervisor => {
    const { name } = resource;
    const nextNumber = (): number => (lineCount += 1);
    const log = createResourceLog({ folder: options.logFolder, name, now, nextNumber });
    logs.set(name, log);

    return createSupervisor({
      policy,
      times,
      now,
      spawn: () =>
        startPart({
          name,
          prepared: preparedFor(resource),
          described: resolveSettings(resource, model, context),
          environment: options.environment,
          log,
          redact,
          emit,
        }),
      probe: probeOf(resource),
      onChange: onChange(name, urlOf(resource)),
    });
  };

  for (const { name } of plan) {
    const resource = byName.get(name);
    if (resource) supervisors.set(name, supervise(resource));
  }
  for (const name of leftOut) {
    const resource = byName.get(name);
    const probe = resource && probeOf(resource);
    if (!probe) continue;
    const onResult = (result: ProbeResult): void => void probedLeftOut.set(name, result);
    void watchHealth({ probe, onResult, pause: () => times.probeWhileUp }, ending.signal);
  }
  // Not before the caller has what this function returns: events may make it call `stop`.
  queueMicrotask(tellWaiting);

  const stopAll = async (): Promise<void> => {
    readiness.reject(new LocalError('stopped', 'Stopped before every part was healthy'));
    ending.abort();
    const ended = async (name: string): Promise<void> => supervisors.get(name)?.close();
    await stopInOrder(stopPlan(model), ended, orderlyStop);
    for (const log of logs.values()) log.close();
  };

  const observe = (resource: Resource): ResourceSnapshot => {
    const { name } = resource;
    const supervisor = supervisors.get(name);
    const { connection } = resource;
    const shows = connection !== undefined && !isSecret(connection, connectionOf);
    return snapshotResource(resource, {
      lifecycle: supervisor?.lifecycle(),
      pid: supervisor?.pid(),
      changedAt: changedAt.get(name),
      probed: probedLeftOut.get(name),
      leftOut: leftOut.has(name),
      endpoints: Object.keys(resource.endpoints).map((endpoint) => ({
        name: endpoint,
        url: source.endpoint(name, endpoint, 'url'),
      })),
      healthCheck: healthUrlOf(resource),
      settings: shownSettings(
        resource.run === 'process'
          ? preparedFor(resource).settings
          : resolveSettings(resource, model, context),
      ),
      connection: shows ? context.resolve(connection) : undefined,
    });
  };

  return {
    ready: readiness.promise,
    url: (resource, endpoint = 'http') => source.endpoint(resource, endpoint, 'url'),
    resolve: context.resolve,
    resources: () => model.resources.map(observe),
    recentLines: (resource) => logs.get(resource)?.recent() ?? [],
    prepared(name) {
      const resource = byName.get(name);
      if (resource?.run === 'process') return preparedFor(resource);
      throw new LocalError('resource-unknown', `${name} is no part that could be started`);
    },
    async act(name, action) {
      const supervisor = supervisors.get(name);
      if (!supervisor) {
        const parts = [...supervisors.keys()].join(', ');
        throw new LocalError('resource-unknown', `No part ${name} runs here, only ${parts}`);
      }
      await actOnPart(name, supervisor, action);
      tellWaiting();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: () => (stopping ??= stopAll()),
    kill() {
      for (const supervisor of supervisors.values()) supervisor.kill();
    },
  };
}
