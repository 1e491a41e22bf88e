import { signatureHeader, signConnectionId } from '@heliograph/signalr-access';
import type { ClientDetails } from '../client/client-details.ts';
import type { UpstreamRoute } from './upstream-template.ts';

/** The connection that an event is about. */
export interface UpstreamSubject {
  readonly id: string;
  readonly userId: string | undefined;
  readonly details: ClientDetails;
}

/**
 * The headers that tell a backend whom an event is about, and prove that the service says so.
 *
 * Reference: https://learn.microsoft.com/azure/azure-signalr/concept-upstream
 */
export function upstreamHeaders(
  subject: UpstreamSubject,
  route: UpstreamRoute,
  accessKeys: readonly string[],
): Record<string, string> {
  const { id, userId, details } = subject;
  const claims = details.claims.map(({ type, value }) => `${type}: ${value}`).join(', ');
  return {
    'X-ASRS-Connection-Id': id,
    'X-ASRS-Hub': route.hub,
    'X-ASRS-Category': route.category,
    'X-ASRS-Event': toHeaderValue(route.event),
    ...(userId !== undefined && { 'X-ASRS-User-Id': toHeaderValue(userId) }),
    ...(claims !== '' && { 'X-ASRS-User-Claims': toHeaderValue(claims) }),
    'X-ASRS-Client-Query': details.clientQuery, // a query is ASCII, and its escapes are its own
    [signatureHeader]: signConnectionId(accessKeys, id),
  };
}

/**
 * HTTP headers carry printable ASCII. A value that holds anything else, or that looks percent-encoded
 * already, travels percent-encoded as a whole (UTF-8; spaces and punctuation stay readable); every
 * other value travels as it is. So whoever decodes the values with an escape in them, and no others,
 * reads exactly what was meant.
 */
export function toHeaderValue(value: string): string {
  const isPlain = /^[\x20-\x7e]*$/.test(value) && value.trim() === value;
  if (isPlain && !/%[0-9a-f]{2}/i.test(value)) return value;
  return value
    .toWellFormed()
    .replaceAll(/[^\x20-\x24\x26-\x7e]+/g, encodeURIComponent)
    .replaceAll(/^ | $/g, '%20');
}
