import type { Address } from '../contenders/contender.ts';
import type { Dialect } from './dialect.ts';
import { signalrDialect } from './signalr-dialect.ts';
import { socketIoDialect } from './socket-io-dialect.ts';
import { webSocketDialect } from './web-socket-dialect.ts';

export function dialectFor(address: Address): Dialect {
  switch (address.dialect) {
    case 'web-socket':
      return webSocketDialect(address.port);
    case 'socket-io':
      return socketIoDialect(address.port);
    case 'signalr':
      return signalrDialect(address.port, address.connectionString);
    case 'http':
      throw new Error('Nobody can receive from a bare HTTP server');
  }
}
