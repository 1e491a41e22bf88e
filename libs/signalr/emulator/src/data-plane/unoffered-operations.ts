import { ServiceError } from '../service-error.ts';
import type { Operation } from './operation.ts';

/** What the service has and this one does not: refused in words, instead of as if unheard of. */
export const unofferedOperations: readonly Operation[] = [
  {
    id: 'executeCommands',
    routes: [{ style: 'dated', method: 'POST', path: ':execute', status: 202 }],
    run() {
      throw new ServiceError('not-offered', 'The members of a command are not documented');
    },
  },
  {
    id: 'refreshConnection',
    routes: [
      { style: 'dated', method: 'POST', path: 'connections/{connection}/:refresh', status: 204 },
    ],
    run() {
      throw new ServiceError('not-offered', 'Refreshing a connection is a preview of the service');
    },
  },
];
