// Bundles the page's sources into scripts and a stylesheet, for the oldest browsers listed in web/browsers.json.
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { deflateSync } from 'fflate';
import { compileKernels, compilePenKernels } from './kernels.mjs';

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

/** The module `virtual:NAME`, made while bundling. */
function made(name, loader, make) {
  return {
    name,
    setup(bundler) {
      bundler.onResolve({ filter: new RegExp(`^virtual:${name}$`) }, () => ({ path: name, namespace: name }));
      bundler.onLoad({ filter: /.*/, namespace: name }, async () => ({ contents: await make(), loader }));
    },
  };
}

const words = made('words', 'json', async () => JSON.stringify(await readLanguages()));

const inBase64 = async (bytes) => Buffer.from(await bytes).toString('base64');

/** The networks' kernels, as base64. */
export const kernels = made('kernels', 'text', () => inBase64(compileKernels()));
export const penKernels = made('pen-kernels', 'text', () => inBase64(compilePenKernels()));

function bundled(entry, options) {
  return build({
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
}

async function bundle(entry, options) {
  const { outputFiles } = await bundled(entry, options);
  return outputFiles[0].text.trim();
}

const SCRIPT = 'web/src/app/main.ts';
const SCRIPT_OPTIONS = { format: 'iife', plugins: [words, kernels, penKernels] };

/** The page's script; `options` go to esbuild. */
export function bundleScript(options = {}) {
  return bundle(SCRIPT, { ...SCRIPT_OPTIONS, ...options });
}

/**
 * The script that the page's file holds in place of `script` and `style`: a quarter as long, it unpacks them, and runs the script.
 * A library deflates, since Node's own zlib gives other bytes on other machines, and the template must be the same on all.
 */
export function packPage(script, style, options = {}) {
  const packed = (text) => () => Buffer.from(deflateSync(Buffer.from(text), { level: 9 })).toString('base64');
  const plugins = [made('script', 'text', packed(script)), made('style', 'text', packed(style))];
  return bundle('web/unpack.ts', { format: 'iife', plugins, legalComments: 'inline', ...options });
}

/** How many bytes of the page's script come from each of its sources, by their paths; from what is made here, by its name. */
export async function bytesOfScript() {
  const { metafile } = await bundled(SCRIPT, { ...SCRIPT_OPTIONS, metafile: true });
  const [{ inputs }] = Object.values(metafile.outputs);
  return Object.entries(inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput]);
}

export function bundleStyle(options = {}) {
  return bundle('web/src/styles/index.css', options);
}

/** The style that the page's file holds as it is. */
export function bundleWaitingStyle(options = {}) {
  return bundle('web/src/styles/waiting.css', options);
}
