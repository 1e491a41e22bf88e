import { FunctionsHostError } from '../functions-host-error.ts';
import type { Cookie } from '../rpc/typed-data.ts';

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const attribute = /^[\x20-\x3A\x3C-\x7E]*$/;
const sameSite = { lax: 'Lax', strict: 'Strict', explicitNone: 'None' } as const;

/**
 * The value of a `Set-Cookie` header. The cookie's value is percent-encoded.
 *
 * @throws FunctionsHostError `binding-failed` when a part of it would change the header's meaning
 */
export function formatCookie(cookie: Cookie): string {
  const { name, value } = cookie;
  const domain = cookie.domain?.value;
  const path = cookie.path?.value;
  const expires = cookie.expires?.value?.seconds;
  const maxAge = cookie.maxAge?.value;
  if (!token.test(name) || !attribute.test(domain ?? '') || !attribute.test(path ?? '')) {
    throw new FunctionsHostError('binding-failed', 'A cookie of the answer cannot be sent');
  }
  return [
    `${name}=${encodeURIComponent(value)}`,
    ...(typeof expires === 'number' ? [`Expires=${new Date(expires * 1000).toUTCString()}`] : []),
    ...(typeof maxAge === 'number' ? [`Max-Age=${Math.trunc(maxAge)}`] : []),
    ...(domain ? [`Domain=${domain}`] : []),
    ...(path ? [`Path=${path}`] : []),
    ...(cookie.secure?.value ? ['Secure'] : []),
    ...(cookie.httpOnly?.value ? ['HttpOnly'] : []),
    ...(cookie.sameSite && cookie.sameSite !== 'none'
      ? [`SameSite=${sameSite[cookie.sameSite]}`]
      : []),
  ].join('; ');
}
