import type { Address } from '../contenders/contender.ts';
import type { Dialect, Invitation } from './dialect.ts';
import { dialectFor } from './dialect-for.ts';
import { LoadClient } from './load-client.ts';

export interface AudienceOptions {
  readonly address: Address;
  readonly size: number;
  /** How many clients connect at the same time. */
  readonly inFlight: number;
  received(client: LoadClient): void;
  lost(error: Error): void;
}

/** Clients that are connected and wait. */
export interface Audience {
  readonly clients: readonly LoadClient[];
  readonly dialect: Dialect;
  /** Makes the clients receivers of what is published. */
  gather(): Promise<void>;
  close(): void;
}

/** Connects clients, a bounded number at a time. @throws BenchError `child-failed` */
export async function openAudience(options: AudienceOptions): Promise<Audience> {
  const { address, size, inFlight, received, lost } = options;
  const dialect = dialectFor(address);
  const clients: LoadClient[] = [];
  const invitations: Invitation[] = [];
  let next = 0;

  const connectSome = async (): Promise<void> => {
    while (next < size) {
      const index = next;
      next += 1;
      const invitation = await dialect.invite(index);
      const { path, opening } = invitation;
      clients.push(await LoadClient.open({ port: address.port, path, opening, received, lost }));
      invitations.push(invitation);
    }
  };
  const close = (): void => {
    for (const client of clients) client.close();
    dialect.close();
  };
  try {
    await Promise.all(Array.from({ length: inFlight }, connectSome));
  } catch (error) {
    next = size;
    close();
    throw error;
  }
  return { clients, dialect, gather: () => dialect.gather(invitations), close };
}
