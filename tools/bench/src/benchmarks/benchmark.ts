import type { Stage } from '../children/stage.ts';
import type { Table } from '../report/table.ts';

export interface BenchmarkSettings {
  readonly stage: Stage;
  readonly quick: boolean;
  /** Rounds in place of the benchmark's own number. */
  readonly rounds: number | undefined;
  /** Says what is going on. */
  progress(text: string): void;
}

export interface Outcome {
  readonly tables: readonly Table[];
  /** Every single measurement, for machines. */
  readonly data: unknown;
}

export type Benchmark = (settings: BenchmarkSettings) => Promise<Outcome>;
