import { get } from 'node:http';

export type ProbeResult =
  | { readonly healthy: true }
  /** `reason` continues a sentence that begins with the resource: `refuses connections`. */
  | { readonly healthy: false; readonly reason: string };

/** Asks an address once. Healthy is any answer from 200 to 299 within `timeout` milliseconds. */
export async function probeHttp(
  url: string,
  timeout: number,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const deadline = AbortSignal.timeout(timeout);
  return new Promise((resolve) => {
    const request = get(
      url,
      // A connection of its own each time: a kept one would only tell how the last one fares.
      { agent: false, signal: AbortSignal.any([signal, deadline]) },
      (response) => {
        const status = response.statusCode ?? 0;
        response.on('error', () => undefined).resume();
        response.destroy();
        resolve(
          status >= 200 && status < 300
            ? { healthy: true }
            : { healthy: false, reason: `answers ${status}` },
        );
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      const reason = deadline.aborted
        ? `does not answer within ${timeout / 1000} s`
        : error.code === 'ECONNREFUSED'
          ? 'refuses connections'
          : `cannot be asked (${error.code ?? error.message})`;
      resolve({ healthy: false, reason });
    });
  });
}
