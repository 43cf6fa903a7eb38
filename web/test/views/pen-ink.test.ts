import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import { appendPoint, beginStroke, type Drawing, emptyDrawing, MAX_POINTS } from '../../src/ink/drawing.ts';
import { fromSteps } from '../../src/ink/frame.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { tokensOf } from '../../src/ink/tokens.ts';
import { CONTEXT, END, FIRST_STEP, LIFT, VOCABULARY } from '../../src/net/pen/description.ts';
import { placesOf } from '../../src/net/pen/places.ts';
import { createPlainPenNetwork } from '../../src/net/pen/plain.ts';
import { loadPenWeights } from '../../src/net/pen/weights.ts';
import { ASKED, NO_PEN_ASKING } from '../../src/state/pen-asking.ts';
import { createPenReader } from '../../src/state/pen-reading.ts';
import { contextOf } from '../../src/views/parts/canvas.ts';
import { ARCS, arcsOf, besideInk, largestWeight } from '../../src/views/pen-place/ink/marks.ts';
import { nearestToken } from '../../src/views/pen-place/ink/nearest.ts';
import { createInkPacker, DOWN, NONE, NOWHERE, UP, unpackInk } from '../../src/views/pen-place/ink/packing.ts';
import { createPenInkPainter } from '../../src/views/pen-place/ink/painter.ts';
import { asCanvas, FakeCanvas } from '../fake-canvas.ts';
import { PALETTE } from '../palette.ts';
import { drawingOf } from '../support.ts';

const FILE = new URL('../../../src/inkspect/pretrained/pen.safetensors', import.meta.url);
const { weights } = loadPenWeights(readFileSync(FILE));
const read = createPenReader(createPlainPenNetwork(weights), () => createPlainPenNetwork(weights));
/** Of a frame of 1400 pad units, so that a step is 100 of them. */
const CORNER = drawingOf([
  [
    [1000, 1000],
    [2400, 1000],
    [2400, 2400],
  ],
]);
const TWO = drawingOf([
  [
    [1000, 1000],
    [2400, 1000],
  ],
  [
    [1000, 2400],
    [2400, 2400],
  ],
]);

function shownOf(drawing: Drawing, asking = {}) {
  return unpackInk(createInkPacker()(read(drawing, []), { ...NO_PEN_ASKING, ...asking }));
}

describe('what is shown on the ink', () => {
  it('is where the pen is after every token, in pad units', () => {
    const shown = shownOf(CORNER);
    expect(shown.count).toBe(31); // READ, two places, 14 steps either way
    expect([shown.pen(0), shown.pen(1), shown.pen(2)]).toEqual([NOWHERE, NOWHERE, DOWN]);
    expect([shown.x(2), shown.y(2), shown.x(16), shown.y(16)]).toEqual([1000, 1000, 2400, 1000]);
    expect(shown.y(30)).toBeCloseTo(2400);
  });

  it('tells where the pen is lifted', () => {
    const shown = shownOf(TWO);
    const pens = Array.from({ length: shown.count }, (_, token) => shown.pen(token));
    expect(pens.indexOf(UP)).toBe(17);
    expect(pens.at(-1)).toBe(DOWN);
  });

  it('is the attention of the chosen head, which is 1 in all, or the difference of two, which is 0', () => {
    const total = (heads: object) => {
      const shown = shownOf(CORNER, { heads });
      return Array.from({ length: shown.count }, (_, token) => shown.weight(token)).reduce((a, b) => a + b, 0);
    };
    expect(total({ layer: 1, head: 2, against: null })).toBeCloseTo(1, 5);
    expect(total({ layer: 1, head: 2, against: 0 })).toBeCloseTo(0, 5);
  });

  it('is what was expected at the token looked at, and what then followed; at the newest nothing has yet', () => {
    const sum = (shown: ReturnType<typeof shownOf>) => VOCABULARY.reduce((total, _, id) => total + shown.next(id), 0);
    const newest = shownOf(CORNER);
    expect([newest.token, newest.followed]).toEqual([30, NONE]);
    expect(sum(newest)).toBeCloseTo(1, 5);
    const earlier = shownOf(CORNER, { token: 16 });
    expect([earlier.token, earlier.followed]).toEqual([16, FIRST_STEP + 4]);
    expect(sum(earlier)).toBeCloseTo(1, 5);
    expect(earlier.next(FIRST_STEP)).not.toBe(newest.next(FIRST_STEP));
  });

  it('has no rose where the digit is asked', () => {
    const shown = shownOf(CORNER, { token: ASKED });
    expect(shown.token).toBe(shown.count);
    expect(VOCABULARY.every((_, id) => shown.next(id) === 0)).toBe(true);
    expect(largestWeight(shown)).toBeGreaterThan(0);
  });

  it('is nothing while nothing is drawn, and one place for a tap', () => {
    expect(shownOf(emptyDrawing()).count).toBe(0);
    const tap = shownOf(drawingOf([[[3000, 500]]]));
    expect([tap.count, tap.x(2), tap.y(2)]).toEqual([3, 3000, 500]);
  });

  it('fits its memory, however long the drawing', () => {
    let drawing = beginStroke(emptyDrawing(), { x: 0, y: 0, t: 0 });
    for (let point = 1; point < MAX_POINTS; point++)
      drawing = appendPoint(drawing, { x: (point % 2) * 4096, y: Math.trunc(point / 5), t: point });
    const shown = shownOf(drawing);
    expect(shown.count).toBeLessThanOrEqual(CONTEXT);
    expect(arcsOf(shown).length).toBeLessThanOrEqual(ARCS);
  });
});

