import type { TokenCredential } from '@azure/identity';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import type { ApplicationInsightsTarget, TelemetryTarget } from './telemetry-settings.ts';

export interface Exporters {
  readonly spans: SpanExporter;
  readonly metrics: PushMetricExporter;
}

/** Loads what sends to the target, and nothing else. */
export async function loadExporters(
  target: Exclude<TelemetryTarget, { kind: 'none' }>,
): Promise<Exporters> {
  if (target.kind === 'application-insights') return loadApplicationInsights(target);
  const [traces, metrics] = await Promise.all([
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
  ]);
  return { spans: new traces.OTLPTraceExporter(), metrics: new metrics.OTLPMetricExporter() };
}

async function loadApplicationInsights({
  connectionString,
  identity,
}: ApplicationInsightsTarget): Promise<Exporters> {
  const monitor = await import('@azure/monitor-opentelemetry-exporter');
  const options = {
    connectionString,
    ...(identity && { credential: await loadCredential(identity) }),
  };
  return {
    spans: new monitor.AzureMonitorTraceExporter(options),
    metrics: new monitor.AzureMonitorMetricExporter(options),
  };
}

async function loadCredential({
  clientId,
}: NonNullable<ApplicationInsightsTarget['identity']>): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential(clientId ? { managedIdentityClientId: clientId } : {});
}
