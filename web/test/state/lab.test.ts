import { describe, expect, it, vi } from 'vitest';
import english from '../../../words/en.json';
import { ALWAYS_A_DIGIT } from '../../src/explain/verdict.ts';
import { emptyDrawing } from '../../src/ink/drawing.ts';
import { rasterizeWith } from '../../src/ink/steps.ts';
import type { Palette } from '../../src/look/color.ts';
import { createFrames } from '../../src/state/frame.ts';
import { labOf } from '../../src/state/lab.ts';
import { switchOff } from '../../src/state/selection.ts';
import { initialState, replaceDrawing, type State } from '../../src/state/state.ts';
import { NETWORKS } from '../networks.ts';
import { drawingOf, noPen, randomWeights } from '../support.ts';

const RULE = ALWAYS_A_DIGIT;
const surroundings = { dark: false, forcedColors: false, printing: false };
const SMALL = drawingOf([
  [
    [300, 300],
    [900, 900],
    [300, 1200],
  ],
]);

describe.each(NETWORKS)('the lab with %s', (_name, createNetwork) => {
  const network = createNetwork(randomWeights(3));
  const framesOf = createFrames({ languages: { en: english }, applyTheme: () => ({}) as Palette, readPen: noPen });
  const frameOf = (more: Partial<State>, drawing = SMALL) => {
    const state = { ...replaceDrawing(initialState({ surroundings }), drawing), ...more };
    return framesOf(state, { network, verdictRule: RULE });
  };

  it('shows what the rule makes of the drawing without a step, and what the same network reads in that', () => {
    const frame = frameOf({ stepFit: false });
    const lab = labOf(frame, RULE);
    const input = rasterizeWith(SMALL, { fit: false, mass: true, pen: true });
    expect(lab?.input).toEqual(input);
    expect(lab?.changedCells).toBeGreaterThan(50);
    const before = frame.reading.probabilities?.slice();
    expect(lab?.reading.probabilities).not.toEqual(before);
    const logits = network.logits(input ?? new Float32Array());
    expect(lab?.reading.digit).toBe(logits.indexOf(Math.max(...logits)));
  });

  it('leaves the pass that is shown as it is', () => {
    const frame = frameOf({ stepMass: false, stepPen: false });
    const [input, preactivations] = [frame.input?.slice(), frame.trace?.fc1.preactivations.slice()];
    labOf(frame, RULE);
    expect(frame.input).toEqual(input);
    expect(frame.trace?.fc1.preactivations).toEqual(preactivations);
    expect(() => frame.trace && network.gradient(frame.trace, 3)).not.toThrow();
  });

  it('computes nothing with every step, or while nothing is drawn', () => {
    const frame = frameOf({});
    const logits = vi.spyOn(network, 'logits');
    expect(labOf(frame, RULE)).toEqual({ input: frame.input, reading: frame.reading, changedCells: 0 });
    expect(labOf(frameOf({ stepFit: false }, emptyDrawing()), RULE)).toBeNull();
    expect(logits).not.toHaveBeenCalled();
    logits.mockRestore();
  });

  it('reads with the altered network, so that the steps alone make the difference', () => {
    const off = switchOff(frameOf({ stepPen: false }).state, { layer: 'map2', map: 3 }, true);
    const frame = framesOf(off, { network, verdictRule: RULE });
    const other = rasterizeWith(SMALL, { fit: true, mass: true, pen: false }) ?? new Float32Array();
    const expected = frame.network.logits(other);
    expect(expected).not.toEqual(network.logits(other));
    expect(labOf(frame, RULE)?.reading.digit).toBe(expected.indexOf(Math.max(...expected)));
  });
});
