import { backendPaths, liveHub } from '@heliograph/contracts';
import { createHubClient, type ClientState } from '@heliograph/signalr-client';
import type { BoardConnection, ConnectionState } from './board-connection.ts';

/** The live hub as a board sees it. */
export function createHubConnection(options: {
  readonly backendUrl: string;
  readonly accessToken: () => Promise<string>;
  readonly now: () => number;
}): BoardConnection {
  const client = createHubClient({
    hub: liveHub,
    negotiateUrl: options.backendUrl + backendPaths.negotiate,
    getAccessToken: options.accessToken,
    now: options.now,
  });
  return {
    state: () => toConnectionState(client.state()),
    subscribe: client.subscribe,
    start: client.start,
    stop: client.stop,
    retryNow: client.retryNow,
    watch: (board, onJoined) =>
      client.want({
        join: ['joinBoard', board],
        leave: ['leaveBoard', board],
        onJoined: (result) => onJoined(result.watchers),
      }),
    onFrame: (handler) => client.on('frame', handler),
    onPresence: (handler) => client.on('presenceChanged', handler),
    details() {
      const state = client.state();
      return state.status === 'live' ? { id: state.connectionId, transport: 'WebSockets' } : {};
    },
    refused: client.dropped,
  };
}

/** Reasons that accompany a state without having caused it. */
const harmless = new Set(['created', 'starting', 'retrying', 'connected', 'stopped']);

export function toConnectionState(state: ClientState): ConnectionState {
  const { status } = state;
  switch (status) {
    case 'live':
      return { kind: status, joinRefused: state.joins.some((join) => join.status === 'retrying') };
    case 'idle':
      return { kind: 'connecting' };
    default: {
      const reason = harmless.has(state.reason.code) ? {} : { reason: state.reason };
      const next = 'nextAttemptAt' in state ? { nextAttemptAt: state.nextAttemptAt } : {};
      return { kind: status, ...reason, ...next };
    }
  }
}
