import { mergeConfig } from 'vitest/config';
import base from '../../vitest.base.ts';

// Most tests start processes, which takes its time on a machine that is busy otherwise.
export default mergeConfig(base, { test: { testTimeout: 60_000 } });
