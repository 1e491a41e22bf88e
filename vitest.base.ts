import { defineConfig } from 'vitest/config';

/** One Vitest configuration for every project; a project's own file says only what differs. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    passWithNoTests: true,
    restoreMocks: true,
    environment: 'node',
    // `npm test` adds these files up, also those that Nx restores from its cache.
    reporters: ['default', ['json', { outputFile: 'out-test/results.json' }]],
  },
});
