import type * as z from 'zod';
import type { Child } from '../children/child.ts';
import type { RunningContender } from '../children/stage.ts';
import { measureRounds } from './rounds.ts';

export interface WindowsOptions<Result> {
  readonly generator: Child;
  readonly contenders: readonly RunningContender[];
  readonly rounds: number;
  /** What the load generator is asked, without whom it is asked about. */
  readonly command: { readonly name: string; readonly warmUpMs: number; readonly windowMs: number };
  readonly result: z.ZodType<Result>;
  finished(round: number): void;
}

/** Loads each contender for a while, round by round. */
export function measureWindows<Result extends { readonly disturbed: number }>(
  options: WindowsOptions<Result>,
): Promise<Map<string, Result[]>> {
  const { generator, contenders, rounds, command, result, finished } = options;
  return measureRounds({
    contenders,
    rounds,
    measure: ({ address, pid }) => generator.ask({ ...command, address, serverPid: pid }, result),
    finished,
  });
}
