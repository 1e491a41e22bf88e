import type { Frame, Watcher } from '@heliograph/contracts';
import type { BoardConnection, ConnectionState } from './board-connection.ts';

export const ada: Watcher = { userId: 'ada@example.org', name: 'Ada' };

export type TestConnection = ReturnType<typeof createTestConnection>;

/** Test only: a hub whose connection the test controls. */
export function createTestConnection() {
  let state: ConnectionState = { kind: 'connecting' };
  let frameHandler: ((board: string, frame: Frame) => void) | undefined;
  let wish: { board: string; onJoined: (watchers: readonly Watcher[]) => void } | undefined;
  const listeners = new Set<() => void>();
  const calls: string[] = [];
  const enter = (next: ConnectionState): void => {
    state = next;
    listeners.forEach((listener) => listener());
  };
  const connection: BoardConnection = {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => void calls.push('start'),
    stop: async () => void calls.push('stop'),
    retryNow: () => void calls.push('retryNow'),
    watch(board, onJoined) {
      wish = { board, onJoined };
      calls.push(`watch ${board}`);
      return () => {
        wish = undefined;
        calls.push(`leave ${board}`);
      };
    },
    onFrame(handler) {
      frameHandler = handler;
      return () => (frameHandler = undefined);
    },
    onPresence: () => () => undefined,
    details: () => ({}),
    refused: () => ({ 'arguments-invalid': 2 }),
  };
  return {
    connection,
    calls,
    enter,
    confirmJoin: () => wish?.onJoined([ada]),
    connect() {
      enter({ kind: 'live', joinRefused: false });
      wish?.onJoined([ada]);
    },
    deliver: (frame: Frame, board = 'machine') => frameHandler?.(board, frame),
  };
}
