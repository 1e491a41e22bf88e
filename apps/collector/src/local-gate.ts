import { CollectorError } from './collector-error.ts';
import { createGate, type Gate, type GateOptions } from './gate.ts';
import { isLoopbackAddress, isLoopbackHost } from './local-caller.ts';

/** Where it listens on loopback only: programs on this machine need no token, nobody else comes in. */
export function createLocalGate({ log }: Pick<GateOptions, 'log'>): Gate {
  return createGate({
    log,
    isLocal: true,
    async judge({ address, headers }) {
      if (isLoopbackAddress(address) && isLoopbackHost(headers.host)) return undefined;
      const message =
        'Metrics are taken from programs on this machine only, addressed as 127.0.0.1 or localhost';
      return { error: new CollectorError('caller-refused', message) };
    },
  });
}
