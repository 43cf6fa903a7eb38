import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

describe('the style sheet', () => {
  it('gives the dark theme the same colours by the system and by the switch', () => {
    const css = readFileSync(new URL('../../src/styles/tokens.css', import.meta.url), 'utf8');
    const colorsAfter = (selector: string) => {
      const block = css.slice(css.indexOf(selector)).match(/\{([^}]*)\}/)?.[1] ?? '';
      return block.split(';').map((line) => line.trim());
    };
    const bySystem = colorsAfter(':root:not([data-theme="light"])');
    expect(bySystem.length).toBeGreaterThan(5);
    expect(bySystem).toEqual(colorsAfter('\n:root[data-theme="dark"]'));
  });
});
