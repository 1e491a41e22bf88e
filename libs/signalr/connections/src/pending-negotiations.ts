import { newConnectionId } from './connection-id.ts';
import type { NegotiateVersion } from './negotiate-answer.ts';

/** What a client was promised by a negotiation. */
export interface Negotiation {
  readonly connectionId: string;
  readonly connectionToken: string;
  readonly hub: string;
  readonly userId: string | undefined;
  /** Whether the connection may outlive its transport. */
  readonly statefulReconnect: boolean;
  /** Milliseconds. */
  readonly negotiatedAt: number;
}

/** Negotiations that wait for their connect: for a while, and not without bound. */
export class PendingNegotiations {
  readonly #timeoutMs: number;
  readonly #max: number;
  /** In the order of their age, so the expired ones come first. */
  readonly #pending = new Map<string, Negotiation>();

  constructor(timeoutMs: number, max: number) {
    this.#timeoutMs = timeoutMs;
    this.#max = max;
  }

  /** `undefined` when too many wait already. */
  open(
    version: NegotiateVersion,
    client: { readonly hub: string; readonly userId?: string | undefined },
    statefulReconnect: boolean,
    now: number,
  ): Negotiation | undefined {
    this.sweep(now);
    if (this.#pending.size >= this.#max) return undefined;
    const connectionId = newConnectionId();
    const negotiation = {
      connectionId,
      connectionToken: version === 0 ? connectionId : newConnectionId(),
      hub: client.hub,
      userId: client.userId,
      statefulReconnect,
      negotiatedAt: now,
    };
    this.#pending.set(negotiation.connectionToken, negotiation);
    return negotiation;
  }

  /** Redeems a token, once, in time, and only for the hub and the user that it was made out to. */
  redeem(
    connectionToken: string,
    client: { readonly hub: string; readonly userId?: string | undefined },
    now: number,
  ): Negotiation | undefined {
    this.sweep(now);
    const negotiation = this.#pending.get(connectionToken);
    if (
      negotiation?.hub.toLowerCase() !== client.hub.toLowerCase() ||
      negotiation.userId !== client.userId
    ) {
      return undefined;
    }
    this.#pending.delete(connectionToken);
    return negotiation;
  }

  sweep(now: number): void {
    for (const [token, { negotiatedAt }] of this.#pending) {
      if (now - negotiatedAt < this.#timeoutMs) return;
      this.#pending.delete(token);
    }
  }
}
