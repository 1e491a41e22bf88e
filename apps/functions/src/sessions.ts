import type { StateStore } from '@heliograph/metrics-history';
import * as z from 'zod';
import { BackendError } from './backend-error.ts';
import type { Caller } from './caller.ts';

export interface SessionsOptions {
  readonly state: StateStore;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/**
 * Whose access tokens still count. A token lives on after its person signed out or lost a role; from
 * the moment a session is ended, only tokens that were issued later let this person in.
 */
export interface Sessions {
  end(userId: string): Promise<void>;
  /** @throws BackendError `session-ended` */
  check(caller: Pick<Caller, 'userId' | 'knownSince'>): Promise<void>;
}

const partition = 'session-ends';
/** Longer than any access token lives, in milliseconds. */
const remembered = 24 * 60 * 60 * 1000;

const endSchema = z.object({ at: z.number() });

/** Times are the provider's and ours, so a clock that is behind delays the next sign-in by as much. */
export function createSessions({ state, now }: SessionsOptions): Sessions {
  return {
    end: (userId) => state.put(partition, userId, { at: now() }, { expiresAt: now() + remembered }),
    async check({ userId, knownSince }) {
      const end = endSchema.safeParse(await state.get(partition, userId));
      if (end.success && knownSince <= end.data.at) {
        throw new BackendError('session-ended', 'Your session was ended: sign in again');
      }
    },
  };
}
