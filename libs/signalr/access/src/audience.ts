/**
 * Audiences: which URL a token opens.
 *
 * The service's documents ask for the URL of the request, its SDKs write it without the port, with
 * part of the query, with and without a trailing slash, and on one machine the same listener is
 * `localhost` and `127.0.0.1`. All of these open the same door. The scheme, the host, the path and
 * the hub must agree: a token for one hub or one group never opens another.
 *
 * Reference: https://learn.microsoft.com/azure/azure-signalr/signalr-reference-data-plane-rest-api
 */
import { BoundedCache } from './bounded-cache.ts';
import type { SignalRConnection } from './connection-string.ts';

/** The part of an audience before the path: scheme and host without port, as the service's SDK writes it. */
export function audienceBase(connection: SignalRConnection): string {
  const { protocol, hostname } = new URL(connection.endpoint);
  return `${protocol}//${hostname}`;
}

/** The audience of a data-plane request; `path` starts with `/api` and keeps its percent escapes. */
export const dataPlaneAudience = (connection: SignalRConnection, path: string): string =>
  audienceBase(connection) + path;

/** Whether a token made out for `audience` opens `accepted`, the URL that was requested. */
export function audienceMatches(audience: string, accepted: string): boolean {
  return matches(audience, accepted, readAudience);
}

/**
 * Creates an `audienceMatches` that remembers how it took the last audiences apart: a service is
 * asked about a few URLs, again and again.
 */
export function createAudienceMatcher(): typeof audienceMatches {
  const known = new BoundedCache<Audience>({ maxEntries: 256, maxCharacters: 64 * 1024 });

  function read(text: string): Audience | undefined {
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered;
    const audience = readAudience(text);
    if (audience !== undefined) known.set(text, audience);
    return audience;
  }
  return (audience, accepted) => matches(audience, accepted, read);
}

function matches(
  audience: string,
  accepted: string,
  read: (text: string) => Audience | undefined,
): boolean {
  if (audience === accepted) return true;
  const token = read(audience);
  const door = read(accepted);
  if (token === undefined || door === undefined) return false;
  return (
    token.origin === door.origin &&
    (token.port === '' || door.port === '' || token.port === door.port) &&
    token.path === door.path &&
    // What the token names must be so, and the hub must be named: it is the only part of a client's
    // URL that tells one hub from another.
    token.query.every((parameter) => door.query.includes(parameter)) &&
    door.query.every((parameter) => !isHub(parameter) || token.query.includes(parameter))
  );
}

interface Audience {
  /** Scheme and host. */
  readonly origin: string;
  readonly port: string;
  readonly path: string;
  readonly query: readonly string[];
}

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

function readAudience(text: string): Audience | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const host = loopbackNames.has(url.hostname) ? 'localhost' : url.hostname;
  const path = decodeSegments(url.pathname.replace(/\/+$/, ''));
  if (path === undefined) return undefined;
  return {
    origin: `${url.protocol}//${host}`,
    port: url.port,
    path,
    query: [...url.searchParams].map(
      ([name, value]) => `${name}=${name === 'hub' ? value.toLowerCase() : value}`,
    ),
  };
}

/** Escapes differ between clients; an escaped slash stays apart from a real one. */
function decodeSegments(path: string): string | undefined {
  try {
    return JSON.stringify(path.split('/').map(decodeURIComponent));
  } catch {
    return undefined;
  }
}

const isHub = (parameter: string): boolean => parameter.startsWith('hub=');
