import type {
  Admission,
  ClientConnection,
  ClientHooks,
  ClientRequest,
  ConnectionLogEntry,
  Refusal,
} from '@heliograph/signalr-connections';
import type { ServiceFigures } from '../figures/service-figures.ts';
import type { MessageMeter } from '../quota/message-meter.ts';
import type { ServiceQuota } from '../quota/service-quota.ts';
import type { ServiceLog, ServiceLogEntry } from '../service-log.ts';
import type { UpstreamAnswer, UpstreamClient } from '../upstream/upstream-client.ts';
import type { ClientDetails } from './client-details.ts';
import type { ClientInvocations } from './client-invocations.ts';
import { invocationAnswer } from './invocation-answer.ts';
import type { SignInClock } from './sign-in-clock.ts';

export interface ServiceHooksOptions {
  admit(request: ClientRequest): Admission<ClientDetails> | Refusal;
  readonly invocations: ClientInvocations;
  readonly signIns: SignInClock;
  readonly upstream: UpstreamClient;
  readonly meter: Pick<MessageMeter, 'count'>;
  readonly quota: Pick<ServiceQuota, 'isUsedUp' | 'makeRoom'>;
  readonly figures: Pick<ServiceFigures, 'began' | 'ended'>;
  readonly log: ServiceLog;
}

const connectionEventType = 'application/json';
/** Items and completions belong to an invocation whose target is not known any more. */
const streamTarget = '(stream)';
const throttled: UpstreamAnswer = { kind: 'answered', status: 429, body: new Uint8Array() };
const messageTypes = { json: 'application/json', messagepack: 'application/x-msgpack' } as const;

/** Ties client connections to the upstream: what happens on them is told to the backend. */
export function createServiceHooks(options: ServiceHooksOptions): ClientHooks<ClientDetails> {
  const { upstream, invocations, signIns, meter, quota, figures, log } = options;

  function tell(
    subject: ClientConnection<ClientDetails>,
    event: 'connected' | 'disconnected',
    body: object,
  ): Promise<UpstreamAnswer> {
    return upstream.deliver({
      hub: subject.hub,
      category: 'connections',
      event,
      subject,
      contentType: connectionEventType,
      body: JSON.stringify(body),
    });
  }

  function warnUnmatched(subject: ClientConnection<ClientDetails>, message: string): void {
    const { hub, id: connectionId, userId } = subject;
    log({ level: 'warn', event: 'upstream-unmatched', message, hub, connectionId, userId });
  }

  return {
    admit: (request) => options.admit(request),
    makeRoom(step, connections) {
      const refusal = quota.makeRoom(step, connections);
      if (refusal !== undefined) {
        const message = `A client was refused: ${refusal.reason}`;
        log({ level: 'warn', event: 'client-refused', message });
      }
      return refusal;
    },
    began: () => figures.began(),
    ended: (category) => figures.ended(category),
    sent: (hub, message, bytes, receivers) =>
      meter.count(hub, message.target ?? streamTarget, 'clients', bytes, receivers),
    answered: (connection, message) => invocations.answered(connection, message),

    connected(connection) {
      signIns.watch(connection);
      return tell(connection, 'connected', { type: 10 });
    },

    disconnected(connection, { category, error }) {
      signIns.unwatch(connection);
      invocations.abandon(connection);
      // The reason that an application gives for closing a connection is no error to it.
      const hasFailed = error !== undefined && category !== 'ClosedByAppServer';
      return tell(connection, 'disconnected', { type: 11, ...(hasFailed && { error }) });
    },

    async invoked(connection, message, frame) {
      const { codec, hub } = connection;
      if (codec === undefined) return undefined;
      if (message.type === 4) {
        // Not sent upstream in Serverless mode; a backend that learns of the stream otherwise can
        // feed it through the data plane.
        // https://learn.microsoft.com/azure/azure-signalr/signalr-concept-serverless-development-config
        warnUnmatched(
          connection,
          `The stream '${message.target}' is not sent upstream in Serverless mode`,
        );
        return undefined;
      }
      if (quota.isUsedUp()) return invocationAnswer(message, throttled, codec);
      const answer = await upstream.deliver({
        hub,
        category: 'messages',
        event: message.target,
        subject: connection,
        contentType: messageTypes[codec.name],
        body: frame,
      });
      if (answer.kind === 'unmatched') {
        warnUnmatched(
          connection,
          `No upstream template matches the invocation of '${message.target}'`,
        );
      }
      const reply = invocationAnswer(message, answer, codec);
      if (answer.kind !== 'unmatched') {
        meter.count(hub, message.target, 'upstream', frame.length, 1);
      }
      if (reply !== undefined) meter.count(hub, message.target, 'clients', reply.length, 1);
      return reply;
    },

    log: (entry) => log(toServiceEntry(entry)),
  };
}

function toServiceEntry(entry: ConnectionLogEntry): ServiceLogEntry {
  const { connectionId, hub, userId, detail = '' } = entry;
  const about = { connectionId, hub, userId };
  switch (entry.event) {
    case 'connected':
      return { level: 'info', event: 'client-connected', message: 'A client connected', ...about };
    case 'detached':
      return {
        level: 'info',
        event: 'client-detached',
        message: 'A client lost its transport and may come back',
        ...about,
      };
    case 'resumed':
      return { level: 'info', event: 'client-resumed', message: 'A client came back', ...about };
    case 'disconnected':
      return {
        level: 'info',
        event: 'client-disconnected',
        message: `A client disconnected: ${detail}`,
        ...about,
      };
    case 'handshake-refused':
      return {
        level: 'warn',
        event: 'client-refused',
        message: `A handshake was refused: ${detail}`,
        ...about,
      };
    case 'hook-failed':
      return { level: 'error', event: 'unexpected', message: detail, ...about };
  }
}
