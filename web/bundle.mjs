// Bundles scripts, styles and words into the page's template, into which Python puts the weights. Script and style are packed.
//
//   node web/bundle.mjs           writes src/inkspect/page/template.html
//   node web/bundle.mjs --check   fails if the committed template is stale
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { bundleScript, bundleStyle, bundleWaitingStyle, packPage, ROOT, readLanguages } from './bundling.mjs';

const TEMPLATE = new URL('src/inkspect/page/template.html', ROOT);
const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Replaces `slot`, which must occur exactly once, by `text`. */
function fill(page, slot, text) {
  const [before, after, ...more] = page.split(slot);
  if (after === undefined || more.length) throw new Error(`web/src/shell.html must hold ${slot} exactly once.`);
  return before + text + after;
}

/** Replaces `{{say "key" "key"}}` by these texts in every language, for browsers that run no script. */
function sayInEveryLanguage(page, languages) {
  return page.replace(/\{\{say ((?:"[\w.]+" ?)+)\}\}/, (_, keys) => {
    const names = keys.match(/[\w.]+/g);
    const say = ([language, words]) => `<p lang="${language}">${names.map((name) => words[name]).join('\n')}</p>`;
    return Object.entries(languages).map(say).join('');
  });
}

async function makeTemplate() {
  const script = await bundleScript();
  const style = await bundleStyle();
  const waiting = await bundleWaitingStyle();
  const packed = await packPage(script, style);
  if (/<\/(script|style)/i.test(packed + waiting))
    throw new Error('The bundle contains a </script> or </style> tag, which would end its own element.');
  const policy = [
    "default-src 'none'",
    `script-src ${sha256(packed)} ${sha256(script)} 'wasm-unsafe-eval'`,
    `style-src ${sha256(waiting)} ${sha256(style)}`,
    'img-src data: blob:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  let page = await readFile(new URL('web/src/shell.html', ROOT), 'utf8');
  page = fill(page, '{{policy}}', policy);
  page = fill(page, '{{style}}', waiting);
  page = sayInEveryLanguage(page, await readLanguages());
  return fill(page, '{{script}}', packed);
}

const template = await makeTemplate();
if (process.argv.includes('--check')) {
  const committed = await readFile(TEMPLATE, 'utf8').catch(() => '');
  if (committed !== template) {
    console.error(
      'src/inkspect/page/template.html is stale: web/ or words/ has changed. Run `npm run bundle` and commit it.',
    );
    process.exit(1);
  }
} else {
  await mkdir(new URL('.', TEMPLATE), { recursive: true });
  await writeFile(TEMPLATE, template);
  console.log(`src/inkspect/page/template.html: ${Buffer.byteLength(template)} bytes`);
}
