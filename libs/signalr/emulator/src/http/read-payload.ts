import type { IncomingMessage } from 'node:http';
import { readBody } from '@heliograph/signalr-connections';
import { ServiceError } from '../service-error.ts';

/** https://learn.microsoft.com/azure/azure-signalr/signalr-reference-data-plane-rest-api */
const maxBodyBytes = 1024 * 1024;

/** Reads a data-plane request's body. @throws ServiceError `payload-too-large` */
export async function readPayload(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request, maxBodyBytes);
  if (body !== undefined) return body;
  throw new ServiceError('payload-too-large', `The body is larger than ${maxBodyBytes} bytes`);
}
