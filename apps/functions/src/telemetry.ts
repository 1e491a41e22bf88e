/**
 * What the app tells about itself. Off unless a setting asks for it: `OTEL_EXPORTER_OTLP_ENDPOINT` or
 * `APPLICATIONINSIGHTS_CONNECTION_STRING` for traces and metrics, the collector's URL for series of
 * the app's own.
 */
import { randomUUID } from 'node:crypto';
import { app, HttpRequest } from '@azure/functions';
import type { InvocationContext } from '@azure/functions';
import {
  createCallStatistics,
  safeName,
  startSeriesPusher,
  startTelemetry,
  traceFetch,
  type CallStatistics,
  type OngoingCall,
  type Recorder,
  type SeriesPusher,
  type SeriesPusherOptions,
  type Telemetry,
} from '@heliograph/telemetry';

/** The figures of the app's own that the collector draws; who they are offered to comes later. */
type SeriesOffer = Pick<SeriesPusherOptions, 'push' | 'peopleOnline'>;

export interface AppTelemetry {
  /** Carries requests to SignalR's data plane, and tells of them. */
  readonly fetch: typeof globalThis.fetch;
  /** Offers figures of the app until it ends. */
  offerSeries(offer: SeriesOffer): void;
}

export interface AppTelemetryOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Whether there is a collector that will be offered series. */
  readonly offersSeries: boolean;
}

/** Watches every invocation from now on, if anybody wants to know. */
export function startAppTelemetry(options: AppTelemetryOptions): AppTelemetry {
  const { environment, offersSeries } = options;
  const telemetry = startTelemetry({
    service: 'heliograph-functions',
    environment,
    onFailure: () => console.warn('telemetry cannot be set up; the app goes on without it'),
  });
  const statistics = createCallStatistics();
  let pusher: SeriesPusher | undefined;
  if (telemetry.isOn || offersSeries) watchInvocations(telemetry, statistics);
  app.hook.appTerminate(async () => {
    await Promise.all([pusher?.stop(), telemetry.stop()]);
  });

  return {
    fetch: telemetry.isOn
      ? traceFetch(globalThis.fetch, () => telemetry.recorder)
      : globalThis.fetch,
    offerSeries(offer) {
      pusher ??= startSeriesPusher({
        ...offer,
        statistics,
        instance: randomUUID(),
        onFailure: (reason) => console.warn(`series of the app are not drawn: ${String(reason)}`),
      });
    },
  };
}

function watchInvocations(telemetry: Telemetry, statistics: CallStatistics): void {
  const ongoing = new WeakMap<InvocationContext, { startedAt: number; call?: OngoingCall }>();

  app.hook.preInvocation((hook) => {
    const { invocationContext, functionHandler } = hook;
    const startedAt = performance.now();
    const call = begin(telemetry.recorder, invocationContext);
    ongoing.set(invocationContext, { startedAt, ...(call && { call }) });
    if (!call) return;
    hook.functionHandler = (...args) => call.run(() => functionHandler(...args));
  });

  app.hook.postInvocation(({ invocationContext, inputs, result, error }) => {
    const started = ongoing.get(invocationContext);
    if (!started) return;
    ongoing.delete(invocationContext);
    const { type } = invocationContext.options.trigger;
    // Timers wait for nobody.
    if (type !== 'timerTrigger') statistics.add(performance.now() - started.startedAt);
    const { call } = started;
    if (!call) return;
    const status = type === 'httpTrigger' ? statusOf(result) : undefined;
    call.run(() => tellOfMessages(telemetry.recorder, invocationContext));
    call.end({
      isFailed: Boolean(error) || (status ?? 0) >= 500,
      ...(status !== undefined && { attributes: { 'http.response.status_code': status } }),
      bytes: sizeOf(inputs[0]),
    });
    countConnection(telemetry.recorder, invocationContext, inputs[0]);
  });
}

/** The host sends them once the function has ended, so how long that takes is not known here. */
function tellOfMessages(recorder: Recorder | undefined, context: InvocationContext): void {
  for (const output of context.options.extraOutputs) {
    if (output.type !== 'signalR') continue;
    const actions: unknown = context.extraOutputs.get(output);
    for (const action of Array.isArray(actions) ? actions : [actions]) {
      const target = fieldOf(action, 'target');
      if (typeof target !== 'string') continue;
      const name = safeName(target);
      const attributes = { 'signalr.hub': safeName(output['hubName']), 'signalr.target': name };
      const bytes = Buffer.byteLength(JSON.stringify(fieldOf(action, 'arguments') ?? []));
      recorder
        ?.begin({ kind: 'producer', name: `send ${name}`, attributes })
        .end({ isFailed: false, bytes });
    }
  }
}

function begin(
  recorder: Recorder | undefined,
  context: InvocationContext,
): OngoingCall | undefined {
  const { trigger } = context.options;
  const { traceParent, traceState } = context.traceContext ?? {};
  return recorder?.begin({
    kind: 'server',
    name: safeName(context.functionName),
    attributes: {
      'faas.name': safeName(context.functionName),
      'faas.trigger': safeName(trigger.type),
      ...(trigger.type === 'signalRTrigger' && {
        'signalr.hub': safeName(trigger['hubName']),
        'signalr.target': safeName(trigger['event']),
      }),
    },
    ...(traceParent && { traceparent: traceParent, tracestate: traceState || undefined }),
  });
}

function countConnection(
  recorder: Recorder | undefined,
  { options }: InvocationContext,
  input: unknown,
): void {
  const { type, category, event, hubName } = options.trigger;
  if (type !== 'signalRTrigger' || category !== 'connections') return;
  const hub = { 'signalr.hub': safeName(hubName) };
  if (event === 'connected') recorder?.countConnection('opened', hub);
  if (event === 'disconnected') {
    recorder?.countConnection('closed', { ...hub, reason: reasonOf(input) });
  }
}

/** The service's own reasons are names or short sentences; what else a reason may hold is not told. */
function reasonOf(input: unknown): string {
  const reason = fieldOf(input, 'Error') ?? fieldOf(input, 'error');
  return reason === undefined || reason === null || reason === '' ? 'none' : safeName(reason);
}

/** Bytes of what came in: of the arguments, or of the body as the request states it. */
function sizeOf(input: unknown): number | undefined {
  const args = fieldOf(input, 'Arguments') ?? fieldOf(input, 'arguments');
  if (Array.isArray(args)) return Buffer.byteLength(JSON.stringify(args));
  if (!(input instanceof HttpRequest)) return undefined;
  const stated = Number(input.headers.get('content-length') ?? NaN);
  return Number.isSafeInteger(stated) ? stated : undefined;
}

function statusOf(result: unknown): number | undefined {
  const status = fieldOf(result, 'status');
  return typeof status === 'number' ? status : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Reflect.get(value, name);
}
