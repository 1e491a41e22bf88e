import { formatConnectionString, type AuthType } from '@heliograph/signalr-access';
import { FunctionsHostError } from '../functions-host-error.ts';
import type { AppSettings } from '../settings/app-settings.ts';

/**
 * The connection string for settings such as `<prefix>__serviceUri` and `<prefix>__credential`,
 * `undefined` without a `serviceUri`.
 *
 * @throws FunctionsHostError `settings-invalid`
 */
export function identityConnectionString(
  settings: AppSettings,
  prefix: string,
): string | undefined {
  const part = (name: string): string | undefined => settings.get(`${prefix}:${name}`) || undefined;
  const endpoint = part('serviceUri');
  if (endpoint === undefined) return undefined;
  if (!URL.canParse(endpoint)) {
    throw new FunctionsHostError(
      'settings-invalid',
      `The setting ${prefix}__serviceUri is not a URL`,
    );
  }
  const clientId = part('clientId');
  const tenantId = part('tenantId');
  const clientSecret = part('clientSecret');
  const clientEndpoint = part('clientEndpoint');
  const serverEndpoint = part('serverEndpoint');
  return formatConnectionString({
    endpoint,
    version: '1.0',
    ...(clientEndpoint !== undefined && { clientEndpoint }),
    ...(serverEndpoint !== undefined && { serverEndpoint }),
    auth:
      clientId !== undefined && tenantId !== undefined && clientSecret !== undefined
        ? { type: 'azure.app', clientId, tenantId, clientSecret }
        : part('credential')?.toLowerCase() === 'managedidentity'
          ? { type: 'azure.msi', ...(clientId !== undefined && { clientId }) }
          : { type: 'azure' },
  });
}

/**
 * Which identity `AuthType=azure` leaves open: the application that the app's settings name in the
 * variables of the Azure SDKs, if they do.
 */
export function nameIdentity(auth: AuthType, settings: AppSettings): AuthType {
  if (auth.type !== 'azure') return auth;
  const tenantId = settings.get('AZURE_TENANT_ID');
  const clientId = settings.get('AZURE_CLIENT_ID');
  const clientSecret = settings.get('AZURE_CLIENT_SECRET');
  return tenantId && clientId && clientSecret
    ? { type: 'azure.app', tenantId, clientId, clientSecret }
    : auth;
}
