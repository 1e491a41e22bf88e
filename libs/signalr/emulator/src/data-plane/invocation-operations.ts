import { createOutboundMessage } from '@heliograph/signalr-connections';
import { writeJsonValue, type CompletionMessage } from '@heliograph/signalr-protocol';
import { ServiceError } from '../service-error.ts';
import { done, type Operation } from './operation.ts';
import { readInvocation, readJsonItem } from './payload-message.ts';

export const invocationOperations: readonly Operation[] = [
  {
    id: 'invokeConnection',
    routes: [
      { style: 'dated', method: 'POST', path: 'connections/{connection}/:invoke', status: 200 },
    ],
    sends: true,
    async run({ hub, parameter, request, invocations }) {
      const invocation = await readInvocation(request);
      const connection = hub?.connections.get(parameter('connection'));
      if (connection === undefined)
        return { status: 404, errorCode: 'Error.Connection.NotExisted' };
      const completion = await invocations.invoke(connection, invocation);
      return {
        json: 'result' in completion ? `{"result":${writeJsonValue(completion.result)}}` : '{}',
      };
    },
  },
  {
    // A stream is known to its client alone: whether anybody listens cannot be told.
    id: 'sendStreamItem',
    routes: [
      {
        style: 'dated',
        method: 'POST',
        path: 'connections/{connection}/streams/{stream}/:send',
        status: 202,
      },
    ],
    sends: true,
    async run({ hub, parameter, request, query }) {
      const item = await readJsonItem(request);
      const isLast = readFlag(query, 'completed');
      const invocationId = parameter('stream');
      const connectionId = parameter('connection');
      hub?.sendToConnection(connectionId, createOutboundMessage({ type: 2, invocationId, item }));
      if (isLast) {
        hub?.sendToConnection(connectionId, createOutboundMessage({ type: 3, invocationId }));
      }
      return done;
    },
  },
  {
    id: 'completeStream',
    routes: [
      {
        style: 'dated',
        method: 'POST',
        path: 'connections/{connection}/streams/{stream}/:complete',
        status: 202,
      },
    ],
    sends: true,
    run({ hub, parameter, query }) {
      const error = query.get('reason');
      const completion: CompletionMessage = {
        type: 3,
        invocationId: parameter('stream'),
        ...(error !== null && error !== '' && { error }),
      };
      hub?.sendToConnection(parameter('connection'), createOutboundMessage(completion));
      return done;
    },
  },
];

/** @throws ServiceError `request-malformed` */
function readFlag(query: URLSearchParams, name: string): boolean {
  const text = (query.get(name) ?? 'false').toLowerCase();
  if (text !== 'true' && text !== 'false') {
    throw new ServiceError('request-malformed', `'${name}' must be true or false`);
  }
  return text === 'true';
}
