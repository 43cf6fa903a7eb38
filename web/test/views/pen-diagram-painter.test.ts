import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import { FIRST_PLACE, FIRST_STEP, LIFT, READ } from '../../src/net/pen/description.ts';
import { tracePen } from '../../src/net/pen/network.ts';
import { createPlainPenNetwork } from '../../src/net/pen/plain.ts';
import { contextOf } from '../../src/views/parts/canvas.ts';
import { glyphBox, penLayout } from '../../src/views/pen-place/diagram/layout.ts';
import { createMatrixPacker, createTokenPacker } from '../../src/views/pen-place/diagram/packing.ts';
import { createPenDiagramPainter } from '../../src/views/pen-place/diagram/painter.ts';
import { asCanvas, FakeCanvas } from '../fake-canvas.ts';
import { PALETTE } from '../palette.ts';
import { randomPenWeights } from '../pen-networks.ts';

const IDS = Uint8Array.of(READ, FIRST_PLACE + 3, FIRST_PLACE, FIRST_STEP + 2, FIRST_STEP + 9, LIFT);
const SIZE = { width: 568, height: 668, ratio: 1 };
const layout = penLayout(SIZE.width, SIZE.height, true);

/** What is painted of the token at a position. */
function painted(token: number, against: number | null = null) {
  const trace = tracePen(createPlainPenNetwork(randomPenWeights(5)), IDS);
  const heads = { layer: 0, head: 1, against };
  const atlas: FakeCanvas[] = [];
  const painter = createPenDiagramPainter((width, height) => {
    atlas.push(new FakeCanvas(width, height));
    return asCanvas(atlas[atlas.length - 1]);
  });
  const canvas = new FakeCanvas(SIZE.width, SIZE.height);
  painter.paint(contextOf(asCanvas(canvas)), {
    penPlace: { layout, size: SIZE },
    penToken: createTokenPacker()(trace, { ids: IDS, token, heads }),
    penMatrices: createMatrixPacker()(trace),
    penAsked: { pinned: [], pointed: [], sources: [], keys: [], heads },
    look: { palette: PALETTE, font: 'serif' },
    writing: { language: 'en', words: english },
  });
  const texts = canvas.calls.filter(([name]) => name === 'fillText').map(([, text]) => text);
  return { trace, canvas, atlas, texts };
}

describe("the picture of a token's way", () => {
  it('has eight matrices, each a pixel a weight, and nothing of what the mask hides', () => {
    const { atlas, canvas } = painted(4);
    const [{ data }] = atlas[0].uploads;
    expect(data).toHaveLength(4 * 8 * IDS.length ** 2);
    expect(canvas.drawn).toHaveLength(8);
    const alphaAt = (query: number, key: number) => data[4 * (query * IDS.length + key) + 3];
    expect([alphaAt(3, 3), alphaAt(3, 4)]).toEqual([255, 0]);
  });

  it('shows a difference in the chosen matrix alone', () => {
    const [alone, compared] = [painted(4), painted(4, 2)].map(({ atlas }) => atlas[0].uploads[0].data);
    const bytes = 4 * IDS.length ** 2;
    const differing = Array.from({ length: 8 }, (_, matrix) => matrix).filter((matrix) =>
      alone.subarray(matrix * bytes, (matrix + 1) * bytes).some((byte, i) => byte !== compared[matrix * bytes + i]),
    );
    expect(differing).toEqual([1]);
  });

  it('tells how many units are silent', () => {
    const { trace, texts } = painted(4);
    for (const { activations } of trace.layers) {
      const silent = activations.subarray(4 * 92, 5 * 92).filter((unit) => unit === 0).length;
      expect(texts).toContain(`${silent} of 92 silent`);
    }
  });

  it('fills the glyph of the token that is shown', () => {
    const { canvas } = painted(3);
    const { x, y, width, height } = glyphBox(layout.strip, 3);
    expect(canvas.calls).toContainEqual(['fillRect', x, y, width, height]);
  });

  it('writes one probability, at the most probable of what may come, and over the bars what the tallest is', () => {
    const { texts, trace } = painted(4);
    const { attention } = trace.layers[0];
    const largest = Math.max(...attention.subarray((96 + 4) * 96, (96 + 4) * 96 + 5));
    const [bar, next, ...others] = texts.filter((text) => String(text).endsWith('%'));
    expect(bar).toBe(`Tallest bar: ${Math.round(100 * largest)}%`);
    expect(next).toMatch(/^\d+%$/);
    expect(others).toEqual([]);
  });
});
