import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Drawing, emptyDrawing, MAX_POINTS } from '../../src/ink/drawing.ts';
import { frameOf } from '../../src/ink/frame.ts';
import { tokensOf } from '../../src/ink/tokens.ts';
import { CONTEXT, VOCABULARY } from '../../src/net/pen/description.ts';
import { legalAfter, withAsk } from '../../src/net/pen/grammar.ts';
import { placeCell, placesOf } from '../../src/net/pen/places.ts';
import { TOKENS_CASES } from '../pen-golden.ts';
import { anyStrokes, atMoment, drawingOf, randomNumbers, toStrokes } from '../support.ts';
import { strokesOfTokens } from '../token-strokes.ts';

const names = (ids: Iterable<number>) => Array.from(ids, (id) => VOCABULARY[id]);

describe('the golden tokens', () => {
  it.each(TOKENS_CASES)('are those of $name, whole and begun', ({ strokes, ids, left_out, x, y, up, begun }) => {
    const drawing = drawingOf(strokes.filter((stroke) => stroke.length > 0));
    const tokens = tokensOf(drawing);
    expect([[...tokens.ids], tokens.leftOut]).toEqual([ids, left_out]);
    const places = placesOf(tokens.ids);
    const known = <Value>(values: ArrayLike<Value>) => Array.from(values).filter((_, i) => places.known[i] === 1);
    expect(known(places.x).map(placeCell)).toEqual(x);
    expect(known(places.y).map(placeCell)).toEqual(y);
    expect(known(places.up)).toEqual(up);
    for (const case_ of begun) {
      const beginning = atMoment(drawing, case_.points);
      const { ids: given, leftOut } = tokensOf(beginning);
      expect([[...given], leftOut], `the first ${case_.points} points`).toEqual([case_.ids, case_.left_out]);
    }
  });
});

