/**
 * What a client wants to be part of, whatever becomes of its connection.
 *
 * Groups belong to a connection, so every new connection starts outside all of them. Callers say what
 * they want; this invokes each join until the backend acknowledged it, once for every connection, and
 * the leave once nobody wants it any more. Joins and leaves of one thing never overtake each other.
 */
import { retryDelay, type RetryDelays } from './retry-delay.ts';

/** A target of the backend, and its arguments. */
export type Call = readonly [target: string, ...args: unknown[]];

export interface Wanted {
  readonly join: Call;
  readonly leave?: Call | undefined;
  readonly onJoined?: ((result: unknown) => void) | undefined;
}

export interface JoinState {
  readonly target: string;
  readonly arguments: readonly unknown[];
  /** `retrying`: the backend did not acknowledge it and is asked again. */
  readonly status: 'joining' | 'joined' | 'retrying';
}

export interface DesiredJoinsOptions {
  readonly invoke: (target: string, args: readonly unknown[]) => Promise<unknown>;
  /** Runs `later` after so many milliseconds, unless the returned function is called before. */
  readonly schedule: (later: () => void, milliseconds: number) => () => void;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly retryDelays: RetryDelays;
  /** `states` changed. */
  readonly changed: () => void;
  readonly failed: (target: string, error: unknown) => void;
}

export interface DesiredJoins {
  /** Returns the undo. Those who want the same join share it; each gets a result of its own time. */
  want(wanted: Wanted): () => void;
  connected(): void;
  disconnected(): void;
  /** Of everything that is wanted, oldest first. */
  states(): readonly JoinState[];
}

interface Entry {
  readonly join: Call;
  leave: Call | undefined;
  readonly wanters: Set<Wanted>;
  /** Whether the backend acknowledged the join on this connection. */
  joined: boolean;
  /** Whether a join was sent on this connection; one without an answer may have been carried out. */
  mayBeIn: boolean;
  /** Whether somebody who came later waits for a result. */
  stale: boolean;
  failures: number;
  /** The connection on which a call is under way. */
  busyOn: number | undefined;
  cancelRetry: (() => void) | undefined;
}

/** A leave that the backend keeps refusing is given up; the end of the connection leaves as well. */
const maxLeaveFailures = 5;

export function createDesiredJoins(options: DesiredJoinsOptions): DesiredJoins {
  const entries = new Map<string, Entry>();
  /** Counts connections; undefined while there is none. */
  let connection: number | undefined;
  let connections = 0;

  function reconcile(key: string, entry: Entry): void {
    if (connection === undefined || entry.busyOn === connection) return;
    const wanted = entry.wanters.size > 0;
    if (wanted && (!entry.joined || entry.stale)) {
      entry.stale = false;
      entry.mayBeIn = true;
      run(key, entry, entry.join, (result) => {
        entry.joined = true;
        for (const { onJoined } of [...entry.wanters]) onJoined?.(result);
      });
    } else if (!wanted && entry.mayBeIn && entry.leave && entry.failures < maxLeaveFailures) {
      run(key, entry, entry.leave, () => {
        entry.joined = false;
        entry.mayBeIn = false;
      });
    } else if (!wanted) {
      forget(key, entry);
    }
  }

  function run(key: string, entry: Entry, call: Call, done: (result: unknown) => void): void {
    const on = connection;
    const [target, ...args] = call;
    entry.cancelRetry?.();
    entry.cancelRetry = undefined;
    entry.busyOn = on;

    const settle = (act: () => void) => {
      // Answers to calls on a connection that is gone say nothing about this one.
      if (on !== connection || entries.get(key) !== entry) return;
      entry.busyOn = undefined;
      act();
      options.changed();
    };
    options.invoke(target, args).then(
      (result) =>
        settle(() => {
          entry.failures = 0;
          done(result);
          reconcile(key, entry);
        }),
      (error: unknown) => {
        settle(() => {
          entry.failures += 1;
          options.failed(target, error);
          entry.cancelRetry = options.schedule(
            () => reconcile(key, entry),
            retryDelay(entry.failures, options.random(), options.retryDelays),
          );
        });
      },
    );
  }

  function forget(key: string, entry: Entry): void {
    entry.cancelRetry?.();
    entries.delete(key);
    options.changed();
  }

  return {
    want(wanted) {
      const key = JSON.stringify(wanted.join);
      const entry = entries.get(key) ?? newEntry(wanted.join);
      entries.set(key, entry);
      entry.wanters.add(wanted);
      entry.leave = wanted.leave ?? entry.leave;
      entry.stale = entry.joined;
      entry.failures = 0;
      reconcile(key, entry);
      options.changed();

      return () => {
        if (!entry.wanters.delete(wanted) || entry.wanters.size > 0) return;
        entry.failures = 0;
        if (connection === undefined) forget(key, entry);
        else reconcile(key, entry);
        options.changed();
      };
    },
    connected() {
      connections += 1;
      connection = connections;
      for (const [key, entry] of entries) reconcile(key, entry);
    },
    disconnected() {
      connection = undefined;
      for (const [key, entry] of entries) {
        entry.joined = false;
        entry.mayBeIn = false;
        entry.busyOn = undefined;
        entry.failures = 0;
        entry.cancelRetry?.();
        entry.cancelRetry = undefined;
        if (entry.wanters.size === 0) entries.delete(key);
      }
    },
    states: () => [...entries.values()].filter(({ wanters }) => wanters.size > 0).map(toState),
  };
}

const newEntry = (join: Call): Entry => ({
  join,
  leave: undefined,
  wanters: new Set(),
  joined: false,
  mayBeIn: false,
  stale: false,
  failures: 0,
  busyOn: undefined,
  cancelRetry: undefined,
});

function toState({ join: [target, ...args], joined, failures }: Entry): JoinState {
  const status = joined ? 'joined' : failures > 0 ? 'retrying' : 'joining';
  return { target, arguments: args, status };
}
