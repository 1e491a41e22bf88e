import { decodeProtectedHeader, jwtVerify } from 'jose';
import { IdentityError } from './identity-error.ts';
import { toPerson, type Person } from './person.ts';
import { createProviderKeys } from './provider-keys.ts';
import { toIdentityError } from './verification-failure.ts';

export interface AccessTokenVerifierOptions {
  /** The OpenID provider's issuer URL; its discovery document is fetched when first needed. */
  readonly authority: string;
  /** Our API as the provider knows it: one of the token's `aud` must equal it. */
  readonly audience: string;
  /** Claim with the user id, `sub` by default. */
  readonly userIdClaim?: string;
  /** Claim with the display name, `name` by default; then `preferred_username`, then the user id. */
  readonly nameClaim?: string;
  /** Claim with the roles, `roles` by default. */
  readonly rolesClaim?: string;
  readonly fetch?: typeof fetch;
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** How far the provider's clock may differ from ours, in seconds; 30 by default. */
  readonly clockToleranceSeconds?: number;
}

export interface AccessTokenVerifier {
  /** @throws IdentityError with the reason; never with the token. */
  verify(token: string): Promise<Person>;
}

/**
 * What a provider may sign with: public keys only. With a shared secret (HS…) anybody who can
 * verify could also sign, and a public key could be passed off as one.
 */
const algorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** Entra ID's tokens with many groups come close to 8 KB. */
const longestToken = 16 * 1024;

/**
 * Verifies access tokens of any OpenID provider: signature by the keys it publishes, issuer,
 * audience and life time. It is a different matter what the person may do.
 */
export function createAccessTokenVerifier(
  options: AccessTokenVerifierOptions,
): AccessTokenVerifier {
  const { authority, audience, clockToleranceSeconds = 30, now = Date.now } = options;
  const names = {
    userId: options.userIdClaim ?? 'sub',
    name: options.nameClaim ?? 'name',
    roles: options.rolesClaim ?? 'roles',
  };
  const provider = createProviderKeys({ authority, fetch: options.fetch ?? fetch });

  return {
    async verify(token) {
      refuseAtSight(token);
      const { issuer, keyOf } = await provider();
      try {
        const { payload } = await jwtVerify(token, keyOf, {
          issuer,
          audience,
          algorithms,
          clockTolerance: clockToleranceSeconds,
          currentDate: new Date(now()),
          requiredClaims: ['exp'],
        });
        return toPerson(payload, names);
      } catch (reason) {
        throw toIdentityError(reason);
      }
    },
  };
}

/** Refuses what is no token of ours for certain, so that rubbish never makes us ask the provider. */
function refuseAtSight(token: string): void {
  if (token === '') throw new IdentityError('token-missing', 'Sign in: there is no access token');
  if (token.length > longestToken) {
    throw new IdentityError('token-malformed', `A token has at most ${longestToken} characters`);
  }
  let algorithm: unknown;
  try {
    algorithm = decodeProtectedHeader(token).alg;
  } catch (cause) {
    throw new IdentityError('token-malformed', 'The token is not a signed JSON Web Token', {
      cause,
    });
  }
  if (typeof algorithm !== 'string' || !algorithms.includes(algorithm)) {
    throw new IdentityError(
      'algorithm-refused',
      'The token is signed in a way that is not accepted',
    );
  }
}
