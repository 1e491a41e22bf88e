/** Where traces and metrics go. */
export type TelemetryTarget =
  | { readonly kind: 'none' }
  | { readonly kind: 'otlp' }
  | { readonly kind: 'application-insights'; readonly connectionString: string };

/**
 * Reads the settings by which OpenTelemetry and Azure know them. The OTLP exporters read the rest of
 * `OTEL_EXPORTER_OTLP_…` from the process's environment themselves. Application Insights goes first:
 * Azure sets it where both are there.
 */
export function readTelemetryTarget(
  environment: Readonly<Record<string, string | undefined>>,
): TelemetryTarget {
  if (environment['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return { kind: 'none' };
  const connectionString = environment['APPLICATIONINSIGHTS_CONNECTION_STRING']?.trim();
  if (connectionString) return { kind: 'application-insights', connectionString };
  if (environment['OTEL_EXPORTER_OTLP_ENDPOINT']?.trim()) return { kind: 'otlp' };
  return { kind: 'none' };
}
