/**
 * What the publisher knows: whether anybody watches the board, and what went wrong last. A pure
 * transition function, so that every sequence of answers can be tried.
 */
export interface PublishState {
  /** `undefined` until the service first answered. */
  readonly isWatched: boolean | undefined;
  readonly failure: PublishFailure | undefined;
}

export interface PublishFailure {
  readonly of: 'asking' | 'sending';
  readonly reason: { readonly code: string; readonly message: string };
}

export type PublishEvent =
  | { readonly type: 'answered'; readonly isWatched: boolean }
  | { readonly type: 'sent' }
  | ({ readonly type: 'failed' } & PublishFailure);

export type PublishCondition =
  /** The service has not answered yet. */
  | 'starting'
  /** Nobody watches, so nothing is published. */
  | 'unwatched'
  | 'publishing'
  /** The service refuses or cannot be reached. Whoever watches reads the history afterwards. */
  | 'failing';

export const firstPublishState: PublishState = { isWatched: undefined, failure: undefined };

export function nextPublishState(state: PublishState, event: PublishEvent): PublishState {
  switch (event.type) {
    case 'answered': {
      // That it answers a question does not say that it takes frames again; a sent one does.
      const { failure } = state;
      const isOver = !event.isWatched || failure?.of === 'asking';
      return { isWatched: event.isWatched, failure: isOver ? undefined : failure };
    }
    case 'sent':
      return { ...state, failure: undefined };
    case 'failed':
      return { ...state, failure: { of: event.of, reason: event.reason } };
  }
}

export function conditionOf({ isWatched, failure }: PublishState): PublishCondition {
  if (failure) return 'failing';
  if (isWatched === undefined) return 'starting';
  return isWatched ? 'publishing' : 'unwatched';
}
