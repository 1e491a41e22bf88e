import { done, excludedIds, type Operation, type Route } from './operation.ts';

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
export const sendOperations: readonly Operation[] = [
  {
    id: 'sendToAll',
    routes: sendRoutes(''),
    sends: true,
    async run({ hub, query, message }) {
      const outbound = await message();
      hub?.sendToAll(outbound, excludedIds(query));
      return done;
    },
  },
  {
    id: 'sendToUser',
    routes: sendRoutes('users/{user}'),
    sends: true,
    async run({ hub, parameter, message }) {
      const outbound = await message();
      hub?.sendToUser(parameter('user'), outbound);
      return done;
    },
  },
  {
    id: 'sendToConnection',
    routes: sendRoutes('connections/{connection}'),
    sends: true,
    async run({ hub, parameter, message }) {
      const outbound = await message();
      hub?.sendToConnection(parameter('connection'), outbound);
      return done;
    },
  },
  {
    id: 'sendToGroup',
    routes: sendRoutes('groups/{group}'),
    sends: true,
    async run({ hub, parameter, query, message }) {
      const outbound = await message();
      hub?.sendToGroup(parameter('group'), outbound, excludedIds(query));
      return done;
    },
  },
];
