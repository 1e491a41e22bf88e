import { defineConfig } from 'vitest/config';

/** One Vitest configuration for every project; a project's own file says only what differs. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    passWithNoTests: true,
    restoreMocks: true,
    // Node runs TypeScript itself, so a test sees exactly what `npm start` runs.
    environment: 'node',
  },
});
