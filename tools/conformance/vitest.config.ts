import { mergeConfig } from 'vitest/config';
import base from '../../vitest.base.ts';

/** Every wait is for a condition; this bounds the wait on a machine that is busy. */
export default mergeConfig(base, { test: { testTimeout: 20_000 } });
