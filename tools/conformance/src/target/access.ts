import { createHmac } from 'node:crypto';
import { createClientAccess, type UserClaims } from '@heliograph/signalr-access';
import type { Service } from './service.ts';

export interface ClientIdentity {
  readonly hub?: string | undefined;
  readonly userId?: string | undefined;
  readonly claims?: UserClaims | undefined;
}

/** What a negotiate endpoint of an application would answer for a client. */
export function clientAccess(
  { connection, hub: ownHub }: Service,
  { hub = ownHub, userId, claims }: ClientIdentity = {},
): Promise<{ url: string; accessToken: string }> {
  return createClientAccess({ connection, hub, userId, claims });
}

export interface TokenParts {
  readonly header?: object;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly key?: string | undefined;
  readonly algorithm?: 'HS256' | 'HS384' | 'HS512' | 'none';
}

/** Signs a token part by part, also in ways that no library would. */
export function forgeToken({ connection }: Service, parts: TokenParts): string {
  const { header = {}, claims, key = connection.accessKey ?? '', algorithm = 'HS256' } = parts;
  const signed = [{ alg: algorithm, typ: 'JWT', ...header }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature =
    algorithm === 'none'
      ? ''
      : createHmac(algorithm.replace('HS', 'sha'), key).update(signed).digest('base64url');
  return `${signed}.${signature}`;
}

/** Unix time, some seconds from now. */
export const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;
