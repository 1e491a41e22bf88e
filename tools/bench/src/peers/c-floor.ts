import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from './find-program.ts';
import type { Peer } from './peer.ts';

const variable = 'HELIOGRAPH_BENCH_CC';
const source = fileURLToPath(new URL('./c-floor.c', import.meta.url));

/** The least that a server can do that writes once for each delivery: what the kernel asks for it. */
export const cFloor: Peer = {
  label: 'C, one write per delivery',
  dialect: 'web-socket',
  prepare(folder) {
    if (process.platform !== 'linux') return 'it is written for Linux';
    const compiler = findProgram('cc', variable);
    if (compiler === undefined) return `no 'cc' on the PATH and none in ${variable}`;
    const command = join(folder, 'c-floor');
    const { status, stderr } = spawnSync(compiler, ['-O2', '-Wall', '-o', command, source], {
      encoding: 'utf8',
    });
    if (status !== 0) return `it does not compile: ${stderr.split('\n', 1)[0] ?? ''}`;
    return { command, args: [], port: /^port (\d+)$/m };
  },
};
