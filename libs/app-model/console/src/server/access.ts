/**
 * Who may use a console. There are three secrets, each for one way in:
 *
 * - The *token* is made for each start and kept in a file that only its owner can read. Programs of
 *   that person, such as our command line, send it as a bearer token. It is in no URL and on no
 *   screen.
 * - A *code* lets a person's browser in. The command line asks for one with the token. It is good
 *   once and for two minutes, so that it may be typed, or stand in the fragment of an address that
 *   is opened (which no server sees), without being worth anything afterwards.
 * - A *session* is what a code is exchanged for. The page keeps it in its origin's storage and sends
 *   it as a bearer token. It is no cookie on purpose: cookies know no ports, so every other program
 *   on 127.0.0.1 that the browser talks to would be sent it, and a page of any of them would count
 *   as the same site.
 */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

export interface AccessOptions {
  readonly token: string;
  /** Milliseconds; only differences matter. */
  readonly now: () => number;
}

export interface LoginCode {
  readonly code: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export interface Access {
  /** Whom an `Authorization` header belongs to. */
  principalOf(authorization: string | undefined): 'token' | 'session' | undefined;
  issueCode(): LoginCode;
  /** A session, when the code is right, for the first time and in time. */
  redeem(code: string): string | undefined;
}

/** Seconds from a command in a terminal to a click or a few keystrokes in a browser. */
const codeLifetime = 120;
/** No letters and digits that look alike. 8 of 30 make 39 bits, out of reach in so few attempts. */
const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 8;
/** Wrong codes after which all open ones are worthless. */
const attempts = 10;
const mostCodes = 8;
/** A person's tabs and browsers; the oldest is signed out when there are more. */
const mostSessions = 32;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export function createAccess({ token, now }: AccessOptions): Access {
  const tokenDigest = digest(token);
  const codes = new Map<string, number>();
  const sessions = new Set<string>();
  let wrong = 0;

  return {
    principalOf(authorization) {
      const [, credential] = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '') ?? [];
      if (credential === undefined) return undefined;
      const shown = digest(credential);
      if (timingSafeEqual(shown, tokenDigest)) return 'token';
      // Looked up by its digest, so that the time it takes says nothing about the session.
      return sessions.has(shown.toString('hex')) ? 'session' : undefined;
    },
    issueCode() {
      const symbols = Array.from({ length: codeLength }, () =>
        codeAlphabet.charAt(randomInt(codeAlphabet.length)),
      ).join('');
      wrong = 0;
      codes.set(symbols, now() + codeLifetime * 1_000);
      dropOldest(codes, mostCodes);
      return { code: `${symbols.slice(0, 4)}-${symbols.slice(4)}`, expiresIn: codeLifetime };
    },
    redeem(code) {
      const symbols = code.toUpperCase().replaceAll(/[\s-]/g, '');
      const expiresAt = codes.get(symbols);
      codes.delete(symbols);
      if (expiresAt === undefined || now() >= expiresAt) {
        wrong += 1;
        if (wrong >= attempts) codes.clear();
        return undefined;
      }
      const session = randomBytes(32).toString('base64url');
      sessions.add(digest(session).toString('hex'));
      dropOldest(sessions, mostSessions);
      return session;
    },
  };
}

function dropOldest(kept: Map<string, unknown> | Set<string>, most: number): void {
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) kept.delete(oldest);
}
