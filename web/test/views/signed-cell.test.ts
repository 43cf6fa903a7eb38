import { describe, expect, it } from 'vitest';
import { css, type Palette } from '../../src/look/color.ts';
import type { Context } from '../../src/views/parts/canvas.ts';
import { paintSignedCell } from '../../src/views/parts/signed-cell.ts';
import { FakeCanvas } from '../fake-canvas.ts';
import { PALETTE } from '../palette.ts';

const FORCED: Palette = { ...PALETTE, ink: [0, 0, 0], for: [0, 0, 0], against: [0, 0, 0] };

function painted(palette: Palette, strength: number): unknown[][] {
  const canvas = new FakeCanvas(8, 8);
  paintSignedCell(canvas.getContext() as Context, palette, strength, [16, 8], 8);
  return canvas.calls;
}

describe('a signed number’s cell', () => {
  it('has the colour of its sign, and nothing else', () => {
    for (const [strength, color] of [
      [1, PALETTE.for],
      [-1, PALETTE.against],
    ] as const)
      expect(painted(PALETTE, strength)).toEqual([
        ['fillStyle', css(color)],
        ['fillRect', 16, 8, 8, 8],
      ]);
  });

  it('has a minus where forced colours give both signs the same', () => {
    expect(painted(FORCED, 1)).toHaveLength(2);
    expect(painted(FORCED, 0)).toHaveLength(2);
    expect(painted(FORCED, -1).slice(2)).toEqual([
      ['fillStyle', 'rgb(255 255 255)'],
      ['fillRect', 18, 11.5, 4, 1],
    ]);
    expect(painted(FORCED, -0.1).slice(2)[0]).toEqual(['fillStyle', css(FORCED.ink)]);
  });
});
