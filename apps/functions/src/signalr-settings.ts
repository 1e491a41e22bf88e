import {
  formatConnectionString,
  parseConnectionString,
  type AuthType,
  type SignalRConnection,
} from '@heliograph/signalr-access';
import { BackendError } from './backend-error.ts';

/**
 * Reads the service's connection as Microsoft's bindings do: a connection string in the setting
 * `name`, or an identity-based connection in the settings `<name>__serviceUri`, `__credential`,
 * `__clientId`, `__tenantId`, `__clientSecret`, `__clientEndpoint` and `__serverEndpoint`.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-bindings-signalr-service
 *
 * @throws BackendError `setting-missing`, `setting-invalid`, naming the setting but never its value
 */
export function readSignalRConnection(
  environment: NodeJS.ProcessEnv,
  name: string,
): SignalRConnection {
  const text = environment[name];
  if (text) return parse(text, name);
  const part = (suffix: string): string | undefined =>
    environment[`${name}__${suffix}`] || undefined;
  const endpoint = part('serviceUri');
  if (endpoint === undefined) {
    throw new BackendError('setting-missing', `The setting ${name} is missing`);
  }
  const clientEndpoint = part('clientEndpoint');
  const serverEndpoint = part('serverEndpoint');
  if ([endpoint, clientEndpoint, serverEndpoint].some((url) => url && !URL.canParse(url))) {
    throw new BackendError(
      'setting-invalid',
      `The settings ${name}__… have an address that is no URL`,
    );
  }
  // Written and read again, so that both forms obey the same rules.
  const connection: SignalRConnection = {
    endpoint,
    version: '1.0',
    auth: readIdentity(part),
    ...(clientEndpoint && { clientEndpoint }),
    ...(serverEndpoint && { serverEndpoint }),
  };
  return parse(formatConnectionString(connection), `${name}__serviceUri`);
}

function readIdentity(part: (suffix: string) => string | undefined): AuthType {
  const clientId = part('clientId');
  const tenantId = part('tenantId');
  const clientSecret = part('clientSecret');
  if (clientId && tenantId && clientSecret) {
    return { type: 'azure.app', clientId, tenantId, clientSecret };
  }
  if (part('credential')?.toLowerCase() !== 'managedidentity') return { type: 'azure' };
  return { type: 'azure.msi', ...(clientId && { clientId }) };
}

function parse(text: string, name: string): SignalRConnection {
  try {
    return parseConnectionString(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'cannot be read';
    throw new BackendError('setting-invalid', `The setting ${name} is invalid: ${reason}`, {
      cause,
    });
  }
}
