import type { Frame, Watcher } from '@heliograph/contracts';

/** The live connection, as far as a board must know. Times in Unix milliseconds. */
export type ConnectionState =
  | {
      readonly kind: 'live';
      /** The backend was asked to let this connection join, and did not. It is asked again. */
      readonly joinRefused: boolean;
    }
  | {
      readonly kind: 'connecting' | 'reconnecting' | 'signed-out' | 'stopped';
      /** Only for what went wrong. */
      readonly reason?:
        | {
            readonly code: string;
            readonly sentence: string;
            /** The backend's own code, where it refused. */
            readonly refusal?: string;
          }
        | undefined;
      readonly nextAttemptAt?: number | undefined;
    };

/** What a board needs of the hub: its frames, who watches it, and to be in its group. */
export interface BoardConnection {
  state(): ConnectionState;
  subscribe(listener: () => void): () => void;
  start(): void;
  stop(): Promise<void>;
  /** Does not wait for the planned attempt. */
  retryNow(): void;
  /**
   * Keeps this connection in the board's group, over every reconnect, until released. `onJoined` is
   * called each time that the backend has confirmed it.
   */
  watch(board: string, onJoined: (watchers: readonly Watcher[]) => void): () => void;
  onFrame(handler: (board: string, frame: Frame) => void): () => void;
  onPresence(handler: (board: string, watchers: readonly Watcher[]) => void): () => void;
  /** For diagnostics; `undefined` while not connected. */
  details(): { readonly id?: string | undefined; readonly transport?: string | undefined };
  /** Messages refused because they did not match the contract, by reason. */
  refused(): Readonly<Record<string, number>>;
}
