import { backendPaths, liveHub, problemSchema } from '@heliograph/contracts';
import { createHubClient, type ClientState } from '@heliograph/signalr-client';
import type { PeopleConnection } from '../messages/people-connection.ts';
import type { BoardConnection, ConnectionState } from './board-connection.ts';

/** The live hub, as boards and people see it: a person has one connection for everything. */
export function createHubConnection(options: {
  readonly backendUrl: string;
  readonly accessToken: () => Promise<string>;
  readonly now: () => number;
}): BoardConnection & PeopleConnection {
  const client = createHubClient({
    hub: liveHub,
    negotiateUrl: options.backendUrl + backendPaths.negotiate,
    getAccessToken: options.accessToken,
    now: options.now,
    readRefusal: (body) => problemSchema.safeParse(body).data?.error,
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
    isLive: () => client.state().status === 'live',
    onGreeting: (handler) => client.on('greeting', handler),
    onChatMessage: (handler) => client.on('chatMessage', handler),
    onNotification: (handler) => client.on('notification', handler),
    chatToAll: (text) => client.invoke('chatToAll', text),
    chatToPerson: (userId, text) => client.invoke('chatToPerson', userId, text),
    notify: (recipient, notice) => client.invoke('notify', recipient, notice),
    publishMetric: (metric) => client.invoke('publishMetric', metric),
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
      const reason = harmless.has(state.reason.code) ? {} : { reason: toReason(state.reason) };
      const next = 'nextAttemptAt' in state ? { nextAttemptAt: state.nextAttemptAt } : {};
      return { kind: status, ...reason, ...next };
    }
  }
}

/** What the backend says is more to the point than what its status means. */
const toReason = ({ code, sentence, refusal }: ClientState['reason']) =>
  refusal ? { code, sentence: refusal.message, refusal: refusal.code } : { code, sentence };
