import { randomUUID } from 'node:crypto';
import { createOutboundMessage, type ClientConnection } from '@heliograph/signalr-connections';
import type {
  CompletionMessage,
  InvocationMessage,
  StreamItemMessage,
} from '@heliograph/signalr-protocol';
import { ServiceError } from '../service-error.ts';
import type { ClientDetails } from './client-details.ts';

type Connection = ClientConnection<ClientDetails>;

interface Waiting {
  readonly connection: Connection;
  readonly settle: PromiseWithResolvers<CompletionMessage>;
}

/** Answers that are waited for at the same time, over all connections. */
const maxWaiting = 10_000;

export interface ClientInvocations {
  /**
   * Invokes a target of one client and waits for its answer.
   *
   * @throws ServiceError `client-failed` when the client answers with an error or leaves,
   *   `client-silent` when it does not answer in time, `too-many-invocations`
   */
  invoke(connection: Connection, invocation: InvocationMessage): Promise<CompletionMessage>;
  /** Takes a client's answer. One that nobody waits for, or of another client, is ignored. */
  answered(connection: Connection, message: CompletionMessage | StreamItemMessage): void;
  /** Fails what the connection has not answered. */
  abandon(connection: Connection): void;
}

/** @param sent Learns of each invocation that was sent, and of its size. */
export function createClientInvocations(
  timeoutMs: number,
  sent: (hub: string, target: string, bytes: number) => void = () => undefined,
): ClientInvocations {
  const waiting = new Map<string, Waiting>();

  return {
    async invoke(connection, invocation) {
      if (waiting.size >= maxWaiting) {
        throw new ServiceError('too-many-invocations', 'Too many invocations wait for clients');
      }
      // A client counts its own ids from 0; ours never look like that.
      const invocationId = randomUUID();
      const settle = Promise.withResolvers<CompletionMessage>();
      waiting.set(invocationId, { connection, settle });
      const timer = setTimeout(() => {
        const message = `The client did not answer within ${timeoutMs} ms`;
        settle.reject(new ServiceError('client-silent', message));
      }, timeoutMs);
      try {
        const message = createOutboundMessage({ ...invocation, invocationId });
        const queued = connection.send(message);
        if (queued !== undefined) sent(connection.hub, invocation.target, queued.payload.length);
        return await settle.promise;
      } finally {
        clearTimeout(timer);
        waiting.delete(invocationId);
      }
    },

    answered(connection, message) {
      const entry = waiting.get(message.invocationId);
      if (entry?.connection !== connection || message.type !== 3) return;
      if (message.error === undefined) entry.settle.resolve(message);
      else entry.settle.reject(new ServiceError('client-failed', message.error));
    },

    abandon(connection) {
      for (const entry of waiting.values()) {
        if (entry.connection !== connection) continue;
        const message = `Connection '${connection.id}' disconnected.`;
        entry.settle.reject(new ServiceError('client-failed', message));
      }
    },
  };
}
