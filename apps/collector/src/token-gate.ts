import { liveHub, publishPermission } from '@heliograph/contracts';
import {
  createAccessTokenVerifier,
  IdentityError,
  readBearerToken,
} from '@heliograph/identity-verify';
import { CollectorError } from './collector-error.ts';
import { createGate, type Gate, type GateOptions, type Refusal } from './gate.ts';
import type { SignIn } from './settings.ts';

export interface TokenGateOptions extends Pick<GateOptions, 'log'> {
  readonly signIn: SignIn;
  /** Unix milliseconds. */
  readonly now: () => number;
}

const permitted: readonly string[] = [publishPermission, ...liveHub.server.publishMetric.roles];

/** Where others can reach it: who shows a token of the issuer, with a role that may push, passes. */
export function createTokenGate({ signIn, log, now }: TokenGateOptions): Gate {
  const verifier = createAccessTokenVerifier({ ...signIn, now });

  return createGate({
    log,
    isLocal: false,
    async judge({ headers }) {
      try {
        const { userId, roles } = await verifier.verify(readBearerToken(headers.authorization));
        if (permitted.some((role) => roles.includes(role))) return undefined;
        const message = `To push metrics, one of the roles ${permitted.join(', ')} is needed`;
        return { error: new CollectorError('permission-denied', message), who: userId };
      } catch (reason) {
        if (reason instanceof IdentityError) return toRefusal(reason);
        throw reason;
      }
    },
  });
}

function toRefusal(reason: IdentityError): Refusal {
  const { code, message } = reason;
  const cause = { cause: reason };
  switch (code) {
    case 'token-missing':
    case 'provider-unreachable':
      return { error: new CollectorError(code, message, cause) };
    default:
      return { error: new CollectorError('token-refused', message, cause), code };
  }
}
