import { clientFrame } from './client-frame.ts';
import type { Dialect, Invitation } from './dialect.ts';
import { LoadClient } from './load-client.ts';
import { padded } from './message-text.ts';

// The server opens with '0{…}', the client joins the default namespace with '40' and is told '40{…}':
// https://socket.io/docs/v4/engine-io-protocol/ and https://socket.io/docs/v4/socket-io-protocol/
const invitation: Invitation = {
  path: '/socket.io/?EIO=4&transport=websocket',
  opening: [undefined, clientFrame('40')],
};

export function socketIoDialect(port: number): Dialect {
  return {
    invite: () => Promise.resolve(invitation),
    gather: () => Promise.resolve(),
    async createPublisher(bytes, _inFlight, lost) {
      const update = padded(bytes, (text) => `42["update","${text}"]`);
      const frame = clientFrame(update.replace('update', 'publish'));
      const received = (): void => undefined;
      const client = await LoadClient.open({ ...invitation, port, received, lost });
      return { publish: () => client.send(frame), close: () => client.close() };
    },
    close: () => undefined,
  };
}
