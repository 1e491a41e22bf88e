/**
 * Connection strings: `key=value` pairs between semicolons, keys in any case.
 *
 * | Key                                | Meaning                                                        |
 * |------------------------------------|----------------------------------------------------------------|
 * | `Endpoint`                         | base URL of the service, http or https; the one key that is always needed |
 * | `Port`                             | overrides the port of `Endpoint`                               |
 * | `AccessKey`                        | shared key, used as it is written (it is not decoded)          |
 * | `AuthType` and its companions      | sign in with an Entra identity instead, see `auth-type.ts`     |
 * | `ClientEndpoint`, `ServerEndpoint` | where clients connect and requests go, when a gateway is before the service |
 * | `Version`                          | 1.0 when absent                                                |
 *
 * Reference: https://learn.microsoft.com/azure/azure-signalr/concept-connection-string
 */
import { AccessError } from './access-error.ts';
import { authTypeProperties, readAuthType, type AuthType } from './auth-type.ts';
import { readConnectionProperties, type ConnectionProperties } from './connection-properties.ts';

/** What is needed to reach a service and to prove that one may. */
export interface SignalRConnection {
  /** Base URL of the service including its port, without a trailing slash. Audiences are built from it. */
  readonly endpoint: string;
  /** Shared key. Absent when `auth` is present. */
  readonly accessKey?: string;
  /** Base URL for clients, without a trailing slash, where it differs from `endpoint`. */
  readonly clientEndpoint?: string;
  /** Base URL for server connections and the data plane, where it differs from `endpoint`. */
  readonly serverEndpoint?: string;
  readonly version: string;
  /** The Entra identity to sign in with. Absent when there is an `accessKey`. */
  readonly auth?: AuthType;
}

const example = 'Endpoint=https://<name>.service.signalr.net;AccessKey=<key>;Version=1.0;';

/**
 * Reads a connection string.
 *
 * @throws AccessError `connection-string-malformed` or `version-unsupported`. The message says what
 *   is wrong and how it should look, and never repeats a value that could be a secret.
 */
export function parseConnectionString(text: string): SignalRConnection {
  const properties = readConnectionProperties(text, example);
  const endpoint = withPort(readUrl(properties, 'Endpoint'), properties.get('port'));
  if (endpoint === undefined) {
    throw malformed(`has no Endpoint. It should look like ${example}`);
  }
  const clientEndpoint = readUrl(properties, 'ClientEndpoint');
  const serverEndpoint = readUrl(properties, 'ServerEndpoint');
  const auth = readAuthType(properties);
  const accessKey = properties.get('accesskey');
  if (auth === undefined && !accessKey) {
    throw malformed(`has neither AccessKey nor AuthType. It should look like ${example}`);
  }
  return {
    endpoint: baseUrl(endpoint),
    ...(auth === undefined ? { accessKey: accessKey ?? '' } : { auth }),
    ...(clientEndpoint && { clientEndpoint: baseUrl(clientEndpoint) }),
    ...(serverEndpoint && { serverEndpoint: baseUrl(serverEndpoint) }),
    version: readVersion(properties),
  };
}

/** Writes a connection in the form that the service's own tools print. It holds the key: a secret. */
export function formatConnectionString(connection: SignalRConnection): string {
  const endpoint = new URL(connection.endpoint);
  const { port } = endpoint;
  endpoint.port = '';
  const properties: [string, string | undefined][] = [
    ['Endpoint', baseUrl(endpoint)],
    ['Port', port === '' ? undefined : port],
    ['AccessKey', connection.accessKey],
    ...(connection.auth === undefined ? [] : authTypeProperties(connection.auth)),
    ['ClientEndpoint', connection.clientEndpoint],
    ['ServerEndpoint', connection.serverEndpoint],
    ['Version', connection.version],
  ];
  return properties
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${value};`)
    .join('');
}

function readUrl(properties: ConnectionProperties, key: string): URL | undefined {
  const value = properties.get(key.toLowerCase());
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const plain =
    url !== undefined &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === '';
  if (!plain) {
    throw malformed(
      `has a ${key} that is not a base URL. It should look like https://<name>.service.signalr.net`,
    );
  }
  return url;
}

function withPort(url: URL | undefined, port: string | undefined): URL | undefined {
  if (url === undefined || port === undefined) return url;
  const number = Number(port);
  if (!/^\d{1,5}$/.test(port) || number < 1 || number > 65_535) {
    throw malformed('has a Port that is not a whole number from 1 to 65535');
  }
  url.port = port;
  return url;
}

function readVersion(properties: ConnectionProperties): string {
  const version = properties.get('version') ?? '1.0';
  if (!/^1\.\d+(\.[\w.]+)?$/.test(version)) {
    throw new AccessError(
      'version-unsupported',
      'The connection string has a Version other than 1.x; only Version=1.0 is known',
    );
  }
  return version;
}

const baseUrl = (url: URL): string => url.origin + url.pathname.replace(/\/+$/, '');

const malformed = (what: string): AccessError =>
  new AccessError('connection-string-malformed', `The connection string ${what}`);
