/**
 * Signatures of upstream requests: how a backend knows that a request about a connection comes from
 * its own service. One for each of the service's keys, so keys can be changed without a pause.
 *
 * Reference: https://learn.microsoft.com/azure/azure-signalr/concept-upstream
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header that carries the signatures. */
export const signatureHeader = 'X-ASRS-Signature';

const scheme = 'sha256=';
/** A service has two keys; more parts than this are an attempt to make us compute. */
const maxParts = 8;

/**
 * The value of `X-ASRS-Signature` for a connection. Azure Functions splits it at the commas without
 * trimming, so there is no space after them.
 */
export function signConnectionId(keys: readonly string[], connectionId: string): string {
  return keys.map((key) => scheme + digest(key, connectionId).toString('hex')).join(',');
}

/** Whether one of the keys made one of the signatures. Takes equally long wherever they differ. */
export function verifyConnectionSignature(
  keys: readonly string[],
  connectionId: string,
  header: string,
): boolean {
  const expected = keys.map((key) => digest(key, connectionId));
  let matches = false;
  for (const part of header.split(',', maxParts)) {
    const given = readDigest(part.trim());
    if (given === undefined) continue;
    for (const own of expected) matches = timingSafeEqual(own, given) || matches;
  }
  return matches;
}

const digest = (key: string, connectionId: string): Buffer =>
  createHmac('sha256', key).update(connectionId).digest();

function readDigest(part: string): Buffer | undefined {
  const match = /^sha256=([0-9a-f]{64})$/i.exec(part);
  return match?.[1] === undefined ? undefined : Buffer.from(match[1], 'hex');
}
