import type { IncomingMessage } from 'node:http';
import { readBody } from '@heliograph/signalr-connections';
import { ServiceError } from '../service-error.ts';

/** https://learn.microsoft.com/azure/azure-signalr/signalr-reference-data-plane-rest-api */
const maxBodyBytes = 1024 * 1024;

/**
 * Reads a data-plane request's body as what `parse` makes of it.
 *
 * @throws ServiceError `payload-too-large`, and what `parse` throws
 */
export function readPayload<Payload>(
  request: IncomingMessage,
  parse: (body: Buffer) => Payload,
): Promise<Payload> {
  return readBody(request, maxBodyBytes).then((body) => {
    if (body !== undefined) return parse(body);
    throw new ServiceError('payload-too-large', `The body is larger than ${maxBodyBytes} bytes`);
  });
}
