/** Where traces and metrics go. */
export type TelemetryTarget =
  { readonly kind: 'none' } | { readonly kind: 'otlp' } | ApplicationInsightsTarget;

export interface ApplicationInsightsTarget {
  readonly kind: 'application-insights';
  readonly connectionString: string;
  /** Where a key alone opens nothing: the identity of Entra ID that sends. */
  readonly identity?: {
    /** Of an identity of one's own choosing; the program's only one when absent. */
    readonly clientId?: string;
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings by which OpenTelemetry and Azure know them. The OTLP exporters read the rest of
 * `OTEL_EXPORTER_OTLP_…` from the process's environment themselves. Application Insights goes first:
 * Azure sets it where both are there.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-app-settings#applicationinsights_authentication_string
 */
export function readTelemetryTarget(environment: Environment): TelemetryTarget {
  if (environment['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return { kind: 'none' };
  const connectionString = environment['APPLICATIONINSIGHTS_CONNECTION_STRING']?.trim();
  if (connectionString) {
    const identity = readIdentity(environment['APPLICATIONINSIGHTS_AUTHENTICATION_STRING']);
    return { kind: 'application-insights', connectionString, ...(identity && { identity }) };
  }
  if (environment['OTEL_EXPORTER_OTLP_ENDPOINT']?.trim()) return { kind: 'otlp' };
  return { kind: 'none' };
}

/** Reads `Authorization=AAD` or `ClientId=…;Authorization=AAD`. */
function readIdentity(text = ''): ApplicationInsightsTarget['identity'] {
  const parts = new Map(
    text.split(';').map((part) => {
      const [name = '', ...rest] = part.split('=');
      return [name.trim().toLowerCase(), rest.join('=').trim()];
    }),
  );
  if (parts.get('authorization')?.toUpperCase() !== 'AAD') return undefined;
  const clientId = parts.get('clientid');
  return clientId ? { clientId } : {};
}
