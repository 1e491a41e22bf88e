import { describe, expect, it } from 'vitest';
import {
  conditionOf,
  firstPublishState,
  nextPublishState,
  type PublishEvent,
} from './publish-state.ts';

const reason = { code: 'unreachable', message: 'no answer' };
const events = {
  watched: { type: 'answered', isWatched: true },
  unwatched: { type: 'answered', isWatched: false },
  sent: { type: 'sent' },
  askingFailed: { type: 'failed', of: 'asking', reason },
  sendingFailed: { type: 'failed', of: 'sending', reason },
} as const satisfies Record<string, PublishEvent>;

describe(nextPublishState, () => {
  it.for([
    [[], 'starting'],
    [['unwatched'], 'unwatched'],
    [['watched'], 'publishing'],
    [['watched', 'sent', 'sent'], 'publishing'],
    [['watched', 'unwatched'], 'unwatched'],
    [['askingFailed'], 'failing'],
    [['askingFailed', 'watched'], 'publishing'],
    [['watched', 'askingFailed', 'sent'], 'publishing'],
    // A service that answers questions and refuses frames is not well.
    [['watched', 'sendingFailed', 'watched'], 'failing'],
    [['watched', 'sendingFailed', 'watched', 'sent'], 'publishing'],
    [['watched', 'sendingFailed', 'unwatched'], 'unwatched'],
  ] as const)('after %o it is %s', ([happened, condition]) => {
    const state = happened.reduce(
      (before, event) => nextPublishState(before, events[event]),
      firstPublishState,
    );

    expect(conditionOf(state)).toBe(condition);
  });

  it('keeps why it failed', () => {
    const state = nextPublishState(firstPublishState, events.askingFailed);

    expect(state.failure).toEqual({ of: 'asking', reason });
  });
});
