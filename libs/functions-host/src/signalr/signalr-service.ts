/**
 * Which service a binding means. Its `connectionStringSetting` names a setting with a connection
 * string, or the prefix of settings that describe an identity-based connection. Settings below
 * `Azure:SignalR:Endpoints` add further endpoints to every binding.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-bindings-signalr-service
 */
import { parseConnectionString, type SignalRConnection } from '@heliograph/signalr-access';
import { errorText } from '../error-text.ts';
import { FunctionsHostError } from '../functions-host-error.ts';
import type { AppSettings } from '../settings/app-settings.ts';
import { identityConnectionString, nameIdentity } from './identity-connection.ts';

export interface SignalREndpoint {
  /** Empty for the one that `connectionStringSetting` names. */
  readonly name: string;
  readonly type: 'Primary' | 'Secondary';
  readonly connection: SignalRConnection;
  /** Holds a key: a secret. */
  readonly connectionString: string;
}

export interface SignalRService {
  /** The one that clients are sent to. */
  readonly main: SignalREndpoint;
  /** All, `main` first. */
  readonly endpoints: readonly SignalREndpoint[];
}

const endpointsPrefix = 'Azure:SignalR:Endpoints';

/** @throws FunctionsHostError `settings-invalid`, naming the setting but never its value */
export function findSignalRService(settings: AppSettings, settingName: string): SignalRService {
  const text =
    settings.get(settingName) ||
    settings.get(`ConnectionStrings:${settingName}`) ||
    identityConnectionString(settings, settingName);
  const named = text ? [readEndpoint(settings, settingName, '', 'Primary', text)] : [];
  const endpoints = [...named, ...findFurtherEndpoints(settings)];
  const main = endpoints.find(({ type }) => type === 'Primary') ?? endpoints[0];
  if (main === undefined) {
    throw new FunctionsHostError(
      'settings-invalid',
      `The setting ${settingName} is not set; it holds the connection string of Azure SignalR Service`,
    );
  }
  return { main, endpoints: [main, ...endpoints.filter((endpoint) => endpoint !== main)] };
}

function findFurtherEndpoints(settings: AppSettings): SignalREndpoint[] {
  const found = new Map<string, SignalREndpoint>();
  for (const setting of settings.below(endpointsPrefix)) {
    const [name = '', part = ''] = setting.split(':');
    const path = `${endpointsPrefix}:${name}`;
    const add = (type: SignalREndpoint['type'], text: string | undefined): void => {
      if (text)
        found.set(`${name} ${type}`.toLowerCase(), readEndpoint(settings, path, name, type, text));
    };
    switch (part.toLowerCase()) {
      case '':
      case 'primary':
        add('Primary', settings.get(`${endpointsPrefix}:${setting}`));
        break;
      case 'secondary':
        add('Secondary', settings.get(`${endpointsPrefix}:${setting}`));
        break;
      case 'serviceuri': {
        const secondary = settings.get(`${path}:type`)?.toLowerCase() === 'secondary';
        add(secondary ? 'Secondary' : 'Primary', identityConnectionString(settings, path));
        break;
      }
    }
  }
  return [...found.values()];
}

function readEndpoint(
  settings: AppSettings,
  setting: string,
  name: string,
  type: SignalREndpoint['type'],
  connectionString: string,
): SignalREndpoint {
  try {
    const connection = parseConnectionString(connectionString);
    const auth = connection.auth && nameIdentity(connection.auth, settings);
    return { name, type, connection: { ...connection, ...(auth && { auth }) }, connectionString };
  } catch (cause) {
    throw new FunctionsHostError(
      'settings-invalid',
      `The setting ${setting}: ${errorText(cause)}`,
      {
        cause,
      },
    );
  }
}
