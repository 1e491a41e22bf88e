import type { Address } from '../contenders/contender.ts';
import type { Dialect, Invitation } from './dialect.ts';
import { dialectFor } from './dialect-for.ts';
import { LoadClient } from './load-client.ts';
import type { Crowd } from './load-command.ts';

export interface AudienceOptions {
  readonly address: Address;
  readonly size: number;
  readonly crowd?: Crowd;
  /** How many clients connect at the same time. */
  readonly inFlight: number;
  received(client: LoadClient): void;
  lost(error: Error, client: number): void;
}

/** Clients that are connected and wait. */
export interface Audience {
  /** In the order of their numbers. */
  readonly clients: readonly LoadClient[];
  readonly dialect: Dialect;
  /** Makes the clients receivers of what is published. */
  gather(): Promise<void>;
  close(): void;
}

/** Connects clients, a bounded number at a time. @throws BenchError `child-failed` */
export async function openAudience(options: AudienceOptions): Promise<Audience> {
  const { address, size, crowd, inFlight, received, lost } = options;
  const dialect = dialectFor(address, crowd);
  const clients: LoadClient[] = [];
  const invitations: Invitation[] = [];
  let next = 0;

  const connectSome = async (): Promise<void> => {
    while (next < size) {
      const index = next;
      next += 1;
      const invitation = await dialect.invite(index);
      clients[index] = await LoadClient.open({
        port: address.port,
        index,
        path: invitation.path,
        opening: invitation.opening,
        received,
        lost: (error) => lost(error, index),
      });
      invitations[index] = invitation;
    }
  };
  const close = (): void => {
    clients.forEach((client) => client.close()); // skips those that did not get in
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
