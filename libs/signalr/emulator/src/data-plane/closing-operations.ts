import { done, excludedIds, type Call, type Connection, type Operation } from './operation.ts';

function closeAll(connections: Iterable<Connection>, { query }: Call): void {
  const excluded = excludedIds(query);
  // A reason ends up in the client's `onclose`; an automatic reconnect may follow, unless the next
  // negotiation refuses the client: that is the application's decision.
  const error = query.get('reason') || undefined; // an empty one is none
  for (const connection of [...connections]) {
    if (excluded.has(connection.id)) continue;
    connection.close({ category: 'ClosedByAppServer', error, allowReconnect: true });
  }
}

export const closingOperations: readonly Operation[] = [
  {
    id: 'closeConnection',
    routes: [
      { style: 'v1', method: 'DELETE', path: 'connections/{connection}', status: 202 },
      { style: 'dated', method: 'DELETE', path: 'connections/{connection}', status: 200 },
    ],
    run(call) {
      const connection = call.hub?.connections.get(call.parameter('connection'));
      if (connection !== undefined) closeAll([connection], call);
      return done;
    },
  },
  {
    id: 'closeAllConnections',
    routes: [{ style: 'dated', method: 'POST', path: ':closeConnections', status: 204 }],
    run(call) {
      closeAll(call.hub?.connections.values() ?? [], call);
      return done;
    },
  },
  {
    id: 'closeGroupConnections',
    routes: [
      { style: 'dated', method: 'POST', path: 'groups/{group}/:closeConnections', status: 204 },
    ],
    run(call) {
      closeAll(call.hub?.groups.members(call.parameter('group')) ?? [], call);
      return done;
    },
  },
  {
    id: 'closeUserConnections',
    routes: [
      { style: 'dated', method: 'POST', path: 'users/{user}/:closeConnections', status: 204 },
    ],
    run(call) {
      closeAll(call.hub?.connectionsOf(call.parameter('user')) ?? [], call);
      return done;
    },
  },
];
