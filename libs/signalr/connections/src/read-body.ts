import type { IncomingMessage } from 'node:http';

/**
 * Reads a request's body; `undefined` when it is longer than `maxBytes`, of which no more than that
 * was ever held. What is left of such a body is discarded by Node once the request is answered.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maxBytes) return Promise.resolve(undefined);
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  const chunks: Buffer[] = [];
  let length = 0;

  // Not by iterating: leaving the loop early would destroy the socket that the answer needs.
  const take = (chunk: Buffer): void => {
    length += chunk.length;
    if (length <= maxBytes) {
      chunks.push(chunk);
      return;
    }
    request.off('data', take);
    chunks.length = 0;
    resolve(undefined);
  };
  request.on('data', take);
  request.on('end', () => {
    const [first] = chunks;
    resolve(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks));
  });
  request.on('error', reject); // also when the client hangs up before the end
  return promise;
}
