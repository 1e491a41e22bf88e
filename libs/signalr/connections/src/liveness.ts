import type { ConnectionLimits } from './connection-limits.ts';

/**
 * When a connection was last heard of and last pinged, and what follows from that at a given time.
 * Times are milliseconds of a clock that never goes back.
 */
export class Liveness {
  #pingedAt: number;
  #heardAt: number;
  #clientPings = false;

  constructor(now: number) {
    this.#pingedAt = this.#heardAt = now;
  }

  /** The connection begins to be watched again: it goes on over another transport. */
  restart(now: number): void {
    this.#pingedAt = this.#heardAt = now;
  }

  heard(now: number): void {
    this.#heardAt = now;
  }

  /** From now on silence means something: a client that never pings need not say anything. */
  clientPinged(): void {
    this.#clientPings = true;
  }

  owesHandshake(now: number, { handshakeTimeoutMs }: ConnectionLimits): boolean {
    return now - this.#pingedAt >= handshakeTimeoutMs;
  }

  isSilent(now: number, { clientTimeoutMs }: ConnectionLimits): boolean {
    return this.#clientPings && now - this.#heardAt >= clientTimeoutMs;
  }

  /** Whether a ping is due, which then counts as sent. */
  takePing(now: number, { keepAliveMs }: ConnectionLimits): boolean {
    if (now - this.#pingedAt < keepAliveMs) return false;
    this.#pingedAt = now;
    return true;
  }
}
