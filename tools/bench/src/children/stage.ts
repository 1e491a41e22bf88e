import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressSchema, type Address, type Contender } from '../contenders/contender.ts';
import type { Peer } from '../peers/peer.ts';
import type { Child, Children } from './child.ts';

const serverCpu = 0;
const generatorCpu = 1;

/** A contender that listens. */
export interface RunningContender {
  readonly label: string;
  readonly address: Address;
  readonly pid: number;
}

/** A contender of this repository, which answers questions about itself. */
export interface RunningServer extends RunningContender {
  readonly process: Child;
}

/** What every benchmark needs: contenders to measure and something that loads them. */
export class Stage {
  readonly #children: Children;

  constructor(children: Children) {
    this.#children = children;
  }

  async startContender({ label, server }: Contender): Promise<RunningServer> {
    const process = await this.#children.start(`contenders/${server}.ts`, serverCpu);
    return { label, address: addressSchema.parse(process.ready), pid: process.pid, process };
  }

  /** All of them, one after the other. */
  async startContenders(contenders: readonly Contender[]): Promise<RunningServer[]> {
    const running = [];
    for (const contender of contenders) running.push(await this.startContender(contender));
    return running;
  }

  /** Returns in words why a peer takes no part. */
  async startPeer({ label, dialect, prepare }: Peer): Promise<RunningContender | string> {
    const folder = await mkdtemp(join(tmpdir(), 'heliograph-bench-'));
    try {
      const program = prepare(folder);
      if (typeof program === 'string') return `${label} takes no part: ${program}`;
      const { pid, port } = await this.#children.startProgram(program, serverCpu);
      return { label, address: { dialect, port }, pid };
    } finally {
      await rm(folder, { recursive: true, force: true }); // what runs needs its files no more
    }
  }

  startGenerator(): Promise<Child> {
    return this.#children.start('load/generator.ts', generatorCpu);
  }

  /** Ends everything that was started, so that the next benchmark has the machine to itself. */
  clear(): Promise<void> {
    return this.#children.stop();
  }
}
