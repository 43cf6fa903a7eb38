import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDrawing, PAD_SIDE } from '../../src/ink/drawing.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { tokensOf } from '../../src/ink/tokens.ts';
import { finishedDrawing, MOVEMENT_MS, WRITTEN_FRAME, writtenDrawing } from '../../src/ink/written.ts';
import { VOCABULARY } from '../../src/net/pen/description.ts';
import { WRITING_CASES } from '../pen-golden.ts';
import { drawingOf, toStrokes } from '../support.ts';
import { strokesOfTokens } from '../token-strokes.ts';

const idsOf = (...names: string[]) => Uint8Array.from(names, (name) => VOCABULARY.indexOf(name));
const withoutTimes = (strokes: number[][][]) => strokes.map((stroke) => stroke.map(([x, y]) => [x, y]));

describe('a written digit on the pad', () => {
  it.each(WRITING_CASES)('has the strokes of its tokens: $digit at temperature $temperature, seed $seed', ({ ids }) => {
    const placed = strokesOfTokens(Uint8Array.from(ids), WRITTEN_FRAME);
    const written = writtenDrawing(Uint8Array.from(ids), emptyDrawing());
    expect(withoutTimes(toStrokes(written))).toEqual(withoutTimes(toStrokes(fromStrokes(placed, { placed: true }))));
  });

  it('grows: what was there stays, and is the same as if all had come at once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...WRITING_CASES), ({ ids }) => {
        let grown = emptyDrawing();
        for (let count = 2; count <= ids.length; count++) {
          const before = toStrokes(grown);
          grown = writtenDrawing(Uint8Array.from(ids.slice(0, count)), grown);
          expect(toStrokes(grown).flat().slice(0, before.flat().length)).toEqual(before.flat());
        }
        expect(toStrokes(grown)).toEqual(toStrokes(writtenDrawing(Uint8Array.from(ids), emptyDrawing())));
      }),
    );
  });

  it('begins at its place in a frame in the middle of the pad, and takes 40 ms a movement, in the air, too', () => {
    const written = writtenDrawing(
      idsOf('WRITE', '1', 'AT 7', 'AT 0', 'STEP 4', 'LIFT', 'STEP 0', 'DROP', 'END'),
      emptyDrawing(),
    );
    const step = (0.6 * PAD_SIDE) / 14;
    const [middle, top] = [PAD_SIDE / 2, PAD_SIDE / 2 - 7 * step];
    expect(toStrokes(written)).toEqual([
      [
        [middle, Math.round(top), 0],
        [middle, Math.round(top + step), MOVEMENT_MS],
      ],
      [[Math.round(middle + step), Math.round(top + step), 4 * MOVEMENT_MS]],
    ]);
  });

  it('is cut at the border of the pad', () => {
    const far = ['WRITE', '1', 'AT 7', 'AT 14', ...Array(9).fill('STEP 4')];
    const [stroke] = toStrokes(writtenDrawing(idsOf(...far), emptyDrawing()));
    expect(stroke.at(-1)?.slice(0, 2)).toEqual([PAD_SIDE / 2, PAD_SIDE]);
  });
});

describe('a drawing that the network finishes', () => {
  const begun = drawingOf([
    [
      [1000, 1000, 0],
      [1000, 2400, 700],
    ],
  ]);
  const { ids: given, frame } = tokensOf(begun);
  const finished = (...more: string[]) =>
    toStrokes(finishedDrawing(begun, frame, Uint8Array.from([...given, ...idsOf(...more)]), given.length));

  it('keeps its own points, and goes on with its last stroke', () => {
    const [stroke, ...others] = finished('STEP 0', 'STEP 0', 'END');
    expect(others).toEqual([]);
    expect(stroke.slice(0, 2)).toEqual(toStrokes(begun)[0]);
    expect(stroke.slice(2).map(([x, , t]) => [x, t])).toEqual([
      [1100, 740],
      [1200, 780],
    ]);
  });

  it('has a new stroke where the pen is lifted first', () => {
    const strokes = finished('LIFT', 'STEP 0', 'DROP', 'STEP 0', 'END');
    expect(strokes[0]).toEqual(toStrokes(begun)[0]);
    expect(strokes[1].map(([x, , t]) => [x, t])).toEqual([
      [1100, 700 + 3 * MOVEMENT_MS],
      [1200, 700 + 4 * MOVEMENT_MS],
    ]);
  });

  it('stays as it is where nothing is added, and so does the drawing that it was made from', () => {
    expect(finished('END')).toEqual(toStrokes(begun));
    finished('STEP 0', 'END');
    expect(begun.columns.length).toBe(begun.points);
  });
});
