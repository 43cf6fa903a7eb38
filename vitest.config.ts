import { defineConfig } from 'vitest/config';
import { compileKernels, compilePenKernels } from './web/kernels.mjs';

const COMPILED: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'virtual:kernels': compileKernels,
  'virtual:pen-kernels': compilePenKernels,
};

export default defineConfig({
  plugins: [
    {
      name: 'kernels',
      resolveId: (name) => (Object.hasOwn(COMPILED, name) ? name : null),
      async load(name) {
        if (!Object.hasOwn(COMPILED, name)) return null;
        return `export default '${Buffer.from(await COMPILED[name]()).toString('base64')}';`;
      },
    },
  ],
  test: {
    include: ['web/test/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['web/test/setup.ts'],
    // Generous: a busy machine is no failure.
    testTimeout: 30_000,
  },
});
