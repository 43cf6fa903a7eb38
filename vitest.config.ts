import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['web/test/**/*.test.ts'],
    environment: 'node',
    // Generous: a busy machine is no failure.
    testTimeout: 30_000,
  },
});
