import { mergeConfig } from 'vitest/config';
import base from '../../vitest.base.ts';

/** One platform and one browser at a time: two cores carry no more. */
export default mergeConfig(base, {
  test: { fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 },
});
