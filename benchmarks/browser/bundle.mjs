// Bundles page.mjs for the benchmark of the forward pass.
//
//   node benchmarks/browser/bundle.mjs FILE
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { kernels, penKernels } from '../../web/bundling.mjs';

await build({
  entryPoints: [fileURLToPath(new URL('page.mjs', import.meta.url))],
  outfile: process.argv[2],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  plugins: [kernels, penKernels],
  logLevel: 'error',
});
