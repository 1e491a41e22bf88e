import { addressSchema, type Address, type Contender } from '../contenders/contender.ts';
import type { Child, Children } from './child.ts';

const serverCpu = 0;
const generatorCpu = 1;

/** A contender that listens. */
export interface RunningContender {
  readonly label: string;
  readonly address: Address;
  readonly process: Child;
}

/** What every benchmark needs: contenders to measure and something that loads them. */
export class Stage {
  readonly #children: Children;

  constructor(children: Children) {
    this.#children = children;
  }

  async startContender({ label, server }: Contender): Promise<RunningContender> {
    const process = await this.#children.start(`contenders/${server}.ts`, serverCpu);
    return { label, address: addressSchema.parse(process.ready), process };
  }

  startGenerator(): Promise<Child> {
    return this.#children.start('load/generator.ts', generatorCpu);
  }

  /** Ends everything that was started, so that the next benchmark has the machine to itself. */
  clear(): Promise<void> {
    return this.#children.stop();
  }
}
