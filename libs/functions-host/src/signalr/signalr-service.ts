/**
 * Which service a binding means: its `connectionStringSetting` names a setting with a connection
 * string, or the prefix of settings that describe an identity-based connection.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-bindings-signalr-service
 */
import {
  formatConnectionString,
  parseConnectionString,
  type SignalRConnection,
} from '@heliograph/signalr-access';
import { HostError } from '../host-error.ts';
import type { AppSettings } from '../settings/app-settings.ts';
import { errorText } from '../error-text.ts';

export interface SignalRService {
  readonly connection: SignalRConnection;
  /** Holds a key: a secret. */
  readonly connectionString: string;
}

/** @throws HostError `settings-invalid`, naming the setting but never its value */
export function findSignalRService(settings: AppSettings, settingName: string): SignalRService {
  const text =
    settings.get(settingName) ??
    settings.get(`ConnectionStrings:${settingName}`) ??
    identityConnectionString(settings, settingName);
  if (!text) {
    throw new HostError(
      'settings-invalid',
      `The setting ${settingName} is not set; it holds the connection string of Azure SignalR Service`,
    );
  }
  try {
    return { connection: parseConnectionString(text), connectionString: text };
  } catch (cause) {
    throw new HostError('settings-invalid', `The setting ${settingName}: ${errorText(cause)}`, {
      cause,
    });
  }
}

function identityConnectionString(settings: AppSettings, prefix: string): string | undefined {
  const part = (name: string): string | undefined =>
    settings.get(`${prefix}__${name}`) || undefined;
  const endpoint = part('serviceUri');
  if (endpoint === undefined) return undefined;
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