describe('a drawing as tokens', () => {
  it('is only READ, or WRITE and a digit, while nothing is drawn', () => {
    expect(names(tokensOf(emptyDrawing()).ids)).toEqual(['READ']);
    expect(names(tokensOf(emptyDrawing(), 7).ids)).toEqual(['WRITE', '7']);
  });

  it('is the centre of its frame if it is a tap, and strokes of one place are dots', () => {
    expect(names(tokensOf(drawingOf([[[300, 20]]])).ids)).toEqual(['READ', 'AT 7', 'AT 7']);
    expect(names(tokensOf(drawingOf([[[9, 9]], [[9, 9]]])).ids).slice(-2)).toEqual(['LIFT', 'DROP']);
  });

  it('is legal, fits the context with ASK and a digit, and can be asked for its digit', () => {
    fc.assert(
      fc.property(anyStrokes, (strokes) => {
        const { ids, leftOut } = tokensOf(drawingOf(strokes));
        expect(ids.length + 2).toBeLessThanOrEqual(CONTEXT);
        expect(names(legalAfter(withAsk(ids)))).toEqual([...'0123456789']);
        if (leftOut > 0) expect(ids.length + 2).toBeGreaterThan(CONTEXT - 60);
      }),
    );
  });

  it('is not asked for its digit where it is written, nothing is drawn, or the pen is up', () => {
    const line = drawingOf([
      [
        [0, 0],
        [14, 0],
      ],
    ]);
    expect(() => withAsk(tokensOf(line, 7).ids)).toThrow('Token 18 is ASK, which must not follow STEP 0.');
    expect(() => withAsk(tokensOf(emptyDrawing()).ids)).toThrow('Token 1 is ASK, which must not follow READ.');
    expect(() => withAsk(idsOf('READ', 'AT 0', 'AT 0', 'LIFT'))).toThrow('Token 4 is ASK, which must not follow LIFT.');
  });

  it('does not depend on the unit, as far as numbers allow: powers of two change nothing', () => {
    fc.assert(
      fc.property(anyStrokes, fc.integer({ min: -20, max: 20 }), (strokes, exponent) => {
        const scaled = strokes.map((stroke) => stroke.map(([x, y]) => [x * 2 ** exponent, y * 2 ** exponent]));
        expect(tokensOf(drawingOf(scaled)).ids).toEqual(tokensOf(drawingOf(strokes)).ids);
      }),
    );
  });

  it('chooses, of all sixteen directions, the first one with the largest product, while a point is out of reach', () => {
    fc.assert(
      fc.property(anyStrokes, (strokes) => {
        const drawing = drawingOf(strokes);
        const { ids, leftOut } = tokensOf(drawing);
        fc.pre(leftOut === 0);
        expect(names(ids)).toEqual(['READ', ...plainMovements(drawing)]);
      }),
    );
  });

  it('takes a step to a point that is exactly 0.75 steps away, and none to a nearer one', () => {
    const to = (x: number) =>
      names(
        tokensOf(
          drawingOf([
            [
              [0, 0],
              [56, 0],
              [x, 0],
            ],
          ]),
        ).ids,
      ).slice(-1);
    expect(to(53)).toEqual(['STEP 8']);
    expect(to(53.01)).toEqual(['STEP 0']);
  });

  it('keeps the newest movements of a drawing that is too long, from a place where the pen is down', () => {
    const zigzag = Array.from({ length: 30 }, (_, i) => [i * 10, i % 2 === 0 ? 0 : 400]);
    const drawing = drawingOf([zigzag]);
    const { ids, leftOut } = tokensOf(drawing);
    const all = plainMovements(drawing);
    expect(leftOut).toBe(all.length - (CONTEXT - 3));
    expect(names(ids.slice(3))).toEqual(all.slice(leftOut + 2));
    expect(names(ids.slice(0, 3)).map((name) => name.slice(0, 2))).toEqual(['RE', 'AT', 'AT']);
  });

  it('leaves out what is in the air where it would begin there', () => {
    const strokes = Array.from({ length: 20 }, (_, i) => [[i % 2 === 0 ? 0 : 4000, 200 * i]]);
    const { ids, leftOut } = tokensOf(drawingOf(strokes));
    expect(leftOut).toBeGreaterThan(0);
    expect(names(ids)[3]).toBe('LIFT');
    expect(ids.length + 2).toBeLessThan(CONTEXT);
  });

  it('is read at any moment from the points kept by then', () => {
    fc.assert(
      fc.property(anyStrokes, fc.nat(), (strokes, some) => {
        const drawing = drawingOf(strokes);
        const moment = atMoment(drawing, some % (drawing.points + 1));
        expect(tokensOf(moment)).toEqual(tokensOf(drawingOf(toStrokes(moment))));
      }),
    );
  });

  it('takes a full pad', () => {
    const random = randomNumbers(3);
    const scribble = Array.from({ length: MAX_POINTS }, () => [4096 * random(), 4096 * random()]);
    const { ids, leftOut } = tokensOf(drawingOf([scribble]));
    expect(ids.length).toBe(CONTEXT - 2);
    expect(leftOut).toBeGreaterThan(MAX_POINTS);
  });
});

