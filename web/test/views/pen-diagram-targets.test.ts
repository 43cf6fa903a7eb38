import { describe, expect, it } from 'vitest';
import { nextAt } from '../../src/explain/pen/next.ts';
import { ASK, END, FIRST_DIGIT, FIRST_PLACE, FIRST_STEP, LIFT, READ } from '../../src/net/pen/description.ts';
import { tracePen } from '../../src/net/pen/network.ts';
import { createPlainPenNetwork } from '../../src/net/pen/plain.ts';
import { barBox, cellBox, glyphBox, penLayout, rowBox } from '../../src/views/pen-place/diagram/layout.ts';
import { marksOfAsked, sourcesOf } from '../../src/views/pen-place/diagram/marks.ts';
import {
  createMatrixPacker,
  createTokenPacker,
  unpackMatrices,
  unpackToken,
} from '../../src/views/pen-place/diagram/packing.ts';
import { partIn, ROWS, rowIndex, rowsOf, vectorsOf } from '../../src/views/pen-place/diagram/rows.ts';
import {
  boxesRound,
  itemLines,
  MOUSE_REACH,
  SECTIONS,
  type Shown,
  TOUCH_REACH,
  targetAimedAt,
  walkOn,
} from '../../src/views/pen-place/diagram/targets.ts';
import { randomPenWeights } from '../pen-networks.ts';

const STEPS = [0, 1, 2, 4, 6, 8, 9, 12].map((direction) => FIRST_STEP + direction);
const IDS = Uint8Array.of(READ, FIRST_PLACE + 3, FIRST_PLACE, ...STEPS, ASK);
const HEADS = { layer: 1, head: 2, against: null };
const SHOWN: Shown = { ids: IDS, token: 7, heads: HEADS };
const layout = penLayout(568, 668, true);
const folded = penLayout(568, 668, false);

function placed(row: number) {
  const place = layout.rows[row];
  if (place === null) throw new Error('The row is folded.');
  return place;
}

