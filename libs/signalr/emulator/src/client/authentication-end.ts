import type { TokenClaims } from '@heliograph/signalr-access';

/**
 * When a client asks to be closed because its sign-in ends then: `asrs.s.coae` asks for it,
 * `asrs.s.aeo` says when. Without the second one it is when the token ends.
 *
 * @returns Milliseconds since 1970; nothing for a client that may outlive its token, as most may.
 */
export function authenticationEnd(claims: TokenClaims): number | undefined {
  if (String(claims['asrs.s.coae']).toLowerCase() !== 'true') return undefined;
  const seconds = Number(claims['asrs.s.aeo'] ?? claims.exp);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
