// Bundles scripts, styles and words into the page's template, which Python fills with weights.
//
//   node web/bundle.mjs           writes src/inkspect/page/template.html
//   node web/bundle.mjs --check   fails when the committed template is not what the sources give
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { bundleScript, bundleStyle, ROOT, readLanguages } from './bundling.mjs';

const TEMPLATE = new URL('src/inkspect/page/template.html', ROOT);
const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Puts `text` where `slot` stands, exactly once. */
function fill(page, slot, text) {
  const [before, after, ...more] = page.split(slot);
  if (after === undefined || more.length) throw new Error(`web/src/shell.html must hold ${slot} exactly once.`);
  return before + text + after;
}

/** Where the page asks `{{say "key" "key"}}`: these texts in every language, for readers whom no script reaches. */
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
  let page = await readFile(new URL('web/src/shell.html', ROOT), 'utf8');
  page = fill(page, '{{policy}}', policy);
  page = fill(page, '{{style}}', style);
  page = sayInEveryLanguage(page, await readLanguages());
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
