/**
 * One client's connection, from the moment its transport is open.
 *
 * It is a state machine: `handshaking` → `open` → `closed`; `closed` can be reached from both, and
 * while it is open the transport may be replaced (`stateful-reconnect.ts`). What a client invokes is
 * given to the host one at a time and in order; everything else (pings, answers, the goodbye) is
 * dealt with on arrival, so that an answer for which the host waits while it works on an invocation
 * does not wait behind that invocation.
 */
import {
  createHandshakeReader,
  ProtocolError,
  type HandshakeReader,
  type HubCodec,
  type HubMessageReader,
  type ReceivedMessage,
} from '@heliograph/signalr-protocol';
import type {
  Admission,
  CloseCategory,
  ConnectionLogEntry,
  Disconnection,
} from './client-hooks.ts';
import {
  handshakeAccepted,
  handshakeCanceled,
  handshakeRefused,
  readHandshake,
  type Agreement,
} from './client-handshake.ts';
import type { CloseOptions, ConnectionSurroundings } from './connection-surroundings.ts';
import { EncodedMessage } from './encoded-message.ts';
import { closeMessage, notResumed, outOfSequence, silent, tooSlow, unreadable } from './endings.ts';
import { HostQueue } from './host-queue.ts';
import { Liveness } from './liveness.ts';
import { createOpenConnection, resumedConnection, type OpenConnection } from './open-connection.ts';
import { createOutboundMessage, type OutboundMessage } from './outbound-message.ts';
import type { Negotiation } from './pending-negotiations.ts';
import type { Transport, TransportListener } from './transport.ts';

const ping = createOutboundMessage({ type: 6 });

export class ClientConnection<Details = unknown> implements TransportListener {
  /** The public name. */
  readonly id: string;
  readonly hub: string;
  readonly userId: string | undefined;
  readonly details: Details;

  readonly #surroundings: ConnectionSurroundings<Details>;
  readonly #mayResume: boolean;
  readonly #liveness: Liveness;
  #state: 'handshaking' | 'open' | 'closed' = 'handshaking';
  #transport: Transport | undefined;
  /** Only while a handshake is incomplete. */
  #handshake: HandshakeReader | undefined;
  #open: OpenConnection | undefined;
  /** Only while the host works on something or something waits for it. */
  #host: HostQueue | undefined;

  constructor(
    negotiation: Pick<Negotiation, 'connectionId' | 'statefulReconnect'>,
    admission: Admission<Details>,
    surroundings: ConnectionSurroundings<Details>,
  ) {
    this.id = negotiation.connectionId;
    this.#mayResume = negotiation.statefulReconnect;
    this.hub = admission.hub;
    this.userId = admission.userId;
    this.details = admission.details();
    this.#surroundings = surroundings;
    this.#liveness = new Liveness(surroundings.now());
  }

  /** The client's hub protocol; `undefined` before the handshake. */
  get codec(): HubCodec | undefined {
    return this.#open?.codec;
  }

  /** What carries the connection's bytes; `undefined` while there is nothing. */
  get transport(): Transport | undefined {
    return this.#transport;
  }

  /** Gives the connection the transport whose listener it is. */
  attach(transport: Transport): void {
    this.#transport = transport;
  }

  /** Whether the client may go on over another transport. */
  get isResumable(): boolean {
    return this.#state === 'open' && this.#open?.resumption !== undefined;
  }

