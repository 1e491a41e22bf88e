import { mergeConfig } from 'vitest/config';
import base from '../../vitest.base.ts';

/** Two platforms and browsers at a time: most of it is waiting, but two cores carry no more. */
export default mergeConfig(base, {
  test: { maxWorkers: 2, testTimeout: 120_000, hookTimeout: 120_000 },
});
