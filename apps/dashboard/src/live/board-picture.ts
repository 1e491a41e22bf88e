import { formatDuration } from '../charts/time-format.ts';
import type { ConnectionState } from './board-connection.ts';
import type { RecoveryState } from './recovery.ts';

/** What the picture is worth right now, in one word for the eye and one sentence for people. */
export interface Picture {
  readonly tone: 'live' | 'waiting' | 'stale' | 'lost' | 'paused';
  /** A few words, for the status beside the machine's name and for the charts. */
  readonly title: string;
  /** Why. Stays the same while nothing new is known, so that it is read out once. */
  readonly sentence: string;
  /** When the next attempt is planned, if one is: Unix milliseconds. */
  readonly nextAttemptAt?: number;
}

/** All that is known about where data may be stuck. Times in Unix milliseconds. */
export interface PictureFacts {
  readonly now: number;
  readonly paused: boolean;
  readonly connection: ConnectionState;
  /** Since when this connection is in the board's group; `undefined` while it is not. */
  readonly joinedAt: number | undefined;
  readonly recovery: RecoveryState;
  /** Age of the newest tick in milliseconds; `undefined` when there is none. */
  readonly age: number | undefined;
  /** Milliseconds from tick to tick. */
  readonly interval: number;
  /** When the last frame came over the connection. */
  readonly lastLiveAt: number | undefined;
}

/** Publishing begins when the collector notices a watcher, which it looks for every 2 s. */
const joinGraceMs = 5_000;
/** Three intervals without a tick, but no alarm over what is still jitter on fast boards. */
export const staleAfter = (interval: number): number => Math.max(3 * interval, 2_000);

/** Tells what is wrong, as far as it is known, from the outermost hop that shows a fault inwards. */
export function toPicture(facts: PictureFacts): Picture {
  const { now, paused, connection, joinedAt, recovery, age, interval, lastLiveAt } = facts;
  if (paused) {
    return {
      tone: 'paused',
      title: 'Paused',
      sentence: 'This tab was in the background. It continues as soon as you look at it.',
    };
  }
  if (connection.kind !== 'live') return pictureOfConnection(connection);
  if (recovery.kind === 'failing' && (age === undefined || age > staleAfter(interval))) {
    return {
      tone: 'lost',
      title: 'The backend does not answer',
      sentence: asSentence(recovery.error.message),
      nextAttemptAt: recovery.nextAttemptAt,
    };
  }
  if (joinedAt === undefined) {
    if (connection.joinRefused) {
      return {
        tone: 'lost',
        title: 'Not joined',
        sentence: 'Connected, but the backend does not let this page join the board. Asking again.',
      };
    }
    return {
      tone: 'waiting',
      title: 'Joining',
      sentence: 'Connected. Joining the board and fetching what was missed.',
    };
  }
  if (age === undefined || age > staleAfter(interval)) {
    if (recovery.kind === 'fetching' && now - joinedAt < joinGraceMs) {
      return { tone: 'waiting', title: 'Catching up', sentence: 'Fetching the last minutes.' };
    }
    if (age === undefined) {
      return {
        tone: 'stale',
        title: 'No data yet',
        sentence: 'Everything is connected, but the collector has not sent anything.',
      };
    }
    const framesArrive = lastLiveAt !== undefined && now - lastLiveAt <= staleAfter(interval);
    return {
      tone: 'stale',
      title: `No data for ${formatDuration(age)}`,
      sentence: framesArrive
        ? 'What arrives builds on a frame that was lost. The next complete one is on its way.'
        : 'The connection is fine: the collector is silent.',
    };
  }
  if (recovery.kind === 'failing') {
    return {
      tone: 'live',
      title: 'Live',
      sentence: `Live, but older values cannot be fetched: ${asSentence(recovery.error.message)}`,
    };
  }
  const liveIsSilent =
    now - joinedAt > joinGraceMs && (lastLiveAt === undefined || now - lastLiveAt > joinGraceMs);
  if (liveIsSilent) {
    return {
      tone: 'stale',
      title: 'Delayed',
      sentence: 'Live messages do not arrive. Showing what the history has, a little later.',
    };
  }
  return { tone: 'live', title: 'Live', sentence: 'Every tick arrives as it is measured.' };
}

function pictureOfConnection(connection: Exclude<ConnectionState, { kind: 'live' }>): Picture {
  const { reason, nextAttemptAt } = connection;
  const next = nextAttemptAt === undefined ? {} : { nextAttemptAt };
  const why = reason && asSentence(reason.sentence);
  switch (connection.kind) {
    case 'connecting':
      return why === undefined
        ? { tone: 'waiting', title: 'Connecting', sentence: 'Opening the live connection.' }
        : { tone: 'lost', title: titleOf(reason, 'Not connected'), sentence: why, ...next };
    case 'reconnecting':
      return {
        tone: 'lost',
        title: titleOf(reason, 'Connection lost'),
        sentence: why ?? 'The live connection broke.',
        ...next,
      };
    case 'signed-out':
      return { tone: 'lost', title: 'Signed out', sentence: why ?? 'Your session is over.' };
    case 'stopped':
      return { tone: 'paused', title: 'Stopped', sentence: 'The live connection is closed.' };
  }
}

/** Where it is known that the way to the live connection is what fails, that is said first. */
function titleOf(reason: { readonly code: string } | undefined, otherwise: string): string {
  return reason?.code.startsWith('backend-') ? 'The backend does not answer' : otherwise;
}

const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