  /** Goes on over this transport instead of the one before; only if `isResumable`. */
  resume(transport: Transport): void {
    if (this.#open?.resumption === undefined) return;
    this.#open = resumedConnection(this.#open, this.#surroundings.limits);
    this.#transport = transport;
    this.#liveness.restart(this.#surroundings.now());
    if (this.#host?.isFull === true) transport.pause();
    this.#open.resumption?.attach(transport);
    this.#log('resumed');
  }

  /**
   * Queues a message; it leaves at the end of this turn of the event loop, with everything else that
   * was sent in it. Does nothing unless the connection is open.
   *
   * @returns What was queued; nothing for a message that this client cannot get.
   */
  send(message: OutboundMessage): EncodedMessage | undefined {
    if (this.#state !== 'open' || this.#open === undefined) return undefined;
    const encoded = message.encodedFor(this.#open.codec);
    if (encoded !== undefined) this.#open.outbox.push(encoded);
    return encoded;
  }

  /** Says goodbye and ends. A client that still owes its handshake gets the error as its answer. */
  close(options: CloseOptions): void {
    const { category, error, detail = error } = options;
    if (this.#state === 'handshaking') this.#refuse(error ?? handshakeCanceled, category);
    if (this.#state !== 'open') return;
    this.#open?.resumption?.outbox.stopWaiting();
    this.send(closeMessage(options));
    this.#open?.outbox.flush();
    this.#endAs({ category, error: detail });
  }

  /** Cuts the connection off without a word. */
  abort(why: Disconnection): void {
    this.#finish(why);
    this.#transport?.destroy();
  }

  /** Looks at the clock: ping, ack, time-outs of the handshake and of the client. */
  tick(now: number): void {
    const { limits } = this.#surroundings;
    if (this.#state === 'handshaking') {
      if (this.#liveness.owesHandshake(now, limits)) {
        this.#refuse(handshakeCanceled, 'HandshakeError');
      }
    } else if (this.#state === 'open') {
      if (this.#open?.resumption?.tick(now) === 'expired') this.abort(notResumed);
      if (this.#transport === undefined) return;
      // A client that the host keeps waiting is not read, so its silence says nothing.
      if (this.#host === undefined && this.#liveness.isSilent(now, limits)) {
        this.close(silent(limits.clientTimeoutMs));
      } else if (!this.#transport.inherentKeepAlive && this.#liveness.takePing(now, limits)) {
        this.send(ping);
      }
    }
  }

  received(chunk: Uint8Array): void {
    if (this.#state === 'closed') return;
    this.#liveness.heard(this.#surroundings.now());
    if (this.#open === undefined) this.#readHandshake(chunk);
    else this.#readMessages(this.#open.reader, chunk);
  }

  closed(graceful: boolean, fault?: string): void {
    this.#transport = undefined;
    if (!graceful && fault === undefined && this.isResumable) {
      this.#open?.resumption?.detach(this.#surroundings.now());
      this.#log('detached');
      return;
    }
    this.#finish({ category: fault === undefined ? 'Normal' : 'BadRequest', error: fault });
    if (this.#host === undefined) this.#surroundings.finished(this);
  }

  /** More waits for the client than is allowed. */
  overflowed(): void {
    this.abort(tooSlow);
  }

  #readHandshake(chunk: Uint8Array): void {
    this.#handshake ??= createHandshakeReader(this.#surroundings.limits.maxHandshakeBytes);
    const transport = this.#transport;
    if (transport === undefined) return;
    const handshake = readHandshake(this.#handshake, chunk, transport.formats);
    if (handshake === undefined) return;
    if ('error' in handshake) {
      this.#refuse(handshake.error, 'HandshakeError');
      return;
    }
    this.#becomeOpen(handshake, transport);
    if (handshake.rest.length > 0) this.received(handshake.rest);
  }

  #becomeOpen({ codec, version }: Agreement, transport: Transport): void {
    const { hooks } = this.#surroundings;
    this.#open = createOpenConnection({
      codec,
      transport,
      // Acks came with version 2 of the protocols, and not every transport can be replaced.
      isResumable: this.#mayResume && version >= 2 && transport.abandon !== undefined,
      surroundings: this.#surroundings,
      listener: this,
    });
    this.#handshake = undefined;
    this.#state = 'open';
    this.#log('connected');
    this.#open.outbox.push(handshakeAccepted[codec.format]);
    this.#open.outbox.flush(); // on its own: what a broadcast adds must not share its frame
    this.#surroundings.opened(this);
    this.#tellHost(() => hooks.connected(this));
  }

  #readMessages(reader: HubMessageReader, chunk: Uint8Array): void {
    try {
      for (const received of reader.read(chunk)) {
        if (this.#state !== 'open') return;
        const verdict = this.#open?.resumption?.receive(received.message) ?? 'process';
        if (verdict === 'process') this.#receive(received);
        else if (verdict === 'refuse') this.close(outOfSequence);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.close(unreadable(error, this.#surroundings.limits.maxMessageBytes));
    }
  }

  #receive({ message, frame }: ReceivedMessage): void {
    const { hooks } = this.#surroundings;
    switch (message.type) {
      case 1:
      case 4:
        this.#tellHost(async () => {
          const answer = await hooks.invoked(this, message, frame);
          if (answer !== undefined && this.#state === 'open') {
            this.#open?.outbox.push(new EncodedMessage(answer, 1));
          }
        });
        if (this.#host?.isFull === true) this.#transport?.pause();
        break;
      case 2:
      case 3:
        hooks.answered(this, message);
        break;
      case 6:
        this.#liveness.clientPinged();
        break;
      case 7:
        this.#endAs({ category: 'Normal', error: message.error });
        break;
      case 5: // nothing that runs for a client can be cancelled
      case 8:
      case 9:
        break;
    }
  }

  #tellHost(task: () => Promise<unknown>): void {
    this.#host ??= new HostQueue({
      maxWaiting: this.#surroundings.limits.maxWaitingInvocations,
      failed: (error) =>
        this.#log('hook-failed', error instanceof Error ? error.message : String(error)),
      drained: () => this.#hostDrained(),
    });
    this.#host.push(task);
  }

  #hostDrained(): void {
    const wasFull = this.#host?.isFull;
    this.#host = undefined;
    this.#liveness.heard(this.#surroundings.now());
    if (wasFull === true) this.#transport?.resume();
    if (this.#state === 'closed' && this.#transport === undefined) {
      this.#surroundings.finished(this);
    }
  }

  #refuse(text: string, category: CloseCategory): void {
    this.#transport?.send([handshakeRefused(text)], 'Text');
    this.#log('handshake-refused', text);
    this.#endAs({ category, error: text });
  }

  /** Finishes first: a transport that ends at once says that it has closed before it returns. */
  #endAs(why: Disconnection): void {
    this.#finish(why);
    this.#transport?.end();
  }

  #finish(why: Disconnection): void {
    const wasOpen = this.#state === 'open';
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#handshake = undefined;
    this.#surroundings.ended(why.category);
    if (!wasOpen) return;
    this.#log('disconnected', why.error ?? why.category);
    this.#surroundings.closed(this);
    this.#tellHost(() => this.#surroundings.hooks.disconnected(this, why));
  }

  #log(event: ConnectionLogEntry['event'], detail?: string): void {
    const { id: connectionId, hub, userId } = this;
    this.#surroundings.hooks.log({ event, connectionId, hub, userId, detail });
  }
}
