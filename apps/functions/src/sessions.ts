import { isEndedBy, sessionEnds, type SessionEnd } from '@heliograph/contracts';
import type { StateStore } from '@heliograph/metrics-history';
import { BackendError } from './backend-error.ts';
import type { Caller } from './caller.ts';

export interface SessionsOptions {
  readonly state: StateStore;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/**
 * Whose access tokens still count. A token lives on after its person signed out or lost a role; from
 * the moment a session is ended, only tokens that were issued later let this person in.
 *
 * Tokens tell the second in which they were issued. So an end ends all tokens of its second, and is
 * done when that second is over: whoever signs in after it gets a token of a later one.
 */
export interface Sessions {
  /**
   * Takes up to a second. `issuedAt` is that of a token which is to count no longer, in Unix
   * milliseconds: the provider's clock may be ahead of ours.
   */
  end(userId: string, issuedAt?: number): Promise<void>;
  /** @throws BackendError `session-ended` */
  check(caller: Pick<Caller, 'userId' | 'knownSince'>): Promise<void>;
}

const second = 1000;
/** By so much, in milliseconds, a timer may be early against the wall clock. */
const timerSlack = 2;
/** Longer than any access token lives, in milliseconds. */
const remembered = 24 * 60 * 60 * 1000;

/** Times are the provider's and ours, so a clock that is behind delays the next sign-in by as much. */
export function createSessions({ state, now, pause }: SessionsOptions): Sessions {
  return {
    async end(userId, issuedAt = 0) {
      const begin = now();
      const next = (Math.floor(Math.max(begin, issuedAt) / second) + 1) * second;
      const end: SessionEnd = { at: next - 1 };
      await state.put(sessionEnds, userId, end, { expiresAt: begin + remembered });
      // A provider that is ahead is in a later second after this long, too.
      await pause(Math.min(second, Math.max(0, next - now())) + timerSlack);
    },
    async check({ userId, knownSince }) {
      if (isEndedBy(await state.get(sessionEnds, userId), knownSince)) {
        throw new BackendError('session-ended', 'Your session was ended: sign in again');
      }
    },
  };
}
