import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Listens on any free port of this machine, or on the given one. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Stands between the client and the service, so that a connection can be harmed at any point. */
export async function startProxy(servicePort: number) {
  type Fault = 'none' | 'refuse' | 'refuse-sockets' | 'hang-sockets';
  const state = { fault: 'none' as Fault, hanging: 0, closed: 0, seen: '' };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => {}).on('close', () => sockets.delete(client));
    if (state.fault === 'refuse') return void client.destroy();
    client.once('data', (first) => {
      const isUpgrade = first.toString('latin1').startsWith('GET');
      if (isUpgrade && state.fault === 'refuse-sockets') return void client.destroy();
      if (isUpgrade && state.fault === 'hang-sockets') {
        state.hanging += 1;
        client.on('close', () => (state.closed += 1)).resume();
        return;
      }
      const service = connect(servicePort, '127.0.0.1');
      sockets.add(service);
      service.on('error', () => client.destroy()).on('close', () => sockets.delete(service));
      service.write(first);
      client.on('data', (chunk) => (state.seen += chunk.toString('latin1')));
      state.seen += first.toString('latin1');
      client.pipe(service).pipe(client);
      client.on('close', () => service.destroy());
    });
  });
  const port = await listen(server);
  /** As when a cable is pulled: no Close message, no close frame. */
  const cut = () => sockets.forEach((socket) => socket.destroy());
  onTestFinished(() => {
    cut();
    server.close();
  });
  return { state, url: `http://127.0.0.1:${port}`, cut };
}
