import { errors } from 'jose';
import { IdentityError } from './identity-error.ts';

/** Says in our words why `jose` refused a token. Whatever is not about the token is the provider's. */
export function toIdentityError(reason: unknown): IdentityError {
  if (reason instanceof IdentityError) return reason;
  if (reason instanceof errors.JWTExpired) {
    return new IdentityError('token-expired', 'The token has expired', { cause: reason });
  }
  if (reason instanceof errors.JWTClaimValidationFailed) return fromClaim(reason);
  if (
    reason instanceof errors.JWSSignatureVerificationFailed ||
    reason instanceof errors.JWKSNoMatchingKey ||
    reason instanceof errors.JWKSMultipleMatchingKeys
  ) {
    return new IdentityError(
      'signature-invalid',
      'The token is not signed by the configured provider',
      { cause: reason },
    );
  }
  if (reason instanceof errors.JOSEAlgNotAllowed || reason instanceof errors.JOSENotSupported) {
    return new IdentityError(
      'algorithm-refused',
      'The token is signed in a way that is not accepted',
      { cause: reason },
    );
  }
  if (reason instanceof errors.JWSInvalid || reason instanceof errors.JWTInvalid) {
    return new IdentityError('token-malformed', 'The token is not a signed JSON Web Token', {
      cause: reason,
    });
  }
  return new IdentityError('provider-unreachable', "The provider's keys could not be read", {
    cause: reason,
  });
}

function fromClaim(reason: errors.JWTClaimValidationFailed): IdentityError {
  switch (reason.claim) {
    case 'aud':
      return new IdentityError('audience-foreign', 'The token is meant for another API', {
        cause: reason,
      });
    case 'iss':
      return new IdentityError('issuer-foreign', 'The token comes from another provider', {
        cause: reason,
      });
    case 'nbf':
    case 'iat':
      return new IdentityError('token-not-yet-valid', 'The token is not valid yet', {
        cause: reason,
      });
    default:
      return new IdentityError('token-malformed', `The token's claim '${reason.claim}' is wrong`, {
        cause: reason,
      });
  }
}
