/**
 * JSON Web Tokens signed with a shared key, which is all that the service knows. Computed in place:
 * a signature takes microseconds, of which handing it to another thread would be most.
 *
 * Reference: RFC 7515 (the compact form), RFC 7518, section 3.2 (HS256 and HS512)
 */
import { isUtf8 } from 'node:buffer';
import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { AccessError } from './access-error.ts';

/** What a token says. Nothing is known of a claim's value before it has been looked at. */
export interface TokenClaims {
  readonly [claim: string]: unknown;
  readonly aud?: unknown;
  /** Unix time in seconds. */
  readonly exp?: unknown;
  /** Unix time in seconds. */
  readonly nbf?: unknown;
  readonly sub?: unknown;
}

const hashes: Readonly<Record<string, string>> = { HS256: 'sha256', HS512: 'sha512' };
const headerOfOurs = encode(JSON.stringify({ alg: 'HS256', typ: 'JWT' }));
const compactForm = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/** The claims as a token, signed with HS256. */
export function signToken(claims: TokenClaims, key: KeyObject): string {
  const content = `${headerOfOurs}.${encode(JSON.stringify(claims))}`;
  return `${content}.${digest('sha256', key, content).toString('base64url')}`;
}

/**
 * The claims of a token that one of the keys signed with HS256 or HS512.
 *
 * @throws AccessError `token-malformed`, `signature-invalid`
 */
export function readSignedToken(token: string, keys: readonly KeyObject[]): TokenClaims {
  const [, header = '', payload = '', signature = ''] = compactForm.exec(token) ?? [];
  const hash = header === headerOfOurs ? hashes['HS256'] : readHash(header);
  if (hash === undefined) throw malformed('The token is not one signed with HS256 or HS512');
  const given = Buffer.from(signature, 'base64url');
  const content = `${header}.${payload}`;
  if (!keys.some((key) => isSame(digest(hash, key, content), given))) {
    throw new AccessError(
      'signature-invalid',
      'The token was not signed with a key of this service',
    );
  }
  return readObject(payload, 'claims');
}

/** What a token was signed with, according to its header; nothing when that is not known here. */
function readHash(header: string): string | undefined {
  const { alg, crit } = readObject(header, 'header');
  // Extensions that a reader must understand are none that this one does.
  if (crit !== undefined || typeof alg !== 'string') return undefined;
  return Object.hasOwn(hashes, alg) ? hashes[alg] : undefined;
}

function digest(hash: string, key: KeyObject, content: string): Buffer {
  return createHmac(hash, key).update(content).digest();
}

/** Takes equally long wherever they differ. */
function isSame(own: Buffer, given: Buffer): boolean {
  return own.length === given.length && timingSafeEqual(own, given);
}

function readObject(part: string, what: string): TokenClaims {
  const bytes = Buffer.from(part, 'base64url');
  let value: unknown;
  try {
    value = isUtf8(bytes) ? JSON.parse(bytes.toString()) : undefined;
  } catch {
    // Without the cause, which quotes what it could not read.
    throw malformed(`The token's ${what} cannot be read as JSON`);
  }
  if (isObject(value)) return value;
  throw malformed(`The token's ${what} cannot be read as a JSON object`);
}

function isObject(value: unknown): value is TokenClaims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function malformed(message: string): AccessError {
  return new AccessError('token-malformed', message);
}
