import type { Address } from '../contenders/contender.ts';
import type { Dialect } from './dialect.ts';
import { plainCrowd, type Crowd } from './load-command.ts';
import { natsDialect } from './nats-dialect.ts';
import { signalrDialect } from './signalr-dialect.ts';
import { socketIoDialect } from './socket-io-dialect.ts';
import { webSocketDialect } from './web-socket-dialect.ts';

/** Only our service knows of groups and protocols; to the others every crowd is a plain one. */
export function dialectFor(address: Address, crowd: Crowd = plainCrowd): Dialect {
  switch (address.dialect) {
    case 'web-socket':
      return webSocketDialect(address.port);
    case 'socket-io':
      return socketIoDialect(address.port);
    case 'nats':
      return natsDialect(address.port);
    case 'signalr':
      return signalrDialect(address.port, address.connectionString, crowd);
    case 'http':
      throw new Error('Nobody can receive from a bare HTTP server');
  }
}
