import { clientFrame } from './client-frame.ts';
import type { Dialect, Invitation } from './dialect.ts';
import { LoadClient } from './load-client.ts';

const subject = 'bench';

// The server opens with INFO and answers PING with PONG, each in a frame of its own:
// https://docs.nats.io/reference/reference-protocols/nats-protocol
const invitation: Invitation = {
  path: '/',
  opening: [undefined, clientFrame(`CONNECT {"verbose":false}\r\nSUB ${subject} 1\r\nPING\r\n`)],
};
const silent: Invitation = {
  path: '/',
  opening: [undefined, clientFrame('CONNECT {"verbose":false}\r\nPING\r\n')],
};

export function natsDialect(port: number): Dialect {
  return {
    invite: () => Promise.resolve(invitation),
    gather: () => Promise.resolve(),
    async createPublisher(bytes, _inFlight, lost) {
      const payload = 'x'.repeat(payloadBytes(bytes));
      const frame = clientFrame(`PUB ${subject} ${payload.length}\r\n${payload}\r\n`);
      const received = (): void => undefined;
      const client = await LoadClient.open({ ...silent, port, received, lost });
      return { publish: () => client.send(frame), close: () => client.close() };
    },
    close: () => undefined,
  };
}

/** How much a message carries that arrives as `bytes` with the line that announces it. */
export function payloadBytes(bytes: number): number {
  const framing = `MSG ${subject} 1 \r\n\r\n`.length;
  for (let digits = 1; ; digits += 1) {
    const payload = bytes - framing - digits;
    if (String(payload).length <= digits) return payload;
  }
}
