/**
 * Tokens of an Entra identity, for services that take no keys. The library for them is loaded when
 * the first one is needed: most apps on a laptop use a key and never pay for it.
 */
import type * as Identity from '@azure/identity';
import type { AuthType } from '@heliograph/signalr-access';
import { errorText } from '../error-text.ts';
import { FunctionsHostError } from '../functions-host-error.ts';

/**
 * Gives a token for the scope `https://signalr.azure.com/.default` that is good for some minutes at
 * least. Called before every request; whoever gives tokens keeps them.
 */
export type EntraTokenSource = (auth: AuthType) => Promise<string>;

type IdentityLibrary = typeof Identity;

const scope = 'https://signalr.azure.com/.default';
/** A token is replaced this long before it expires, in milliseconds. */
const marginMs = 5 * 60_000;

export interface EntraTokenOptions {
  /** Unix time in milliseconds. */
  readonly now?: () => number;
}

/**
 * Tokens of whoever the connection names, by way of `@azure/identity`. What it returns rejects with
 * FunctionsHostError `binding-failed`, whose message holds no secret.
 */
export function createEntraTokens({ now = Date.now }: EntraTokenOptions = {}): EntraTokenSource {
  const sources = new Map<string, () => Promise<string>>();

  return (auth) => {
    const key = JSON.stringify(auth);
    const known = sources.get(key);
    if (known) return known();
    const created = keepToken(auth, now);
    sources.set(key, created);
    return created();
  };
}

function keepToken(auth: AuthType, now: () => number): () => Promise<string> {
  let credential: Identity.TokenCredential | undefined;
  let known: Identity.AccessToken | undefined;
  let asking: Promise<Identity.AccessToken> | undefined;

  async function ask(): Promise<Identity.AccessToken> {
    try {
      credential ??= createCredential(await import('@azure/identity'), auth);
      const token = await credential.getToken(scope);
      if (token) return token;
      throw new Error('the identity gave none');
    } catch (cause) {
      // The first line says what is wrong; what follows are attempts and correlation ids.
      const [why = ''] = errorText(cause).split('\n');
      const hint =
        auth.type === 'azure' ? ' Is anybody signed in, for example with "az login"?' : '';
      throw new FunctionsHostError(
        'binding-failed',
        `No Entra token for Azure SignalR Service: ${why}${hint}`,
        { cause },
      );
    }
  }

  return async () => {
    if (known && now() < known.expiresOnTimestamp - marginMs) return known.token;
    asking ??= ask().finally(() => (asking = undefined));
    known = await asking;
    return known.token;
  };
}

/** The credential that a connection's `AuthType` asks for. */
export function createCredential(
  identity: IdentityLibrary,
  auth: AuthType,
): Identity.TokenCredential {
  switch (auth.type) {
    case 'azure':
      return new identity.DefaultAzureCredential();
    case 'azure.msi':
      return new identity.ManagedIdentityCredential(
        auth.clientId === undefined ? {} : { clientId: auth.clientId },
      );
    case 'azure.app': {
      const { tenantId, clientId, clientSecret, clientCertPath = '' } = auth;
      return clientSecret === undefined
        ? new identity.ClientCertificateCredential(tenantId, clientId, clientCertPath)
        : new identity.ClientSecretCredential(tenantId, clientId, clientSecret);
    }
  }
}
