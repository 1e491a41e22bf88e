import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHead } from './request-data.ts';

/** Keys that callers need when they are switched on. All are secrets. */
export interface FunctionKeys {
  /** Opens everything. */
  readonly master: string;
  /** Open functions of level `function`. */
  readonly function: readonly string[];
  /** Opens the SignalR webhook: the system key `signalr_extension`. */
  readonly signalr: string;
}

export const authLevels = ['anonymous', 'function', 'admin'] as const;
export type AuthLevel = (typeof authLevels)[number];

/** Whether a request may pass. Without keys, as on a laptop, everything may. */
export function mayPass(
  keys: FunctionKeys | undefined,
  level: AuthLevel | 'signalr',
  { headers, url }: Pick<RequestHead, 'headers' | 'url'>,
): boolean {
  if (keys === undefined || level === 'anonymous') return true;
  const header = headers['x-functions-key'];
  const given = typeof header === 'string' ? header : url.searchParams.get('code');
  if (given === null || given === '') return false;
  const accepted = {
    admin: [keys.master],
    function: [keys.master, ...keys.function],
    signalr: [keys.master, keys.signalr],
  }[level];
  // Every key is compared, so the time taken says nothing about which one fits.
  return accepted.map((key) => sameText(key, given)).includes(true);
}

const sameText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
