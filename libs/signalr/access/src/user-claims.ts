import type { TokenClaims } from './signed-token.ts';

/**
 * How a person's claims share a token with the service's own.
 *
 * Claims that the token itself needs and everything that starts with `asrs.s.` belong to the service.
 * A person's claim of such a type travels as `asrs.u.<type>` and gets its own name back on arrival.
 * A token holds one `sub`, so further values of it travel the same way.
 */
const tokenClaims: ReadonlySet<string> = new Set([
  ...['aud', 'exp', 'iat', 'nbf', 'iss'],
  ...['actort', 'acr', 'azp', 'c_hash', 'jti', 'nonce'],
]);
const systemPrefix = 'asrs.s.';
const userPrefix = 'asrs.u.';
const userIdClaim = 'asrs.s.uid';
/** .NET's name of the claim, which a token may hold unshortened. */
const nameIdentifier = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier';
const userIdClaims = [userIdClaim, 'nameid', 'sub', nameIdentifier] as const;

export type UserClaims = Readonly<Record<string, string | readonly string[]>>;

/** One value of a person's claim. A structured value is JSON, null is empty. */
export interface ClientClaim {
  readonly type: string;
  readonly value: string;
}

/** The claims of a client's token, without those that every token has. */
export function toTokenClaims(userId: string | undefined, claims: UserClaims = {}): TokenClaims {
  const entries: [string, string | readonly string[]][] = [];
  if (userId !== undefined) entries.push([userIdClaim, userId]);
  for (const [type, value] of Object.entries(claims)) {
    const [first, ...others] = typeof value === 'string' ? [value] : value;
    if (first === undefined) continue;
    if (type === 'sub') {
      entries.push([type, first]);
      if (others.length > 0) entries.push([userPrefix + type, others]);
    } else {
      entries.push([isReserved(type) ? userPrefix + type : type, value]);
    }
  }
  // fromEntries defines properties, so a claim named __proto__ stays a claim.
  return Object.fromEntries(entries);
}

/**
 * The id of whom a verified token was made out to; `undefined` for an anonymous client. Compared
 * case-sensitively. `asrs.s.uid` wins over `nameid`, `sub` and their long name in .NET.
 */
export function readUserId(claims: TokenClaims): string | undefined {
  for (const type of userIdClaims) {
    const value = claims[type];
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string' && first !== '') return first;
  }
  return undefined;
}

/** The person's claims in a verified token: one entry for each value, in the token's order. */
export function readClientClaims(claims: TokenClaims): readonly ClientClaim[] {
  return Object.entries(claims)
    .filter(([type]) => !isSystem(type))
    .flatMap(([type, value]) =>
      (Array.isArray(value) ? value : [value]).map((item) => ({
        type: type.startsWith(userPrefix) ? type.slice(userPrefix.length) : type,
        value: toText(item),
      })),
    );
}

const toText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value ?? undefined) ?? '');

const isSystem = (type: string): boolean => tokenClaims.has(type) || type.startsWith(systemPrefix);

const isReserved = (type: string): boolean => isSystem(type) || type.startsWith(userPrefix);