describe('the dots of the tokens', () => {
  it('lie on the ink but for steps of whole lengths in 16 directions: a tenth of a step beside it, to no side', () => {
    const lines = readFileSync('tests/golden/drawings.jsonl', 'utf8').trim().split('\n');
    const offsets = lines.flatMap((line) => offsetsOf(fromStrokes(JSON.parse(line).strokes, { placed: true })));
    const meanOf = (of: (offset: readonly [number, number]) => number) =>
      offsets.reduce((sum, offset) => sum + of(offset), 0) / offsets.length;
    expect(offsets.length).toBeGreaterThan(4000);
    expect(Math.max(...offsets.map(([x, y]) => Math.hypot(x, y)))).toBeLessThan(0.75);
    expect(meanOf(([x, y]) => Math.hypot(x, y))).toBeLessThan(0.12);
    expect(Math.abs(meanOf(([x]) => x))).toBeLessThan(0.01);
    expect(Math.abs(meanOf(([, y]) => y))).toBeLessThan(0.01);
  });
});

/** In steps of the frame, from the nearest place of the ink to where the pen is, after each token with the pen down. */
function offsetsOf(drawing: Drawing): (readonly [x: number, y: number])[] {
  const { ids, frame } = tokensOf(drawing);
  const { x, y, up, known } = placesOf(ids);
  if (frame.side === 0) return [];
  return Array.from(ids.keys()).flatMap((token) => {
    if (known[token] === 0 || up[token] === 1) return [];
    const offset = offsetFromInk(drawing, fromSteps(x[token], y[token], frame));
    return [[(offset[0] * 14) / frame.side, (offset[1] * 14) / frame.side] as const];
  });
}

function offsetFromInk({ columns: { x, y, stroke }, points }: Drawing, [atX, atY]: readonly [number, number]) {
  let nearest: readonly [number, number] = [Number.POSITIVE_INFINITY, 0];
  for (let point = 0; point < points; point++) {
    const end = point + 1 < points && stroke[point + 1] === stroke[point] ? point + 1 : point;
    const [alongX, alongY] = [x[end] - x[point], y[end] - y[point]];
    const [awayX, awayY] = [atX - x[point], atY - y[point]];
    const share = (awayX * alongX + awayY * alongY) / (alongX ** 2 + alongY ** 2 || 1);
    const held = Math.min(1, Math.max(0, share));
    const offset = [awayX - held * alongX, awayY - held * alongY] as const;
    if (Math.hypot(...offset) < Math.hypot(...nearest)) nearest = offset;
  }
  return nearest;
}

describe('the marks', () => {
  it('are arcs to what was looked at most, the strongest last, and never to the token itself', () => {
    const shown = shownOf(CORNER, { token: 20 });
    const arcs = arcsOf(shown);
    expect(arcs.length).toBeGreaterThan(0);
    expect(arcs).not.toContain(20);
    const sizes = arcs.map((token) => Math.abs(shown.weight(token)));
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(arcs.every((token) => shown.pen(token) !== NOWHERE)).toBe(true);
  });

  it('beside the ink are the legal tokens that are no direction, and the attention to what has no place', () => {
    const shown = shownOf(CORNER);
    const { signs, beginning } = besideInk(shown);
    expect(signs.map(({ id }) => id)).toEqual([END, LIFT]);
    expect(signs.map(({ share }) => share)).toEqual([shown.next(END), shown.next(LIFT)]);
    expect(beginning?.share).toBeCloseTo(shown.weight(0) + shown.weight(1));
    expect(besideInk(shownOf(CORNER, { heads: { layer: 0, head: 1, against: 2 } })).beginning).toBeNull();
  });
});

describe('beside the ink', () => {
  /** What is written there on a pad of so many px, each with its place. */
  function writtenOn(width: number) {
    const canvas = new FakeCanvas(width, width);
    createPenInkPainter().paint(contextOf(asCanvas(canvas)), {
      penInk: createInkPacker()(read(CORNER, []), NO_PEN_ASKING),
      penInkOut: [],
      penInkBox: { size: { width, height: width, ratio: 1 } },
      look: { palette: PALETTE, font: 'serif' },
      writing: { language: 'en', words: english },
    });
    return canvas.calls
      .filter(([name]) => name === 'fillText')
      .map(([, text, x, y]) => ({ text: String(text), x: Number(x), y: Number(y) }));
  }

  it('each mark has its name and its share', () => {
    const names = writtenOn(340).map(({ text }) => text.replace(/ [<>]?\d+%$/, ''));
    expect(names).toEqual(['end', 'lift', 'looked at start']);
    expect(new Set(writtenOn(340).map(({ y }) => y)).size).toBe(1);
  });

  it('they stand one over the other on a small pad', () => {
    const [end, lift, start] = writtenOn(120);
    expect([lift.y < end.y, start.y === end.y]).toEqual([true, true]);
  });
});

describe('a pointer over the ink', () => {
  const reading = read(CORNER, []);

  it('points at the nearest token within reach', () => {
    expect(nearestToken(reading, 1530, 1010, 200)).toBe(7);
    expect(nearestToken(reading, 2410, 2390, 200)).toBe(30);
    expect(nearestToken(reading, 1500, 1700, 200)).toBeNull();
  });

  it('does not point at movements through the air', () => {
    const two = read(TWO, []);
    expect(nearestToken(two, 1700, 1700, 300)).toBeNull();
  });
});
