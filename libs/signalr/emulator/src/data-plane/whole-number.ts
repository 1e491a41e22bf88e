import { ServiceError } from '../service-error.ts';

/**
 * Reads a query parameter that is a whole number; absent or empty, it is `undefined`.
 *
 * @throws ServiceError `request-malformed`
 */
export function readWholeNumber(
  query: URLSearchParams,
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const number = Number(text);
  if (!/^\d{1,10}$/.test(text) || number < min || number > max) {
    const message = `'${name}' must be a whole number from ${min} to ${max}`;
    throw new ServiceError('request-malformed', message);
  }
  return number;
}
