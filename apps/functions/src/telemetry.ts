/**
 * What the app tells about itself, imported before everything else so that nothing runs unseen. Off
 * unless a setting asks for it: `OTEL_EXPORTER_OTLP_ENDPOINT` or `APPLICATIONINSIGHTS_CONNECTION_STRING`
 * for traces and metrics, the collector's URL for series of the app's own.
 */
import { app, HttpRequest } from '@azure/functions';
import type { InvocationContext } from '@azure/functions';
import { collectorPaths, settingNames } from '@heliograph/contracts';
import {
  createCallStatistics,
  safeName,
  startSeriesPusher,
  startTelemetry,
  traceFetch,
  type OngoingCall,
} from '@heliograph/telemetry';

const telemetry = startTelemetry({
  service: 'heliograph-functions',
  environment: process.env,
  onFailure: () => console.warn('telemetry cannot be set up; the app goes on without it'),
});
const collectorUrl = process.env[settingNames.collectorUrl]?.replace(/\/+$/, '');

if (telemetry.isOn || collectorUrl) {
  const statistics = createCallStatistics();
  const ongoing = new WeakMap<InvocationContext, { startedAt: number; call?: OngoingCall }>();
  const pusher = collectorUrl
    ? startSeriesPusher({ url: `${collectorUrl}${collectorPaths.metrics}`, statistics })
    : undefined;
  if (telemetry.isOn) {
    globalThis.fetch = traceFetch(globalThis.fetch, () => telemetry.recorder);
  }

  app.hook.preInvocation((hook) => {
    const { invocationContext, functionHandler } = hook;
    const startedAt = performance.now();
    const call = begin(invocationContext);
    ongoing.set(invocationContext, { startedAt, ...(call && { call }) });
    if (!call) return;
    hook.functionHandler = (...args) => call.run(() => functionHandler(...args));
  });

  app.hook.postInvocation(({ invocationContext, inputs, result, error }) => {
    const started = ongoing.get(invocationContext);
    if (!started) return;
    ongoing.delete(invocationContext);
    const isHttp = invocationContext.options.trigger.type === 'httpTrigger';
    if (isHttp) statistics.add(performance.now() - started.startedAt);
    const status = isHttp ? statusOf(result) : undefined;
    started.call?.end({
      isFailed: Boolean(error) || (status ?? 0) >= 500,
      ...(status !== undefined && { attributes: { 'http.response.status_code': status } }),
      bytes: sizeOf(inputs[0]),
    });
    countConnection(invocationContext, inputs[0]);
  });

  app.hook.appTerminate(async () => {
    pusher?.stop();
    await telemetry.stop();
  });
}

function begin(context: InvocationContext): OngoingCall | undefined {
  const { trigger } = context.options;
  const { traceParent, traceState } = context.traceContext ?? {};
  return telemetry.recorder?.begin({
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

function countConnection({ options }: InvocationContext, input: unknown): void {
  const { type, category, event, hubName } = options.trigger;
  if (type !== 'signalRTrigger' || category !== 'connections') return;
  const hub = { 'signalr.hub': safeName(hubName) };
  if (event === 'connected') telemetry.recorder?.countConnection('opened', hub);
  if (event === 'disconnected') {
    telemetry.recorder?.countConnection('closed', { ...hub, reason: reasonOf(input) });
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
