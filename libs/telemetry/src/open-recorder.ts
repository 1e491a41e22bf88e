import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { loadExporters } from './load-exporters.ts';
import type { Recorder } from './recorder.ts';
import type { TelemetryTarget } from './telemetry-settings.ts';

const exportEvery = 15_000;
/** Spans that wait to be sent; more than that are dropped. */
const maxQueueSize = 2048;
const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
} as const;

/** Sets OpenTelemetry up and loads the exporters that the target needs. */
export async function openRecorder(
  service: string,
  target: Exclude<TelemetryTarget, { kind: 'none' }>,
): Promise<Recorder> {
  const { spans, metrics } = await loadExporters(target);
  const resource = resourceFromAttributes({ 'service.name': service });
  const tracers = new NodeTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(spans, { maxQueueSize })],
  });
  tracers.register();
  const meters = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: exportEvery }),
    ],
  });
  const tracer = tracers.getTracer('heliograph');
  const meter = meters.getMeter('heliograph');
  const durations = meter.createHistogram('heliograph.call.duration', { unit: 's' });
  const sizes = meter.createHistogram('heliograph.call.size', { unit: 'By' });
  const errors = meter.createCounter('heliograph.call.errors');
  const connections = {
    opened: meter.createCounter('heliograph.connections.opened'),
    closed: meter.createCounter('heliograph.connections.closed'),
  };

  return {
    begin({ kind, name, attributes, traceparent, tracestate }) {
      const parent =
        traceparent === undefined
          ? context.active()
          : propagation.extract(ROOT_CONTEXT, { traceparent, tracestate });
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, parent);
      const inside = trace.setSpan(parent, span);
      const startedAt = performance.now();
      const headers: Record<string, string> = {};
      propagation.inject(inside, headers);
      return {
        run: (work) => context.with(inside, work),
        headers,
        end({ isFailed, attributes: more = {}, bytes }) {
          const labels = { ...attributes, ...more, kind };
          if (kind !== 'producer') {
            durations.record((performance.now() - startedAt) / 1000, labels);
          }
          if (bytes !== undefined) sizes.record(bytes, labels);
          if (isFailed) errors.add(1, labels);
          span.setAttributes(more);
          if (bytes !== undefined) span.setAttribute('heliograph.bytes', bytes);
          // Without a message: what an error says may be a payload or a token.
          if (isFailed) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    countConnection: (change, attributes) => connections[change].add(1, attributes),
    async stop() {
      await Promise.allSettled([tracers.shutdown(), meters.shutdown()]);
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}
