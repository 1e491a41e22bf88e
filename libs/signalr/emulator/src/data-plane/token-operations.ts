import type { Operation } from './operation.ts';
import { readWholeNumber } from './whole-number.ts';

/** The documents name no default; an hour is what the SDKs give their clients. */
const defaultMinutes = 60;

export const tokenOperations: readonly Operation[] = [
  {
    id: 'generateToken',
    routes: [{ style: 'dated', method: 'POST', path: ':generateToken', status: 200 }],
    async run({ hubName, query, issueClientToken }) {
      const minutes = readWholeNumber(query, 'minutesToExpire', { min: 1, max: 365 * 24 * 60 });
      const token = await issueClientToken({
        hub: hubName,
        userId: query.get('userId') ?? undefined,
        lifetimeSeconds: (minutes ?? defaultMinutes) * 60,
      });
      return { json: JSON.stringify({ token }) };
    },
  },
];
