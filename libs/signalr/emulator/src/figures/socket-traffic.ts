import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface SocketTraffic {
  /** Bytes received since the start, with what HTTP and WebSockets put around messages. */
  inbound(): number;
  outbound(): number;
}

/** Reads what the sockets of a server count anyway, so that sending costs nothing more. */
export function watchTraffic(server: Server): SocketTraffic {
  const open = new Set<Socket>();
  let inbound = 0;
  let outbound = 0;

  // One function for all sockets: one for each would take more than the set's entry.
  function take(this: Socket): void {
    if (!open.delete(this)) return;
    inbound += this.bytesRead;
    outbound += this.bytesWritten;
  }
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', take);
  });

  return {
    inbound() {
      let total = inbound;
      for (const socket of open) total += socket.bytesRead;
      return total;
    },
    outbound() {
      let total = outbound;
      for (const socket of open) total += socket.bytesWritten;
      return total;
    },
  };
}
