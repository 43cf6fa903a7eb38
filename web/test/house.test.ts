import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const SOURCES = new URL('../src/', import.meta.url);

/** Every source of the page without its comments, by path. */
const sources = new Map(
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const text = readFileSync(new URL(path.replaceAll('\\', '/'), SOURCES), 'utf8');
      return [path, text.replace(/\/\*.*?\*\//gs, '').replace(/(^|\s)\/\/.*/g, '')];
    }),
);

/** The files that declare each top-level name. */
function declared(kinds: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [path, text] of sources) {
    for (const [, name] of text.matchAll(new RegExp(`^(?:export )?(?:${kinds}) (\\w+)`, 'gm')))
      found.set(name, (found.get(name) ?? new Set()).add(path));
  }
  expect(found.size).toBeGreaterThan(50);
  return found;
}

describe('the sources of the page', () => {
  it('declare nothing that only tests use', () => {
    const all = [...sources.values()].join('\n');
    const unused = [...declared('function|const|interface|type|class')].filter(
      ([name]) => (all.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length < 2,
    );
    expect(unused.map(([name, paths]) => `${name} in ${[...paths]}`)).toEqual([]);
  });

  it('define each function in one place only', () => {
    const twice = [...declared('async function|function')].filter(([, paths]) => paths.size > 1);
    expect(twice.map(([name, paths]) => `${name} in ${[...paths]}`)).toEqual([]);
  });
});
