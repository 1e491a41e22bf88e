/**
 * Stateful reconnect: a connection outlives its transport, and no message is lost or comes twice.
 *
 * `attached` → `detached` when the transport breaks → `attached` when the client opens another one
 * with the same connection token; a client that stays away for too long is `expired`. A client that
 * notices the break first comes back while the old transport still counts as open; then the new one
 * takes its place. Each side tells the other with a `Sequence` where it goes on, and then sends again
 * what had not been acknowledged.
 *
 * Outgoing messages are in `resumable-outbox.ts`, incoming ones are counted in `incoming-sequence.ts`.
 *
 * Reference: https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md
 */
import type { HubMessage } from '@heliograph/signalr-protocol';
import { IncomingSequence } from './incoming-sequence.ts';
import { ResumableOutbox, type ResumableOutboxOptions } from './resumable-outbox.ts';
import type { Transport } from './transport.ts';

export type StatefulReconnectState =
  | { readonly name: 'attached'; readonly transport: Transport }
  /** `since` in milliseconds. */
  | { readonly name: 'detached'; readonly since: number };

/** What is to be done with a message: it is news, it says nothing new, or it cannot be right. */
export type SequenceVerdict = 'process' | 'ignore' | 'refuse';

export class StatefulReconnect {
  readonly outbox: ResumableOutbox;
  readonly #windowMs: number;
  readonly #incoming = new IncomingSequence();
  #state: StatefulReconnectState;

  constructor(options: ResumableOutboxOptions) {
    this.#windowMs = options.surroundings.limits.resumeWindowMs;
    this.outbox = new ResumableOutbox(options);
    this.#state = { name: 'attached', transport: options.transport };
  }

  get isDetached(): boolean {
    return this.#state.name === 'detached';
  }

  /** @param now Milliseconds. */
  detach(now: number): void {
    if (this.#state.name === 'detached') return;
    this.#state = { name: 'detached', since: now };
    this.outbox.detach();
  }

  /** Goes on over this transport, and drops the one before if that still seems to be there. */
  attach(transport: Transport): void {
    if (this.#state.name === 'attached') {
      this.#state.transport.abandon?.();
      this.outbox.detach();
    }
    this.#state = { name: 'attached', transport };
    this.#incoming.restart();
    this.outbox.attach(transport);
  }

  receive(message: HubMessage): SequenceVerdict {
    if (!this.#incoming.takes(message)) return 'ignore';
    switch (message.type) {
      case 8:
        this.outbox.acknowledged(message.sequenceId);
        return 'ignore';
      case 9:
        return this.#incoming.resumeAt(message.sequenceId) ? 'ignore' : 'refuse';
      default:
        return 'process';
    }
  }

  /** Looks at the clock: acknowledges what has come, and says whether the client stayed away for too long. */
  tick(now: number): 'expired' | undefined {
    if (this.#state.name === 'detached') {
      return now - this.#state.since >= this.#windowMs ? 'expired' : undefined;
    }
    const sequenceId = this.#incoming.takeDueAck();
    if (sequenceId !== undefined) this.outbox.sendAck(sequenceId);
    return undefined;
  }
}
