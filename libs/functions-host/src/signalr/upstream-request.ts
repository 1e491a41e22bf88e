/**
 * Requests of the service about its clients: which hub, category and event, and who. They arrive at
 * one URL for all; the headers say the rest.
 *
 * Reference: https://learn.microsoft.com/azure/azure-signalr/concept-upstream
 */
import type { ReceivedRequest } from '../http/request-data.ts';
import { joinHeaders, joinQuery } from '../http/request-data.ts';

export interface UpstreamRequest {
  readonly hub: string;
  readonly category: string;
  readonly event: string;
  readonly connectionId: string;
  readonly userId: string | null;
  readonly signature: string;
  readonly encoding: 'json' | 'messagepack';
  readonly headers: Readonly<Record<string, string>>;
  /** Query of the client's connect request. */
  readonly query: Readonly<Record<string, string>>;
  /** The first value of each claim. */
  readonly claims: Readonly<Record<string, string>>;
}

export type UpstreamReading =
  { readonly request: UpstreamRequest } | { readonly refused: 400 | 415; readonly why: string };

export function readUpstreamRequest(received: Pick<ReceivedRequest, 'headers'>): UpstreamReading {
  const headers = joinHeaders(received.headers);
  const encoding = encodings.get(mediaType(headers['content-type'] ?? ''));
  if (encoding === undefined) {
    return { refused: 415, why: 'the content type is neither JSON nor MessagePack' };
  }
  const hub = headers['x-asrs-hub'];
  const category = headers['x-asrs-category'];
  const event = fromHeaderValue(headers['x-asrs-event'] ?? '');
  const connectionId = headers['x-asrs-connection-id'];
  if (!hub || !category || !event || !connectionId) {
    return {
      refused: 400,
      why: 'a header that names hub, category, event or connection is missing',
    };
  }
  return {
    request: {
      hub,
      category,
      event,
      connectionId,
      userId: fromHeaderValue(headers['x-asrs-user-id'] ?? '') || null,
      signature: headers['x-asrs-signature'] ?? '',
      encoding,
      headers,
      query: joinQuery(new URLSearchParams(headers['x-asrs-client-query'] ?? '')),
      claims: readClaims(headers['x-asrs-user-claims'] ?? ''),
    },
  };
}

const encodings: ReadonlyMap<string, UpstreamRequest['encoding']> = new Map([
  ['application/json', 'json'],
  ['application/x-msgpack', 'messagepack'],
]);

const mediaType = (contentType: string): string =>
  (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();

/** `a: 1, b: 2`. A value with a comma in it is cut there, in Azure too. */
function readClaims(header: string): Record<string, string> {
  const claims = new Map<string, string>();
  for (const part of header.split(',')) {
    const at = part.indexOf(': ');
    const type = part.slice(0, Math.max(at, 0)).trim();
    if (type && !claims.has(type)) claims.set(type, fromHeaderValue(part.slice(at + 2).trim()));
  }
  return Object.fromEntries(claims);
}

/**
 * Headers carry ASCII only. The local service percent-encodes a value that holds anything else or an
 * escape, so a value with an escape is decoded and every other value stays as it is.
 */
function fromHeaderValue(value: string): string {
  if (!/%[0-9a-f]{2}/i.test(value)) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
