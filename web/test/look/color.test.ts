import { describe, expect, it } from 'vitest';
import { css, inked, inkOfShare, inkPixels, mix, parseColor, sequential } from '../../src/look/color.ts';
import { PALETTE } from '../palette.ts';

describe('the scales', () => {
  it('go from end to end and are clamped there', () => {
    expect(sequential(PALETTE, 0)).toEqual(PALETTE.heatLow);
    expect(sequential(PALETTE, 0.5)).toEqual(PALETTE.heatMiddle);
    expect(sequential(PALETTE, 1)).toEqual(PALETTE.heatHigh);
    expect(inked(PALETTE, 2)).toEqual(PALETTE.ink);
    expect(mix([0, 0, 0], [255, 255, 255], -1)).toEqual([0, 0, 0]);
  });

  it('read and write colours as browsers do', () => {
    expect(parseColor('rgb(1, 2, 3)')).toEqual([1, 2, 3]);
    expect(parseColor('rgba(1, 2, 3, 0.5)')).toEqual([1, 2, 3]);
    expect(css([1, 2, 3])).toBe('rgb(1 2 3)');
    expect(css([1, 2, 3], 0.25)).toBe('rgb(1 2 3 / 0.250)');
  });

  it('give a pixel for each of 256 amounts of ink, from paper to ink, opaque', () => {
    const pixels = inkPixels(PALETTE);
    const bytes = (ink: number) => [...new Uint8Array(pixels.buffer, 4 * ink, 4)];
    expect(pixels).toHaveLength(256);
    expect(bytes(0)).toEqual([...PALETTE.paper, 255]);
    expect(bytes(255)).toEqual([...PALETTE.ink, 255]);
    expect(bytes(51)).toEqual([...inked(PALETTE, 0.2), 255]);
    expect([0, 0.2, 1].map(inkOfShare)).toEqual([0, 51, 255]);
  });
});
