// Bundles the page's sources into scripts and a stylesheet, for the oldest browsers listed in web/browsers.json.
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compileKernels } from './kernels.mjs';

export const ROOT = new URL('..', import.meta.url);
const at = (path) => fileURLToPath(new URL(path, ROOT));
const readJson = async (path) => JSON.parse(await readFile(at(path), 'utf8'));

/** The lowest version of each browser, by esbuild's and MDN's names. */
export const browsers = await readJson('web/browsers.json');

/** "Chrome 109, Edge 109, and Safari 15.4", formatted as a list in the given language. */
export function listOfBrowsers(language) {
  const names = Object.entries(browsers).map(
    ([name, version]) => `${name[0].toUpperCase()}${name.slice(1)}\u00a0${version}`,
  );
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}

/** Every words/*.json, by language tag, with `{browsers}` filled in; each language is one file. */
export async function readLanguages() {
  const files = (await readdir(at('words'))).filter((name) => name.endsWith('.json')).sort();
  const named = async (name) => {
    const language = name.slice(0, -'.json'.length);
    const entries = Object.entries(await readJson(`words/${name}`));
    const list = listOfBrowsers(language);
    return [language, Object.fromEntries(entries.map(([key, text]) => [key, text.replace('{browsers}', list)]))];
  };
  return Object.fromEntries(await Promise.all(files.map(named)));
}

const words = {
  name: 'words',
  setup(bundler) {
    bundler.onResolve({ filter: /^virtual:words$/ }, () => ({ path: 'words', namespace: 'words' }));
    bundler.onLoad({ filter: /.*/, namespace: 'words' }, async () => {
      return { contents: JSON.stringify(await readLanguages()), loader: 'json' };
    });
  },
};

/** The network's kernels, as base64. */
export const kernels = {
  name: 'kernels',
  setup(bundler) {
    bundler.onResolve({ filter: /^virtual:kernels$/ }, () => ({ path: 'kernels', namespace: 'kernels' }));
    bundler.onLoad({ filter: /.*/, namespace: 'kernels' }, async () => {
      return { contents: Buffer.from(await compileKernels()).toString('base64'), loader: 'text' };
    });
  },
};

// The script of a painting worker, views/NAME/worker.ts, as the text to start it from.
const workers = {
  name: 'workers',
  setup(bundler) {
    bundler.onResolve({ filter: /^virtual:worker\// }, ({ path }) => ({
      path: path.slice('virtual:worker/'.length),
      namespace: 'worker',
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'worker' }, async ({ path }) => {
      return { contents: await bundleWorker(path), loader: 'text' };
    });
  },
};

async function bundle(entry, options) {
  const { outputFiles } = await build({
    absWorkingDir: at('.'),
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    legalComments: 'none',
    target: Object.entries(browsers).map(([name, version]) => name + version),
    ...options,
  });
  return outputFiles[0].text.trim();
}

/** The page's script; `options` go to esbuild. */
export function bundleScript(options = {}) {
  return bundle('web/src/app/main.ts', { format: 'iife', plugins: [words, workers, kernels], ...options });
}

/** The script of the worker that paints a view. */
export function bundleWorker(view, options = {}) {
  return bundle(`web/src/views/${view}/worker.ts`, { format: 'iife', ...options });
}

export function bundleStyle(options = {}) {
  return bundle('web/src/styles/index.css', options);
}
