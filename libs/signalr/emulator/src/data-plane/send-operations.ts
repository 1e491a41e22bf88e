import { done, excludedIds, type Route, type Sending } from './operation.ts';

/** Sends end alike whether anybody received them: 202. */
function sendRoutes(receiver: string): Route[] {
  const prefix = receiver === '' ? '' : `${receiver}/`;
  return [
    { style: 'v1', method: 'POST', path: receiver, status: 202 },
    { style: 'dated', method: 'POST', path: `${prefix}:send`, status: 202 },
    // Neither is documented; Microsoft's emulator takes them and so do handwritten clients.
    { style: 'v1', method: 'POST', path: `${prefix}:send`, status: 202 },
    { style: 'dated', method: 'POST', path: receiver, status: 202 },
  ];
}

// The body is read even when nobody is there to receive it: a malformed one is refused all the same.
export const sendOperations: readonly Sending[] = [
  {
    id: 'sendToAll',
    routes: sendRoutes(''),
    sends: true,
    send({ hub, query }, message) {
      hub?.sendToAll(message, excludedIds(query));
      return done;
    },
  },
  {
    id: 'sendToUser',
    routes: sendRoutes('users/{user}'),
    sends: true,
    send({ hub, parameter }, message) {
      hub?.sendToUser(parameter('user'), message);
      return done;
    },
  },
  {
    id: 'sendToConnection',
    routes: sendRoutes('connections/{connection}'),
    sends: true,
    send({ hub, parameter }, message) {
      hub?.sendToConnection(parameter('connection'), message);
      return done;
    },
  },
  {
    id: 'sendToGroup',
    routes: sendRoutes('groups/{group}'),
    sends: true,
    send({ hub, parameter, query }, message) {
      hub?.sendToGroup(parameter('group'), message, excludedIds(query));
      return done;
    },
  },
];
