/**
 * An attempt whose program is loaded when it is first needed. The SignalR client is a good part of
 * what a page consists of, and a page that shows what it knows already, or that nobody is signed in
 * to, does not need it yet.
 */
import type { Attempt, AttemptEvents, AttemptOptions, openAttempt } from './attempt.ts';
import { ClientError } from './client-error.ts';

export type LoadAttempt = () => Promise<{ readonly openAttempt: typeof openAttempt }>;

const loadAttempt: LoadAttempt = () => import('./attempt.ts');

/** As `openAttempt`; fails with `client-not-loaded` when the program cannot be had. */
export function openLateAttempt(
  options: AttemptOptions,
  events: AttemptEvents,
  load = loadAttempt,
): Attempt {
  let ended = false;
  let attempt: Attempt | undefined;

  void load().then(
    ({ openAttempt: open }) => {
      if (!ended) attempt = open(options, events);
    },
    () => {
      if (!ended) events.failed('client-not-loaded');
    },
  );

  return {
    async invoke(target, args) {
      if (attempt) return attempt.invoke(target, args);
      throw new ClientError('not-live', `'${target}' was not sent: there is no connection`);
    },
    async end() {
      ended = true;
      await attempt?.end();
    },
  };
}
