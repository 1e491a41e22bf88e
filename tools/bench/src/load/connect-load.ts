import { openUsageWindow } from '../measure/usage-window.ts';
import { openAudience, type Audience } from './audience.ts';
import type { ConnectResult, LoadCommandOf } from './load-command.ts';

export interface ConnectLoad {
  connect(command: LoadCommandOf<'connect'>): Promise<ConnectResult>;
  disconnect(): void;
}

/** Connections that are opened as fast as the server answers and then only wait. */
export function createConnectLoad(): ConnectLoad {
  let audience: Audience | undefined;
  let lost: Error | undefined;

  return {
    async connect({ address, serverPid, connections, inFlight, crowd }) {
      const window = openUsageWindow(serverPid);
      audience = await openAudience({
        address,
        size: connections,
        crowd,
        inFlight,
        received: () => undefined,
        lost: (error) => (lost = error),
      });
      if (lost !== undefined) throw lost;
      return window.close();
    },
    disconnect() {
      audience?.close();
      audience = undefined;
      if (lost !== undefined) throw lost;
    },
  };
}
