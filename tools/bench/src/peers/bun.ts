import { fileURLToPath } from 'node:url';
import { findProgram } from './find-program.ts';
import type { Peer } from './peer.ts';

const variable = 'HELIOGRAPH_BENCH_BUN';
const server = fileURLToPath(new URL('./bun-publish.ts', import.meta.url));

/** Bun's own publish: one call in JavaScript, everything else in native code. */
export const bun: Peer = {
  label: "Bun's native publish",
  dialect: 'web-socket',
  prepare() {
    const command = findProgram('bun', variable);
    if (command === undefined) return `no 'bun' on the PATH and none in ${variable}`;
    return { command, args: [server], port: /^port (\d+)$/m };
  },
};
