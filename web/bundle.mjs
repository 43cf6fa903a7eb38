// Bundles scripts, styles and words into the page's template, which Python fills with weights.
//
//   node web/bundle.mjs           writes src/inkspect/page/template.html
//   node web/bundle.mjs --check   fails when the committed template is not what the sources give
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = new URL('..', import.meta.url);
const TEMPLATE = new URL('src/inkspect/page/template.html', ROOT);
const at = (path) => fileURLToPath(new URL(path, ROOT));
const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

// Every words/*.json by its name, so that a language is one file.
const words = {
  name: 'words',
  setup(bundler) {
    bundler.onResolve({ filter: /^virtual:words$/ }, () => ({ path: 'words', namespace: 'words' }));
    bundler.onLoad({ filter: /.*/, namespace: 'words' }, async () => {
      const files = (await readdir(at('words'))).filter((name) => name.endsWith('.json')).sort();
      const languages = await Promise.all(
        files.map(async (name) => [
          name.slice(0, -'.json'.length),
          JSON.parse(await readFile(at(`words/${name}`), 'utf8')),
        ]),
      );
      return { contents: JSON.stringify(Object.fromEntries(languages)), loader: 'json' };
    });
  },
};

// The script of a worker that paints, views/NAME/worker.ts, as a text to start it from.
const workers = {
  name: 'workers',
  setup(bundler) {
    bundler.onResolve({ filter: /^virtual:worker\// }, ({ path }) => ({
      path: path.slice('virtual:worker/'.length),
      namespace: 'worker',
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'worker' }, async ({ path }) => {
      return { contents: await bundle(`web/src/views/${path}/worker.ts`, { format: 'iife' }), loader: 'text' };
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
    target: ['chrome111', 'firefox113', 'safari16.2'],
    ...options,
  });
  return outputFiles[0].text.trim();
}

/** Puts `text` where `slot` stands, exactly once. */
function fill(page, slot, text) {
  const [before, after, ...more] = page.split(slot);
  if (after === undefined || more.length) throw new Error(`web/src/shell.html must hold ${slot} exactly once.`);
  return before + text + after;
}

async function makeTemplate() {
  const script = await bundle('web/src/app/main.ts', { format: 'iife', plugins: [words, workers] });
  const style = await bundle('web/src/styles/index.css', {});
  if (/<\/(script|style)/i.test(script + style))
    throw new Error('The bundle holds a tag that would end its own element.');
  const policy = [
    "default-src 'none'",
    `script-src ${sha256(script)}`,
    `style-src ${sha256(style)}`,
    'img-src data: blob:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  let page = await readFile(at('web/src/shell.html'), 'utf8');
  page = fill(page, '{{policy}}', policy);
  page = fill(page, '{{style}}', style);
  return fill(page, '{{script}}', script);
}

const template = await makeTemplate();
if (process.argv.includes('--check')) {
  const committed = await readFile(TEMPLATE, 'utf8').catch(() => '');
  if (committed !== template) {
    console.error(
      'src/inkspect/page/template.html is not what web/ and words/ give now: run `npm run bundle` and commit it.',
    );
    process.exit(1);
  }
} else {
  await mkdir(new URL('.', TEMPLATE), { recursive: true });
  await writeFile(TEMPLATE, template);
  console.log(`src/inkspect/page/template.html: ${Buffer.byteLength(template)} bytes`);
}
