import { done, existenceRoutes, type Operation, type Route, type UrlStyle } from './operation.ts';
import { readWholeNumber } from './whole-number.ts';

const maxTtlSeconds = 2 ** 31 - 1;

const connectionInGroup = (method: 'PUT' | 'DELETE'): Route[] =>
  (['v1', 'dated'] as const).flatMap((style) =>
    ['groups/{group}/connections/{connection}', 'connections/{connection}/groups/{group}'].map(
      (path) => ({ style, method, path, status: 200 }),
    ),
  );

/** The two styles name a user's membership from opposite ends; each understands both. */
const userInGroup = (
  method: 'PUT' | 'DELETE',
  status: Readonly<Record<UrlStyle, number>>,
): Route[] =>
  (['v1', 'dated'] as const).flatMap((style) =>
    ['groups/{group}/users/{user}', 'users/{user}/groups/{group}'].map((path) => ({
      style,
      method,
      path,
      status: status[style],
    })),
  );

export const membershipOperations: readonly Operation[] = [
  {
    id: 'addConnectionToGroup',
    routes: connectionInGroup('PUT'),
    run({ hub, parameter }) {
      const connection = hub?.connections.get(parameter('connection'));
      if (hub === undefined || connection === undefined) {
        return { status: 404, errorCode: 'Error.Connection.NotExisted' };
      }
      hub.groups.addConnection(parameter('group'), connection);
      return done;
    },
  },
  {
    // Removing what is not there succeeds: the Management SDK throws on anything else.
    id: 'removeConnectionFromGroup',
    routes: connectionInGroup('DELETE'),
    run({ hub, parameter }) {
      const connection = hub?.connections.get(parameter('connection'));
      if (connection !== undefined) hub?.groups.removeConnection(parameter('group'), connection);
      return done;
    },
  },
  {
    id: 'removeConnectionFromAllGroups',
    routes: [
      { style: 'dated', method: 'DELETE', path: 'connections/{connection}/groups', status: 200 },
      { style: 'v1', method: 'DELETE', path: 'connections/{connection}/groups', status: 200 },
    ],
    run({ hub, parameter }) {
      const connection = hub?.connections.get(parameter('connection'));
      if (connection !== undefined) hub?.groups.forget(connection);
      return done;
    },
  },
  {
    id: 'addUserToGroup',
    routes: userInGroup('PUT', { v1: 202, dated: 200 }),
    run({ obtainHub, parameter, query }) {
      obtainHub().groups.addUser(
        parameter('group'),
        parameter('user'),
        readWholeNumber(query, 'ttl', { min: 0, max: maxTtlSeconds }),
      );
      return done;
    },
  },
  {
    id: 'removeUserFromGroup',
    routes: userInGroup('DELETE', { v1: 202, dated: 204 }),
    run({ hub, parameter }) {
      hub?.groups.removeUser(parameter('group'), parameter('user'));
      return done;
    },
  },
  {
    id: 'removeUserFromAllGroups',
    routes: [
      { style: 'v1', method: 'DELETE', path: 'users/{user}/groups', status: 200 },
      { style: 'dated', method: 'DELETE', path: 'users/{user}/groups', status: 204 },
    ],
    run({ hub, parameter }) {
      hub?.groups.removeUserFromAll(parameter('user'));
      return done;
    },
  },
  {
    id: 'userIsInGroup',
    routes: (['v1', 'dated'] as const).flatMap((style) => [
      ...existenceRoutes(style, 'groups/{group}/users/{user}'),
      ...existenceRoutes(style, 'users/{user}/groups/{group}'),
    ]),
    run: ({ hub, parameter }) =>
      hub?.groups.hasUser(parameter('group'), parameter('user'))
        ? done
        : { status: 404, errorCode: 'Info.User.NotInGroup' },
  },
];
