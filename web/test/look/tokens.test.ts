import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Color, sequential, textOn } from '../../src/look/color.ts';

const css = readFileSync(new URL('../../src/styles/tokens.css', import.meta.url), 'utf8');

/** The declarations of the first rule whose selector is, or begins with, `selector`. */
function declarations(selector: string): string[] {
  const block = css.slice(css.indexOf(selector)).match(/\{([^}]*)\}/)?.[1] ?? '';
  return block.split(';').map((line) => line.trim());
}

/** The colour, `#rrggbb`, that a rule gives to a variable. */
function colorIn(selector: string, variable: string): Color {
  const written = declarations(selector).find((line) => line.startsWith(`${variable}:`)) ?? '';
  const [red, green, blue] = (written.match(/[0-9a-f]{2}(?=[0-9a-f]*$)/g) ?? []).map((byte) =>
    Number.parseInt(byte, 16),
  );
  return [red, green, blue];
}

const LIGHT = ':root,';
const DARK = '\n:root[data-theme="dark"]';

const paletteOf = (selector: string) => ({
  ink: colorIn(selector, '--ink'),
  paper: colorIn(selector, '--paper'),
  muted: colorIn(selector, '--muted'),
  hairline: colorIn(selector, '--hairline'),
  for: colorIn(selector, '--for'),
  against: colorIn(selector, '--against'),
  heatLow: colorIn(selector, '--heat-0'),
  heatMiddle: colorIn(selector, '--heat-1'),
  heatHigh: colorIn(selector, '--heat-2'),
});

/** Relative luminance and contrast ratio by WCAG's formula. */
function luminance(color: Color): number {
  const [r, g, b] = color.map((byte) => (byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a: Color, b: Color) =>
  (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);

const PROBABILITIES = Array.from({ length: 1001 }, (_, i) => i / 1000);

describe('the style sheet', () => {
  it('gives the dark theme the same colours whether the system or the switch chose it', () => {
    const bySystem = declarations(':root:not([data-theme="light"])');
    expect(bySystem.length).toBeGreaterThan(5);
    expect(bySystem).toEqual(declarations(DARK));
  });

  it('uses no colour’s name for anything else: a theme would change that, too', () => {
    const colors = declarations(DARK).flatMap((line) => line.match(/^--[\w-]+/) ?? []);
    const sources = new URL('../../src/', import.meta.url);
    const sheets = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.css'));
    expect(sheets.length).toBeGreaterThan(10);
    for (const path of sheets.filter((one) => !one.endsWith('tokens.css'))) {
      const text = readFileSync(new URL(path.replaceAll('\\', '/'), sources), 'utf8');
      const named = [...text.matchAll(/^\s*(--[\w-]+):/gm)].map(([, name]) => name);
      expect(
        named.filter((name) => colors.includes(name)),
        path,
      ).toEqual([]);
    }
  });
});

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
])('the heat of the %s theme', (_, theme) => {
  const palette = paletteOf(theme);

  it('leaves text legible at every probability', () => {
    const worst = Math.min(
      ...PROBABILITIES.map((share) => {
        const heat = sequential(palette, share);
        return contrast(textOn(heat, palette), heat);
      }),
    );
    expect(worst).toBeGreaterThanOrEqual(4.5);
  });

  it('changes in one direction from the coolest to the hottest', () => {
    // Twentieths: channels are whole bytes, so neighbours closer than that may wobble by one.
    const steps = Array.from({ length: 21 }, (_, i) => luminance(sequential(palette, i / 20)));
    const direction = Math.sign(steps[20] - steps[0]);
    for (let i = 1; i <= 20; i++) expect(direction * (steps[i] - steps[i - 1]), `step ${i}`).toBeGreaterThan(0);
  });
});

describe('the hottest cell', () => {
  it('shines in the dark theme: far lighter than the paper, and coloured', () => {
    const { heatHigh, paper } = paletteOf(DARK);
    expect(contrast(heatHigh, paper)).toBeGreaterThan(7);
    expect(Math.max(...heatHigh) - Math.min(...heatHigh)).toBeGreaterThan(120);
  });
});
