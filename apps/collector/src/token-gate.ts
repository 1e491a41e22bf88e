import {
  isEndedBy,
  liveHub,
  publishPermission,
  sessionEnded,
  sessionEnds,
} from '@heliograph/contracts';
import {
  createAccessTokenVerifier,
  IdentityError,
  readBearerToken,
  type Person,
} from '@heliograph/identity-verify';
import type { StateStore } from '@heliograph/metrics-history';
import { CollectorError } from './collector-error.ts';
import { createGate, type Gate, type GateOptions, type Refusal } from './gate.ts';
import type { SignIn } from './settings.ts';

export interface TokenGateOptions extends Pick<GateOptions, 'log'> {
  readonly signIn: SignIn;
  /** Where the backend notes whose session was ended. */
  readonly state: Pick<StateStore, 'get'>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

const permitted: readonly string[] = [publishPermission, ...liveHub.server.publishMetric.roles];

/**
 * Where others can reach it: who shows a token of the issuer, with a role that may push, passes, as
 * long as their session was not ended after it was issued.
 */
export function createTokenGate({ signIn, state, log, now }: TokenGateOptions): Gate {
  const verifier = createAccessTokenVerifier({ ...signIn, now });

  async function isOver({ userId, issuedAt }: Person): Promise<boolean> {
    try {
      return isEndedBy(await state.get(sessionEnds, userId), issuedAt);
    } catch (cause) {
      const message = 'Whether your session was ended cannot be read now: try again later';
      throw new CollectorError('sessions-unreadable', message, { cause });
    }
  }

  return createGate({
    log,
    isLocal: false,
    async judge({ headers }) {
      try {
        const person = await verifier.verify(readBearerToken(headers.authorization));
        return refuseKnown(person, await isOver(person));
      } catch (reason) {
        if (reason instanceof IdentityError) return toRefusal(reason);
        if (reason instanceof CollectorError) return { error: reason };
        throw reason;
      }
    },
  });
}

function refuseKnown({ userId, roles }: Person, isOver: boolean): Refusal | undefined {
  if (isOver) {
    const error = new CollectorError('token-refused', 'Your session was ended: sign in again');
    return { error, code: sessionEnded, who: userId };
  }
  if (permitted.some((role) => roles.includes(role))) return undefined;
  const message = `To push metrics, one of the roles ${permitted.join(', ')} is needed`;
  return { error: new CollectorError('permission-denied', message), who: userId };
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
