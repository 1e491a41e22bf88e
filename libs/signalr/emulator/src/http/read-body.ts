import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../service-error.ts';

/** https://learn.microsoft.com/azure/azure-signalr/signalr-reference-data-plane-rest-api */
export const maxBodyBytes = 1024 * 1024;

/**
 * Reads a request's body.
 *
 * @throws ServiceError `payload-too-large`, before more than the limit is held in memory.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maxBodyBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}

function tooLarge(): ServiceError {
  return new ServiceError('payload-too-large', `The body is larger than ${maxBodyBytes} bytes`);
}
