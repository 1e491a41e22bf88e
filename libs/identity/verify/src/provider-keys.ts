import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod/mini';
import { IdentityError } from './identity-error.ts';

/** What verification needs to know of an OpenID provider. */
export interface ProviderKeys {
  /** The exact `iss` of the provider's tokens. */
  readonly issuer: string;
  readonly keyOf: JWTVerifyGetKey;
}

export interface ProviderKeysOptions {
  /** Issuer URL, with or without a trailing slash. */
  readonly authority: string;
  readonly fetch: typeof fetch;
}

// OpenID Connect Discovery 1.0, section 3.
const metadataSchema = z.object({
  issuer: z.string().check(z.minLength(1)),
  jwks_uri: z.url(),
});

/** Longest wait for the provider, in milliseconds. A caller waits meanwhile. */
const fetchTimeout = 5_000;
/** How long fetched keys are used, in milliseconds; a key id that is not among them refetches. */
const keysMaxAge = 60 * 60 * 1000;

/**
 * Finds a provider's issuer and keys through its discovery document, when they are first asked
 * for. Callers at the same time share one request; a failure is not remembered, so the next
 * caller tries again.
 *
 * The returned function throws IdentityError `provider-unreachable`.
 */
export function createProviderKeys(options: ProviderKeysOptions): () => Promise<ProviderKeys> {
  let discovered: Promise<ProviderKeys> | undefined;

  return () => {
    discovered ??= discover(options).catch((reason: unknown) => {
      discovered = undefined;
      throw reason;
    });
    return discovered;
  };
}

async function discover({ authority, fetch }: ProviderKeysOptions): Promise<ProviderKeys> {
  const base = authority.replace(/\/+$/, '');
  const metadata = await readMetadata(`${base}/.well-known/openid-configuration`, fetch);
  // OpenID Connect Discovery 1.0, section 4.3: the document must speak of the issuer that was asked.
  if (metadata.issuer.replace(/\/+$/, '') !== base) {
    throw unreachable(
      `The provider at ${base} says that its issuer is ${metadata.issuer}; configure that one`,
    );
  }
  const keyOf = createRemoteJWKSet(new URL(metadata.jwks_uri), {
    timeoutDuration: fetchTimeout,
    cacheMaxAge: keysMaxAge,
    [customFetch]: fetch,
  });
  return { issuer: metadata.issuer, keyOf };
}

async function readMetadata(url: string, fetchIt: typeof fetch) {
  let body: unknown;
  try {
    const response = await fetchIt(url, { signal: AbortSignal.timeout(fetchTimeout) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    body = await response.json();
  } catch (cause) {
    throw unreachable(`The provider's discovery document ${url} could not be fetched`, cause);
  }
  const metadata = metadataSchema.safeParse(body);
  if (!metadata.success) {
    throw unreachable(`${url} is not an OpenID discovery document`, metadata.error);
  }
  return metadata.data;
}

function unreachable(message: string, cause?: unknown): IdentityError {
  return new IdentityError('provider-unreachable', message, { cause });
}
