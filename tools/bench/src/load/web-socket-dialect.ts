import { clientFrame } from './client-frame.ts';
import type { Dialect } from './dialect.ts';
import { LoadClient } from './load-client.ts';
import { invocationText, padded } from './message-text.ts';

/** Plain WebSockets; the publisher has a path of its own. */
export function webSocketDialect(port: number): Dialect {
  const invitation = { path: '/', opening: [] };
  return {
    invite: () => Promise.resolve(invitation),
    gather: () => Promise.resolve(),
    async createPublisher(bytes, _inFlight, lost) {
      const frame = clientFrame(padded(bytes, invocationText));
      const received = (): void => undefined;
      const options = { ...invitation, path: '/publish', port, received, lost };
      const client = await LoadClient.open(options);
      return { publish: () => client.send(frame), close: () => client.close() };
    },
    close: () => undefined,
  };
}
