import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import browsers from '../browsers.json';

const CHECK = fileURLToPath(new URL('../compatibility.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'compatibility-'));
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

afterAll(() => rmSync(folder, { recursive: true }));

/** What the check says about the page with an additional file. */
function check(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  try {
    return execFileSync('node', [CHECK, file], { encoding: 'utf8', stdio: 'pipe' });
  } catch (failure) {
    return (failure as { stderr: string }).stderr;
  }
}

describe('the lowest versions', () => {
  const named = Object.entries(browsers).map(
    ([name, version]) => `${name[0].toUpperCase()}${name.slice(1)} ${version}`,
  );

  it.each(['README.md', 'docs/teachers.md'])('are those that %s names', (document) => {
    const text = read(document).replaceAll(/\s+/g, ' ');
    expect(text).toContain(`${named.slice(0, -1).join(', ')}, and ${named.at(-1)}`);
  });

  it('are those that the page shows to a browser that can’t run it, in every language', () => {
    const said =
      read('src/inkspect/page/template.html')
        .replaceAll('\u00a0', ' ')
        .match(/<div id="outdated".*?<\/div>/s)?.[0] ?? '';
    const [english, japanese] = said.match(/<p lang="(?:en|ja)">.*?<\/p>/gs) ?? [];
    for (const text of [english, japanese]) for (const version of named) expect(text).toContain(version);
    expect(english).toContain('too old');
    expect(japanese).toContain('古すぎる');
  });
});

describe('the check of compatibility', () => {
  it('accepts what all the promised browsers support', () => {
    expect(check('old.js', 'Object.hasOwn({}, "a"); new ResizeObserver(() => {}).observe(document.body);')).toMatch(
      /^compatibility: \d{3} features/,
    );
  });

  it.each([
    [
      'new.js',
      'Promise.withResolvers(); new EditContext(); document.body.togglePopover(); URL.canParse("");',
      ['Promise.withResolvers', 'api.EditContext', 'member togglePopover', 'URL.canParse'],
    ],
    [
      'new.css',
      '@media (scripting: none) { p:has(b) { anchor-name: --a; text-wrap: pretty; color: light-dark(red, blue) } }',
      ['at-rules.media.scripting', 'selectors.has', 'properties.anchor-name', 'text-wrap.pretty', 'color.light-dark'],
    ],
  ])('finds everything newer in %s', (file, content, found) => {
    const said = check(file, content);
    for (const name of found) expect(said).toContain(`${name}: `);
  });
});
