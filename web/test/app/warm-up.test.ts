import { describe, expect, it } from 'vitest';
import { warmUp } from '../../src/app/warm-up.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { initialState, replaceDrawing, type State } from '../../src/state/state.ts';

const EMPTY = initialState({ surroundings: { dark: false, forcedColors: false, printing: false } });
const DRAWN = replaceDrawing(
  EMPTY,
  fromStrokes([
    [
      [0, 0],
      [9, 9],
    ],
  ]),
);

describe('warming up', () => {
  /** An idle browser, in which a movement takes 1 ms. */
  function browser() {
    const waiting: (() => void)[] = [];
    let now = 0;
    const computed: State[] = [];
    return {
      computed,
      compute: (state: State) => {
        now++;
        computed.push(state);
      },
      clock: { whenIdle: (call: () => void) => void waiting.push(call), now: () => now },
      /** Gives it one idle moment; returns the number of movements computed in it. */
      rest(): number {
        const before = computed.length;
        for (const call of waiting.splice(0)) call();
        return computed.length - before;
      },
      asksForMore: () => waiting.length > 0,
    };
  }

  it('computes the movements of two growing drawings, a few ms at once, and then sleeps', () => {
    const { computed, compute, clock, rest, asksForMore } = browser();
    warmUp(compute, () => EMPTY, clock);
    expect(computed).toHaveLength(0);
    while (asksForMore()) expect(rest()).toBeLessThanOrEqual(4);
    const points = computed.map((state) => state.history.present.points);
    expect(points.length).toBeGreaterThan(500);
    expect(points[0]).toBe(1);
    const beginnings = points.filter((count, i) => i > 0 && count < points[i - 1]);
    expect(beginnings, 'a second drawing, from its first point').toEqual([1]);
    expect(points[points.length - 1]).toBeGreaterThan(150);
  });

  it('leaves off as soon as something is drawn', () => {
    const { computed, compute, clock, rest, asksForMore } = browser();
    let state = EMPTY;
    warmUp(compute, () => state, clock);
    rest();
    const before = computed.length;
    state = DRAWN;
    expect(rest()).toBe(0);
    expect(computed).toHaveLength(before);
    expect(asksForMore()).toBe(false);
  });

  it('computes with the options of the moment, so that a theme chosen meanwhile stays', () => {
    const { computed, compute, clock, rest } = browser();
    let state = EMPTY;
    warmUp(compute, () => state, clock);
    rest();
    state = { ...EMPTY, theme: 'dark' };
    const before = computed.length;
    expect(rest()).toBeGreaterThan(0);
    expect(new Set(computed.slice(before).map(({ theme }) => theme))).toEqual(new Set(['dark']));
  });

  it('does nothing where the page opens with a drawing', () => {
    const { compute, clock, rest } = browser();
    warmUp(compute, () => DRAWN, clock);
    expect(rest()).toBe(0);
  });
});
