import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const PACK = `
  import { packPage } from './web/bundling.mjs';
  import { text } from 'node:stream/consumers';
  const scripts = JSON.parse(await text(process.stdin));
  console.log(JSON.stringify(await Promise.all(scripts.map((script) => packPage(script, '.a{}' + script)))));
`;

/** The scripts as the page's file holds them. */
function pack(scripts: readonly string[]): string[] {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const input = JSON.stringify(scripts);
  return JSON.parse(execFileSync('node', ['--input-type=module', '-e', PACK], { cwd, input, encoding: 'utf8' }));
}

/** What a packed script adds to the document, in order, and what of it stays there. `styled`: it holds a style already. */
function run(packed: string, styled = false) {
  const ran: string[] = [];
  const left = new Set<object>();
  const earlier = { remove: () => ran.push('the earlier style goes') };
  const createElement = (name: string) => {
    const element = { name, textContent: '', remove: () => left.delete(element) };
    return element;
  };
  const append = (element: ReturnType<typeof createElement>) => {
    ran.push(`${element.name}: ${element.textContent}`);
    left.add(element);
  };
  const querySelector = (selector: string) => (styled && selector === 'style ~ style' ? earlier : null);
  const document = { createElement, querySelector, head: { append }, body: { append } };
  runInNewContext(packed, { document, TextDecoder, Uint8Array, atob });
  return { ran, left: [...left].map((element) => (element as { name: string }).name) };
}

describe('a packed script', () => {
  it('styles the page, then runs what was packed, unchanged, once, and leaves but the style behind', () => {
    const scripts = [
      '',
      'document.title = "</script><!--";',
      '「数字」\u2028を\0書く🖊',
      ...fc.sample(fc.string({ unit: 'grapheme', maxLength: 2000 }), { numRuns: 20, seed: 1 }),
    ];
    pack(scripts).forEach((packed, i) => {
      const { ran, left } = run(packed);
      expect(ran).toEqual([`style: .a{}${scripts[i]}`, `script: ${scripts[i]}`]);
      expect(left).toEqual(['style']);
    });
  });

  it('styles a saved copy once', () => {
    const [packed] = pack(['']);
    expect(run(packed, true).ran).toEqual(['the earlier style goes', 'style: .a{}', 'script: ']);
  });

  it('is the same each time, can’t end its element, and names whose work unpacks it', () => {
    const script = 'window.inkspect = "</script>";'.repeat(50);
    const [first, second] = pack([script, script]);
    expect(second).toBe(first);
    expect(first).not.toMatch(/<\/script|<!--/i);
    expect(first).toMatch(/fflate, © .* MIT/);
  });
});