function middle({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return { x: x + width / 2, y: y + height / 2, reach: MOUSE_REACH };
}

function trace(ids = IDS) {
  return tracePen(createPlainPenNetwork(randomPenWeights(3)), ids);
}

describe('aiming', () => {
  it('meets every cell, token and bar in its middle', () => {
    for (const one of [layout, folded, penLayout(374, 100, true)]) {
      for (const section of SECTIONS) {
        for (const item of itemLines(section, one, SHOWN).flat()) {
          const { target } = item;
          if (target.kind === 'head') continue;
          expect(targetAimedAt(one, SHOWN, middle(item.box))).toEqual(target);
        }
      }
    }
  });

  it('meets in a matrix the number below it, and where the mask hides it the head', () => {
    const { x, y, width, height } = layout.matrices[5];
    const at = (query: number, key: number) =>
      targetAimedAt(layout, SHOWN, {
        x: x + ((key + 0.5) * width) / IDS.length,
        y: y + ((query + 0.5) * height) / IDS.length,
        reach: MOUSE_REACH,
      });
    expect(at(6, 2)).toEqual({
      kind: 'part',
      part: { quantity: 'attention', layer: 1, head: 1, token: 6, key: 2 },
    });
    expect(at(2, 6)).toEqual({ kind: 'head', layer: 1, head: 1 });
  });

  it('takes the nearest for a finger, and nothing far from all', () => {
    const glyph = glyphBox(layout.strip, IDS.length - 1);
    const beside = { x: glyph.x + glyph.width + 8, y: glyph.y + 4 };
    expect(targetAimedAt(layout, SHOWN, { ...beside, reach: TOUCH_REACH })).toEqual({
      kind: 'token',
      token: IDS.length - 1,
    });
    expect(targetAimedAt(layout, SHOWN, { ...beside, reach: MOUSE_REACH })).toBeNull();
  });
});

describe('walking', () => {
  const lines = itemLines('layer1', layout, SHOWN);

  it('goes along a line and stays at its ends', () => {
    expect(walkOn(lines, { line: 0, at: 0 }, 'left')).toEqual({ line: 0, at: 0 });
    expect(walkOn(lines, { line: 0, at: 0 }, 'right')).toEqual({ line: 0, at: 1 });
    expect(walkOn(lines, { line: 0, at: 3 }, 'last')).toEqual({ line: 0, at: 31 });
    expect(walkOn(lines, { line: 0, at: 31 }, 'right')).toEqual({ line: 0, at: 31 });
  });

  it('goes from a value down to the matrix of its head, and on to its output', () => {
    const value = lines.findIndex(([{ target }]) => target.kind === 'part' && target.part.quantity === 'value');
    const matrix = walkOn(lines, { line: value, at: 18 }, 'down');
    expect(lines[matrix.line][matrix.at].target).toEqual({ kind: 'head', layer: 0, head: 2 });
    const output = walkOn(lines, matrix, 'down');
    const { target } = lines[output.line][output.at];
    expect(target.kind === 'part' && target.part.quantity).toBe('head');
    expect(output.at).toBe(18);
  });

  it('meets in every column something, while the layers are folded: of the embedding its sum', () => {
    const kinds = SECTIONS.map((section) =>
      itemLines(section, folded, SHOWN).map(([{ target }]) =>
        target.kind === 'part' ? target.part.quantity : target.kind,
      ),
    );
    expect(kinds).toEqual([
      ['token', 'attention'],
      ['embedding'],
      ['head', 'after'],
      ['head', 'after'],
      ['probability'],
    ]);
  });

  it('comes back from a line that has become shorter', () => {
    expect(walkOn(lines, { line: 99, at: 99 }, 'first').line).toBe(lines.length - 1);
  });
});

describe('what may come next', () => {
  const nextOf = (shown: Shown) =>
    itemLines('output', layout, shown)
      .at(-1)
      ?.map(({ target }) => (target.kind === 'part' && 'next' in target.part ? target.part.next : null));

  it('is after a movement the end, lifting and 16 steps; after ASK ten digits', () => {
    expect(nextOf(SHOWN)).toEqual([END, LIFT, ...Array.from({ length: 16 }, (_, i) => FIRST_STEP + i)]);
    expect(nextOf({ ...SHOWN, token: IDS.length - 1 })).toEqual(Array.from({ length: 10 }, (_, i) => FIRST_DIGIT + i));
  });

  it('has probabilities that sum to 1 over just these, as the softmax of their logits', () => {
    const { logits } = trace();
    const next = nextAt(trace(), 7);
    expect(next.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    expect(next.filter((share) => share > 0)).toHaveLength(18);
    const first = 7 * 47;
    expect(next[LIFT] / next[END]).toBeCloseTo(Math.exp(logits[first + LIFT] - logits[first + END]), 5);
  });
});

describe("a row's numbers", () => {
  it('are those of the trace that its name says', () => {
    const { embedding, layers, normalized } = trace();
    const [first, second] = layers;
    for (const [name, layer, numbers] of [
      ['token', null, embedding.token],
      ['position', null, embedding.position],
      ['place', null, embedding.place],
      ['before', 0, embedding.sum],
      ['query', 0, first.queries],
      ['key', 0, first.keys],
      ['value', 1, second.values],
      ['head', 1, second.heads],
      ['attended', 0, first.attended],
      ['middle', 1, second.middle],
      ['normalized1', 1, second.normalized1],
      ['normalized2', 0, first.normalized2],
      ['activation', 1, second.activations],
      ['fedForward', 0, first.fedForward],
      ['before', 1, first.after],
      ['after', 1, second.after],
      ['normalized', null, normalized],
    ] as const) {
      expect([...vectorsOf(trace(), ROWS[rowIndex(name, layer)])], name).toEqual([...numbers]);
    }
  });
});

describe('packing', () => {
  it('gives back every number of the shown token', () => {
    const traced = trace();
    const numbers = unpackToken(createTokenPacker()(traced, { ...SHOWN, heads: { ...HEADS, against: 0 } }));
    expect([...numbers.ids]).toEqual([...IDS]);
    expect(numbers.token).toBe(7);
    ROWS.forEach((row, index) => {
      expect([...numbers.row(index)]).toEqual([...vectorsOf(traced, row).subarray(7 * row.units, 8 * row.units)]);
    });
    expect(numbers.attention).toHaveLength(8);
    expect(numbers.attention.reduce((sum, weight) => sum + weight)).toBeCloseTo(0, 5);
  });

  it('shades weights, also of a sequence that goes on otherwise than the one before', () => {
    const pack = createMatrixPacker();
    const network = createPlainPenNetwork(randomPenWeights(3));
    pack(tracePen(network, IDS));
    const other = Uint8Array.of(...IDS.subarray(0, 6), LIFT, FIRST_STEP + 3);
    const again = tracePen(network, other);
    const { count, shade } = unpackMatrices(pack(again));
    expect(count).toBe(8);
    for (let matrix = 0; matrix < 8; matrix++) {
      for (let query = 0; query < count; query++) {
        for (let key = 0; key <= query; key++) {
          const weight = again.layers[Math.floor(matrix / 4)].attention[((matrix % 4) * 96 + query) * 96 + key];
          expect((shade(matrix, query, key) / 255) ** 2).toBeCloseTo(weight, 1);
          expect(shade(matrix, query, key)).toBe(Math.floor(255 * Math.sqrt(weight) + 0.5));
        }
      }
    }
  });
});

describe('marks', () => {
  it('are round every cell that shows the number, and not where it is of another token', () => {
    const part = partIn(ROWS[rowIndex('after', 0)], 7, 5);
    expect(rowsOf(part)).toEqual([rowIndex('after', 0), rowIndex('before', 1)]);
    expect(boxesRound(part, layout, SHOWN)).toEqual(rowsOf(part).map((row) => cellBox(placed(row), 5)));
    expect(boxesRound({ ...part, token: 6 }, layout, SHOWN)).toEqual([]);
    expect(boxesRound({ ...part, token: 40 }, layout, SHOWN)).toEqual([]);
  });

  it('are round attention in its matrix and, of the chosen head, over the token', () => {
    const part = { quantity: 'attention', layer: 1, head: 2, token: 7, key: 3 } as const;
    const [inMatrix, inStrip] = boxesRound(part, layout, SHOWN);
    expect(targetAimedAt(layout, SHOWN, middle(inMatrix))).toEqual({ kind: 'part', part });
    expect(inStrip).toEqual(barBox(layout.strip, 3));
    expect(boxesRound({ ...part, head: 1 }, layout, SHOWN)).toHaveLength(1);
  });

  it('are round what a number is made from: a sum from its terms, a query from what is normalized', () => {
    const sum = sourcesOf({ quantity: 'middle', layer: 0, token: 7, unit: 9 }, layout, SHOWN);
    expect(sum).toEqual([cellBox(placed(rowIndex('before', 0)), 9), cellBox(placed(rowIndex('attended', 0)), 9)]);
    const query = { quantity: 'query', layer: 1, token: 7, unit: 2 } as const;
    expect(sourcesOf(query, layout, SHOWN)).toEqual([rowBox(placed(rowIndex('normalized1', 1)))]);
    expect(marksOfAsked({ part: null, pointed: { ...query, token: 6 } }, layout, SHOWN).sources).toEqual([]);
    expect(boxesRound(query, folded, SHOWN)).toEqual([]);
    expect(sourcesOf(query, folded, SHOWN)).toEqual([]);
  });
});
