import { done, existenceRoutes, type Operation, type Reply } from './operation.ts';

const missing = (what: 'Connection' | 'User' | 'Group'): Reply => ({
  status: 404,
  errorCode: `Warning.${what}.NotExisted`,
});

export const existenceOperations: readonly Operation[] = [
  {
    id: 'connectionExists',
    routes: [
      ...existenceRoutes('v1', 'connections/{connection}'),
      ...existenceRoutes('dated', 'connections/{connection}'),
    ],
    run: ({ hub, parameter }) =>
      hub?.connections.has(parameter('connection')) ? done : missing('Connection'),
  },
  {
    id: 'groupExists',
    routes: [
      ...existenceRoutes('v1', 'groups/{group}'),
      ...existenceRoutes('dated', 'groups/{group}'),
    ],
    run: ({ hub, parameter }) =>
      hub?.groups.hasMembers(parameter('group')) ? done : missing('Group'),
  },
  {
    id: 'userExists',
    routes: [...existenceRoutes('v1', 'users/{user}'), ...existenceRoutes('dated', 'users/{user}')],
    run: ({ hub, parameter }) =>
      (hub?.connectionsOf(parameter('user')).size ?? 0) > 0 ? done : missing('User'),
  },
];