describe('tokens as strokes', () => {
  it('stay within a step of the drawing that they were made of, in its own unit', () => {
    fc.assert(
      fc.property(anyStrokes, (strokes) => {
        const drawing = drawingOf(strokes);
        const { ids, frame, leftOut } = tokensOf(drawing);
        fc.pre(leftOut === 0 && frame.side > 0);
        const drawn = strokesOfTokens(ids, frame);
        expect(drawn).toHaveLength(strokes.length);
        for (const [x, y] of drawn.flat()) expect(distanceTo(drawing, x, y)).toBeLessThan(1.5 * (frame.side / 14));
        drawn.forEach((stroke, index) => {
          const [[x, y], [endX, endY]] = [stroke[stroke.length - 1], strokes[index][strokes[index].length - 1]];
          expect(Math.hypot(x - endX, y - endY)).toBeLessThan(0.76 * (frame.side / 14));
        });
      }),
    );
  });

  it('are in steps without a frame, and only movements with the pen down draw', () => {
    const ids = idsOf('READ', 'AT 2', 'AT 3', 'STEP 0', 'LIFT', 'STEP 4', 'DROP', 'STEP 4', 'ASK', '7', 'END');
    expect(strokesOfTokens(ids, null)).toEqual([
      [
        [2, 3],
        [3, 3],
      ],
      [
        [3, 4],
        [3, 5],
      ],
    ]);
  });

  it('can be only what was added, from where the pen was', () => {
    const ids = idsOf('READ', 'AT 2', 'AT 3', 'STEP 0', 'STEP 0', 'LIFT', 'STEP 4', 'DROP');
    expect(strokesOfTokens(ids, null, 4)).toEqual([
      [
        [3, 3],
        [4, 3],
      ],
      [[4, 4]],
    ]);
    expect(strokesOfTokens(ids, null, 5)).toEqual([[[4, 4]]]);
    expect(strokesOfTokens(ids, null, ids.length)).toEqual([]);
    expect(strokesOfTokens(idsOf('READ'), null)).toEqual([]);
  });
});

function idsOf(...wanted: string[]): Uint8Array {
  return Uint8Array.from(wanted, (name) => VOCABULARY.indexOf(name));
}

/** The rule as it is written down, with all sixteen directions from angles. */
function plainMovements(drawing: Drawing): string[] {
  const { centerX, centerY, side } = frameOf(drawing);
  const place = ([x, y]: number[]) =>
    side === 0 ? [7, 7] : [((x - centerX) * 14) / side + 7, ((y - centerY) * 14) / side + 7];
  const strokes = toStrokes(drawing).map((stroke) => stroke.map(place));
  let pen = strokes[0][0].map((value) => Math.floor(value + 0.5));
  const found = [`AT ${pen[0]}`, `AT ${pen[1]}`];
  const go = ([x, y]: number[]) => {
    while ((x - pen[0]) ** 2 + (y - pen[1]) ** 2 >= 0.75 ** 2) {
      const away = [x - pen[0], y - pen[1]];
      const products = Array.from({ length: 16 }, (_, step) => away[0] * unit(step)[0] + away[1] * unit(step)[1]);
      const best = products.indexOf(Math.max(...products));
      found.push(`STEP ${best}`);
      pen = [pen[0] + unit(best)[0], pen[1] + unit(best)[1]];
    }
  };
  strokes.forEach((stroke, index) => {
    if (index > 0) found.push('LIFT');
    go(stroke[0]);
    if (index > 0) found.push('DROP');
    stroke.slice(1).forEach(go);
  });
  return found;
}

/** The literal vector of a direction, by quarter turns. */
function unit(step: number): [number, number] {
  const [x, y] = [
    [1, 0],
    [0.9238795325112867, 0.3826834323650898],
    [Math.SQRT1_2, Math.SQRT1_2],
    [0.3826834323650898, 0.9238795325112867],
  ][step % 4];
  const turns: [number, number][] = [
    [x, y],
    [-y, x],
    [-x, -y],
    [y, -x],
  ];
  return turns[Math.floor(step / 4)];
}

/** From a place to the nearest point of the drawing's lines, also those through the air. */
function distanceTo(drawing: Drawing, x: number, y: number): number {
  const points = toStrokes(drawing).flat();
  return Math.min(
    ...points.map(([endX, endY], i) => {
      const [startX, startY] = points[Math.max(0, i - 1)];
      const length = (endX - startX) ** 2 + (endY - startY) ** 2;
      const along = length === 0 ? 0 : ((x - startX) * (endX - startX) + (y - startY) * (endY - startY)) / length;
      const share = Math.min(1, Math.max(0, along));
      return Math.hypot(x - startX - share * (endX - startX), y - startY - share * (endY - startY));
    }),
  );
}
