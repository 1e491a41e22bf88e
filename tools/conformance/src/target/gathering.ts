import type { HubConnection } from '@microsoft/signalr';
import { call } from './data-plane.ts';
import { eventually } from './eventually.ts';
import type { Service } from './service.ts';
import { createStockClient, type StockClientOptions } from './stock-client.ts';

/** Clients of one hub, by name. */
export interface Gathering<Name extends string> {
  client(name: Name): HubConnection;
  /** The connection id. */
  id(name: Name): string;
  /** Who received the target `m` because of `send`, in alphabetical order, once for each time. */
  reached(send: () => Promise<unknown>): Promise<string[]>;
}

export async function gather<Name extends string>(
  service: Service,
  clients: Readonly<Record<Name, StockClientOptions>>,
): Promise<Gathering<Name>> {
  const names = Object.keys(clients) as Name[];
  const connections = new Map<Name, HubConnection>();
  let received: Name[] = [];
  let finished = 0;
  for (const name of names) {
    const connection = await createStockClient(service, clients[name]);
    connection.on('m', () => void received.push(name));
    connection.on('finished', () => void (finished += 1));
    await connection.start();
    connections.set(name, connection);
  }
  const client = (name: Name): HubConnection => {
    const connection = connections.get(name);
    if (connection === undefined) throw new Error(`Nobody is called ${name}`);
    return connection;
  };
  return {
    client,
    id: (name) => client(name).connectionId ?? '',
    async reached(send) {
      received = [];
      finished = 0;
      await send();
      // Messages arrive in order, so whatever came before this one has arrived with it.
      await call(service, 'POST', ':send', { body: { target: 'finished' } });
      await eventually(() => finished === names.length);
      return received.toSorted();
    },
  };
}
