import { boardGroup, liveHub, type BoardId, type Frame } from '@heliograph/contracts';
import { clientInvocation } from '@heliograph/signalr-contract';
import type { RestClient } from '@heliograph/signalr-rest-client';
import { reasonOf, type Log } from './log.ts';
import {
  conditionOf,
  firstPublishState,
  nextPublishState,
  type PublishCondition,
  type PublishEvent,
} from './publish-state.ts';

export interface PublisherOptions {
  readonly client: Pick<RestClient, 'groupHasMembers' | 'sendToGroup'>;
  readonly board: BoardId;
  readonly log: Log;
  /** Pause between two questions whether anybody watches, in milliseconds. Default 2000. */
  readonly askEvery?: number;
  readonly now?: () => number;
}

export interface PublishCounts {
  readonly published: number;
  readonly failed: number;
  /** Gave way to a newer one while the service took its time. */
  readonly superseded: number;
  /** Larger than the hub's budget for a frame. */
  readonly oversized: number;
}

/**
 * Publishes frames to those who watch a board, and nothing while nobody does. The newest frame wins:
 * one is under way at a time and one waits. What a watcher misses it reads from the history.
 */
export interface Publisher {
  offer(frame: Frame): void;
  readonly condition: PublishCondition;
  /** Since when, Unix milliseconds. */
  readonly since: number;
  readonly failure: { readonly code: string; readonly message: string } | undefined;
  readonly counts: PublishCounts;
  stop(): Promise<void>;
}

export function startPublisher(options: PublisherOptions): Publisher {
  const { client, board, log, askEvery = 2000, now = Date.now } = options;
  const group = boardGroup(board);
  const aborted = new AbortController();
  const { signal } = aborted;
  const counts = { published: 0, failed: 0, superseded: 0, oversized: 0 };
  let state = firstPublishState;
  let since = now();
  let next: Frame | undefined;
  let sending: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function apply(event: PublishEvent): void {
    if (signal.aborted) return;
    const before = conditionOf(state);
    state = nextPublishState(state, event);
    const condition = conditionOf(state);
    if (condition === before) return;
    since = now();
    if (state.failure) {
      log.warn({ board, reason: state.failure.reason }, 'frames cannot be published');
    } else {
      log.info({ board }, condition === 'publishing' ? 'publishing frames' : 'nobody watches');
    }
  }

  async function ask(): Promise<void> {
    try {
      apply({ type: 'answered', isWatched: await client.groupHasMembers(group, { signal }) });
    } catch (reason) {
      apply({ type: 'failed', of: 'asking', reason: reasonOf(reason) });
    }
    if (signal.aborted) return;
    timer = setTimeout(() => {
      asking = ask();
    }, askEvery);
  }

  async function send(): Promise<void> {
    while (next && !signal.aborted) {
      const invocation = clientInvocation(liveHub, 'frame', board, next);
      next = undefined;
      try {
        await client.sendToGroup(group, invocation, { signal });
        counts.published += 1;
        apply({ type: 'sent' });
      } catch (reason) {
        counts.failed += 1;
        apply({ type: 'failed', of: 'sending', reason: reasonOf(reason) });
      }
    }
    sending = undefined;
  }

  function isTooLarge(frame: Frame): boolean {
    const bytes = Buffer.byteLength(JSON.stringify([board, frame]));
    if (bytes <= liveHub.client.frame.maxBytes) return false;
    if (counts.oversized === 0) {
      log.warn(
        { board, bytes },
        'a frame is too large to publish; watchers read it from the history',
      );
    }
    counts.oversized += 1;
    return true;
  }

  let asking = ask();

  return {
    offer(frame) {
      if (!state.isWatched || signal.aborted || isTooLarge(frame)) return;
      if (next) counts.superseded += 1;
      next = frame;
      sending ??= send();
    },
    get condition() {
      return conditionOf(state);
    },
    get since() {
      return since;
    },
    get failure() {
      return state.failure?.reason;
    },
    get counts() {
      return { ...counts };
    },
    async stop() {
      aborted.abort();
      clearTimeout(timer);
      await asking;
      await sending;
    },
  };
}
