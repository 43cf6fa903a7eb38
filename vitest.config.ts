import { defineConfig } from 'vitest/config';
import { compileKernels } from './web/kernels.mjs';

const KERNELS = 'virtual:kernels';

export default defineConfig({
  plugins: [
    {
      name: 'kernels',
      resolveId: (name) => (name === KERNELS ? name : null),
      async load(name) {
        if (name !== KERNELS) return null;
        return `export default '${Buffer.from(await compileKernels()).toString('base64')}';`;
      },
    },
  ],
  test: {
    include: ['web/test/**/*.test.ts'],
    environment: 'node',
    // Generous: a busy machine is no failure.
    testTimeout: 30_000,
  },
});
