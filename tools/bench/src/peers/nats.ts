import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';
import type { Peer } from './peer.ts';

const variable = 'HELIOGRAPH_BENCH_NATS';

// Pings are payload to whoever counts bytes, so none is sent in the time of a run.
const configuration = `host: 127.0.0.1
port: -1
ping_interval: "1h"
websocket { host: "127.0.0.1", port: -1, no_tls: true }
`;

/** A message broker, spoken to over its own WebSockets. */
export const nats: Peer = {
  label: 'NATS',
  dialect: 'nats',
  prepare(folder) {
    const command = findProgram('nats-server', variable);
    if (command === undefined) return `no 'nats-server' on the PATH and none in ${variable}`;
    const file = join(folder, 'nats.conf');
    writeFileSync(file, configuration);
    return { command, args: ['-c', file], port: /websocket clients on ws:\/\/[^\s:]+:(\d+)/ };
  },
};
