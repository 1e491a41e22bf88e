import { ServiceError } from '../service-error.ts';
import type { Operation } from './operation.ts';
import { readWholeNumber } from './whole-number.ts';

const maxPageSize = 200;

/** A page begins after the id that its token names, so members may come and go between pages. */
export const listingOperations: readonly Operation[] = [
  {
    id: 'listGroupConnections',
    routes: [{ style: 'dated', method: 'GET', path: 'groups/{group}/connections', status: 200 }],
    run({ hub, parameter, query, url }) {
      const pageSize = readWholeNumber(query, 'maxpagesize', { min: 1, max: maxPageSize });
      const top = readWholeNumber(query, 'top', { min: 1, max: 2 ** 31 - 1 }) ?? Infinity;
      const after = readContinuation(query.get('continuationToken'));
      const rest = [...(hub?.groups.members(parameter('group')) ?? [])]
        .map(({ id, userId }) => ({ connectionId: id, ...(userId !== undefined && { userId }) }))
        .toSorted((one, other) => (one.connectionId < other.connectionId ? -1 : 1))
        .filter(({ connectionId }) => connectionId > after);
      const value = rest.slice(0, Math.min(pageSize ?? maxPageSize, top));
      const last = value.at(-1);
      const left = Math.min(rest.length, top) - value.length;
      if (left === 0 || last === undefined) return { json: JSON.stringify({ value }) };
      const next = new URL(url());
      next.searchParams.set('continuationToken', writeContinuation(last.connectionId));
      if (top !== Infinity) next.searchParams.set('top', String(top - value.length));
      return { json: JSON.stringify({ value, nextLink: next.href }) };
    },
  },
];

function writeContinuation(connectionId: string): string {
  return Buffer.from(connectionId).toString('base64url');
}

/** @throws ServiceError `request-malformed` */
function readContinuation(token: string | null): string {
  if (token === null || token === '') return '';
  const connectionId = Buffer.from(token, 'base64url').toString();
  if (writeContinuation(connectionId) !== token) {
    throw new ServiceError('request-malformed', "'continuationToken' is not one of this service");
  }
  return connectionId;
}
