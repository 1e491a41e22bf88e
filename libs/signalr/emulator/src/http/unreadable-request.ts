import type { Duplex } from 'node:stream';
import { refuseUpgrade } from '@heliograph/signalr-connections';
import type { ServiceFigures } from '../figures/service-figures.ts';
import type { ServiceLog } from '../service-log.ts';

/** What Node's parser calls a fault, and the status that tells it; 400 for all others. */
const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Answers what is no HTTP request, or one whose head is too long, and tells the log: nobody else
 * would, because there is no request that could be led anywhere.
 */
export function refuseUnreadable(figures: Pick<ServiceFigures, 'answered'>, log: ServiceLog) {
  return (error: Error & { readonly code?: string }, socket: Duplex): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const status = statuses[error.code ?? ''] ?? 400;
    const reason = error.code ?? 'unknown';
    const message = `What came is no HTTP request that can be read (${reason}): ${status}`;
    log({ level: 'warn', event: 'request-refused', message });
    figures.answered(status);
    refuseUpgrade(socket, { status });
  };
}
