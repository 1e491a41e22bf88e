/**
 * Tokens of an Entra identity for Azure SignalR Service, asked for where the program runs: at the
 * identity endpoint of App Service, Functions and Container Apps, or, for a program elsewhere, at
 * Entra ID with an application's secret. Two requests of a few lines, in the place of a library
 * that a function app would load at every cold start.
 *
 * References: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference,
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
import type { AuthType } from '@heliograph/signalr-access';
import { RestError } from './rest-error.ts';

export interface IdentityTokenOptions {
  /** As a connection string's `AuthType` says. */
  readonly auth: AuthType;
  /**
   * Environment variables: `IDENTITY_ENDPOINT` and `IDENTITY_HEADER`, which Azure sets; or
   * `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and `AZURE_CLIENT_SECRET` for `AuthType=azure` elsewhere.
   */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly fetch?: typeof globalThis.fetch;
  /** Unix time in milliseconds. */
  readonly now?: () => number;
  /** For the answer; 10000 by default. An instance's first token takes a while. */
  readonly timeoutMilliseconds?: number;
}

const resource = 'https://signalr.azure.com';
const defaultAuthority = 'https://login.microsoftonline.com';
/** A token is replaced this long before it expires, in milliseconds. */
const margin = 5 * 60_000;

interface Token {
  readonly text: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

type TokenRequest = readonly [url: URL, init: RequestInit];

/**
 * Creates what `createRestClient` takes as `getToken`. A token is kept until shortly before it
 * expires, and asked for once, however many need it.
 *
 * @throws RestError `token-unavailable` when the identity cannot be used here. What it returns
 *   rejects with the same code when no token was given. No message repeats a secret or an answer.
 */
export function createIdentityToken(options: IdentityTokenOptions): () => Promise<string> {
  const { fetch = globalThis.fetch, now = Date.now, timeoutMilliseconds = 10_000 } = options;
  const [url, init] = toRequest(options.auth, options.environment);
  let known: Token | undefined;
  let asking: Promise<Token> | undefined;

  async function ask(): Promise<Token> {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    const response = await fetch(url, { ...init, redirect: 'error', signal }).catch(
      (cause: unknown) => {
        throw unavailable(`${url.host} could not be reached`, cause);
      },
    );
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw unavailable(`${url.host} answered ${response.status}`);
    const token = readToken(body, now());
    if (token === undefined) throw unavailable(`${url.host} answered without a token`);
    return token;
  }

  return async () => {
    if (known !== undefined && now() < known.expiresAt - margin) return known.text;
    asking ??= ask().finally(() => (asking = undefined));
    known = await asking;
    return known.text;
  };
}

function toRequest(auth: AuthType, environment: IdentityTokenOptions['environment']): TokenRequest {
  switch (auth.type) {
    case 'azure.msi':
      // An instance with identities of its own choosing says in AZURE_CLIENT_ID which one is meant.
      return managedIdentity(auth.clientId ?? environment['AZURE_CLIENT_ID'], environment);
    case 'azure.app':
      return application(auth, environment);
    case 'azure': {
      const { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId } = environment;
      const { AZURE_CLIENT_SECRET: clientSecret } = environment;
      if (environment['IDENTITY_ENDPOINT']) return managedIdentity(clientId, environment);
      if (tenantId && clientId && clientSecret) {
        return application({ tenantId, clientId, clientSecret }, environment);
      }
      throw unavailable(
        'there is no managed identity here, and AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET do not name an application',
      );
    }
  }
}

function managedIdentity(
  clientId: string | undefined,
  environment: IdentityTokenOptions['environment'],
): TokenRequest {
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header } = environment;
  if (!endpoint || !header || !URL.canParse(endpoint)) {
    throw unavailable(
      'there is no managed identity here: IDENTITY_ENDPOINT or IDENTITY_HEADER is not set',
    );
  }
  const url = new URL(endpoint);
  url.searchParams.set('api-version', '2019-08-01');
  url.searchParams.set('resource', resource);
  if (clientId) url.searchParams.set('client_id', clientId);
  return [url, { headers: { 'x-identity-header': header } }];
}

function application(
  app: { readonly tenantId: string; readonly clientId: string; readonly clientSecret?: string },
  { AZURE_AUTHORITY_HOST: authority }: IdentityTokenOptions['environment'],
): TokenRequest {
  if (!app.clientSecret)
    throw unavailable('an application needs a secret; certificates are not offered');
  const base = authority && URL.canParse(authority) ? authority : defaultAuthority;
  const url = new URL(`/${encodeURIComponent(app.tenantId)}/oauth2/v2.0/token`, base);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: app.clientId,
    client_secret: app.clientSecret,
    scope: `${resource}/.default`,
  });
  return [url, { method: 'POST', body: form }];
}

/** One endpoint says when the token expires (seconds as text), the other in how many seconds. */
function readToken(body: unknown, now: number): Token | undefined {
  const {
    access_token: text,
    expires_on: on,
    expires_in: within,
  }: Record<string, unknown> = Object(body);
  if (typeof text !== 'string' || text === '') return undefined;
  const at = Number(on) * 1000;
  const expiresAt = Number.isFinite(at) && at > 0 ? at : now + Number(within) * 1000;
  return { text, expiresAt: Number.isFinite(expiresAt) ? expiresAt : now };
}

function unavailable(why: string, cause?: unknown): RestError {
  return new RestError('token-unavailable', `No token of an Entra identity: ${why}`, { cause });
}
