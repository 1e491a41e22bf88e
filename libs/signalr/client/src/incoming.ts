import {
  ContractError,
  readClientArguments,
  type ClientArguments,
  type ClientTargetName,
  type Hub,
} from '@heliograph/signalr-contract';

/** Why something that the service invoked did not reach a handler, or did not get through it. */
export const dropReasons = [
  /** The hub has no such target: the other side is newer or older. */
  'target-unknown',
  /** The arguments do not match the target's schema. */
  'arguments-invalid',
  /** A handler threw. The other handlers got it. */
  'handler-failed',
] as const;

export type DropReason = (typeof dropReasons)[number];

/** How many messages were dropped since the client was made, by reason. */
export type DroppedCounts = Readonly<Record<DropReason, number>>;

export type ClientHandler<H extends Hub, Target extends ClientTargetName<H>> = (
  ...args: ClientArguments<H, Target>
) => void;

export interface Incoming<H extends Hub> {
  /** Returns the undo. */
  on<Target extends ClientTargetName<H>>(
    target: Target,
    handler: ClientHandler<H, Target>,
  ): () => void;
  /** Reads what arrived and gives it to the handlers. Never throws. */
  receive(target: ClientTargetName<H>, args: readonly unknown[]): void;
  /** Counts and reports. */
  drop(reason: DropReason, target: string, error?: unknown): void;
  dropped(): DroppedCounts;
}

type AnyHandler = (...args: readonly unknown[]) => void;

/** Stands between the wire and the handlers: nothing unread passes, and nothing thrown goes back. */
export function createIncoming<H extends Hub>(
  hub: H,
  report: (reason: DropReason, target: string, error: unknown) => void,
): Incoming<H> {
  const handlers = new Map<string, Set<AnyHandler>>();
  const counts: Record<DropReason, number> = {
    'target-unknown': 0,
    'arguments-invalid': 0,
    'handler-failed': 0,
  };

  function drop(reason: DropReason, target: string, error?: unknown): void {
    counts[reason] += 1;
    report(reason, target, error);
  }

  return {
    on(target, handler) {
      // The same function given twice is two handlers, each with its own undo.
      const own: AnyHandler = (...args) => (handler as AnyHandler)(...args);
      const all = handlers.get(target) ?? new Set();
      handlers.set(target, all.add(own));
      return () => void all.delete(own);
    },
    receive(target, args) {
      let read: readonly unknown[];
      try {
        read = readClientArguments(hub, target, args);
      } catch (error) {
        const unknown = error instanceof ContractError && error.code === 'target-unknown';
        drop(unknown ? 'target-unknown' : 'arguments-invalid', target, error);
        return;
      }
      for (const handler of [...(handlers.get(target) ?? [])]) {
        try {
          handler(...read);
        } catch (error) {
          drop('handler-failed', target, error);
        }
      }
    },
    drop,
    dropped: () => ({ ...counts }),
  };
}
