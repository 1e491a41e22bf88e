import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../service-error.ts';

/** https://learn.microsoft.com/azure/azure-signalr/signalr-reference-data-plane-rest-api */
export const maxBodyBytes = 1024 * 1024;

/**
 * Reads a request's body.
 *
 * @throws ServiceError `payload-too-large`, before more than the limit is held in memory.
 */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let length = 0;

  // Not by iterating: leaving the loop early would destroy the socket that the answer needs. Node
  // discards what is left of a request once it has been answered.
  const take = (chunk: Buffer): void => {
    length += chunk.length;
    if (length > maxBodyBytes) {
      request.off('data', take);
      chunks.length = 0;
      reject(tooLarge());
      return;
    }
    chunks.push(chunk);
  };
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maxBodyBytes) return Promise.reject(tooLarge());
  request.on('data', take);
  request.once('end', () => resolve(Buffer.concat(chunks)));
  request.once('error', reject);
  return promise;
}

function tooLarge(): ServiceError {
  return new ServiceError('payload-too-large', `The body is larger than ${maxBodyBytes} bytes`);
}
