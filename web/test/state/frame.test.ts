import { describe, expect, it, vi } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import { createContributions } from '../../src/explain/contributions.ts';
import { EMPTY_READING } from '../../src/explain/reading.ts';
import { ALWAYS_A_DIGIT } from '../../src/explain/verdict.ts';
import { emptyDrawing } from '../../src/ink/drawing.ts';
import type { Palette } from '../../src/look/color.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import type { Trace } from '../../src/net/cnn/trace.ts';
import { createFrames, type Frame } from '../../src/state/frame.ts';
import { memoize } from '../../src/state/memo.ts';
import { editKernel, NOTHING_SELECTED, pin, point, putBack, release, switchOff } from '../../src/state/selection.ts';
import { initialState, replaceDrawing, type State } from '../../src/state/state.ts';
import { drawingOf, noPen, randomWeights } from '../support.ts';

const PALETTE = {} as Palette;
const STEPS = ['input', 'placement', 'trace', 'traced', 'reading'] as const;
const RULE = ALWAYS_A_DIGIT;
const surroundings = { dark: false, forcedColors: false, printing: false };
const ONE = drawingOf([
  [
    [100, 100],
    [900, 3000],
  ],
]);
const OTHER = drawingOf([
  [
    [100, 3000],
    [900, 100],
    [2000, 2000],
  ],
]);
const drawn = (drawing: typeof ONE, more: Partial<State> = {}): State => ({
  ...replaceDrawing(initialState({ surroundings }), drawing),
  ...more,
});

function setUp() {
  const network = createPlainNetwork(randomWeights(1));
  const forward = vi.spyOn(network, 'forward');
  const applyTheme = vi.fn(() => ({ ...PALETTE }));
  const frameOf = createFrames({ languages: { en: english, ja: japanese }, applyTheme, readPen: noPen });
  return { frameOf, forward, applyTheme, model: { network, verdictRule: RULE } };
}

/** Which of the frames' own parts, which all are but the links' numbers, are different objects. */
function changed(before: Frame, after: Frame): string[] {
  return (Object.keys(before) as (keyof Frame)[]).filter((part) => before[part] !== after[part]);
}

describe('a frame', () => {
  it('runs the network once per drawing: a hovering pen, a theme, a language or other maps do not run it again', () => {
    const { frameOf, forward, model } = setUp();
    const first = frameOf(drawn(ONE), model);
    const state = first.state;
    const later = (more: Partial<State>) => changed(first, frameOf({ ...state, ...more }, model));
    expect(later({ pen: { x: 1, y: 2 } })).toEqual(['state']);
    expect(later({ maps: 'convolved' })).toEqual(['state']);
    expect(later({ swapped: true })).toEqual(['state']);
    expect(later({ allLinks: true })).toEqual(['state']);
    expect(later({ logits: 'computed' })).toEqual(['state']);
    expect(later({ theme: 'dark' })).toEqual(['state', 'palette']);
    expect(later({ language: 'ja' })).toEqual(expect.arrayContaining(['language', 'words', 'numbers']));
    expect(forward).toHaveBeenCalledTimes(1);
  });

  it('has new objects for everything that another drawing changes, so that views notice', () => {
    const { frameOf, forward, model } = setUp();
    const state = drawn(ONE);
    const before = frameOf(state, model);
    const after = frameOf(replaceDrawing(state, OTHER), model);
    expect(changed(before, after)).toEqual(['state', 'drawing', ...STEPS]);
    expect(forward).toHaveBeenCalledTimes(2);
  });

  it('shows what another network computes from the same input, without rasterizing again', () => {
    const { frameOf, model } = setUp();
    const state = drawn(ONE);
    const before = frameOf(state, model);
    const probabilities = before.reading.probabilities?.slice();
    const after = frameOf(state, { ...model, network: createPlainNetwork(randomWeights(2)) });
    expect(changed(before, after)).toEqual(['network', 'trace', 'traced', 'reading']);
    expect(after.reading.probabilities).not.toEqual(probabilities);
    expect(after.contributions?.sums.output).toEqual(Float64Array.from(after.trace?.logits ?? []));
  });

  it('computes only the reading, and which digits are traced, again for another rule', () => {
    const { frameOf, forward, model } = setUp();
    const state = drawn(ONE);
    const before = frameOf(state, model);
    const after = frameOf(state, { ...model, verdictRule: { ...ALWAYS_A_DIGIT, digitFrom: 1, unsureFrom: 1 } });
    expect(changed(before, after)).toEqual(['traced', 'reading']);
    expect([before.flow?.digits, after.flow?.digits]).toEqual([[before.reading.digit], []]);
    expect([before.reading.verdict, after.reading.verdict]).toEqual(['digit', 'none']);
    expect(forward).toHaveBeenCalledTimes(1);
  });

  it('shows the network without what is switched off, beside what the untouched one reads, and puts it back', () => {
    const { frameOf, forward, model } = setUp();
    const before = frameOf(drawn(ONE), model);
    expect([before.network, before.untouched]).toEqual([model.network, null]);
    const probabilities = before.reading.probabilities?.slice();
    const off = switchOff(before.state, { layer: 'map2', map: 3 }, true);
    const altered = frameOf(off, model);
    expect(changed(before, altered)).toEqual(['state', 'network', 'trace', 'traced', 'reading', 'untouched']);
    expect(altered.reading.probabilities).not.toEqual(probabilities);
    expect(altered.contributions?.sums.conv2[3]).toBe(0);
    expect(altered.untouched).toEqual({ ...before.reading, probabilities });
    expect(changed(altered, frameOf(point(off, { layer: 'picture' }), model))).toEqual(['state']);
    expect(altered.contributions?.sums.output).toEqual(Float64Array.from(altered.trace?.logits ?? []));
    expect(frameOf({ ...off, history: drawn(emptyDrawing()).history }, model).untouched).toBeNull();
    const back = frameOf(putBack(off), model);
    expect([back.network, back.untouched]).toEqual([model.network, null]);
    expect(back.reading.probabilities).toEqual(probabilities);
    expect(forward).toHaveBeenCalledTimes(2);
  });

  it('shows the network with its edited kernels beside what the untouched one reads, and puts them back bit for bit', () => {
    const { frameOf, model } = setUp();
    const before = frameOf(drawn(ONE), model);
    const probabilities = before.reading.probabilities?.slice();
    const link = { layer: 'link', stage: 'conv1', source: 0, target: 2 } as const;
    const edited = editKernel(before.state, link, new Float32Array(25).fill(1));
    const altered = frameOf(edited, model);
    expect(altered.network.weights.conv1.weight.subarray(50, 75).every((weight) => weight === 1)).toBe(true);
    expect(altered.reading.probabilities).not.toEqual(probabilities);
    expect(altered.untouched).toEqual({ ...before.reading, probabilities });
    expect(changed(altered, frameOf(point(edited, { layer: 'picture' }), model))).toEqual(['state']);
    for (const back of [editKernel(edited, link, null), putBack(edited)]) {
      frameOf(edited, model);
      const restored = frameOf(back, model);
      expect([restored.network, restored.untouched]).toEqual([model.network, null]);
      expect(restored.reading.probabilities).toEqual(probabilities);
    }
  });

  it('shows the last stage against the average digit or as computed, and always traces it against the average', () => {
    const { frameOf, model } = setUp();
    const averaged = frameOf(drawn(ONE), model);
    const computed = frameOf({ ...averaged.state, logits: 'computed' }, model);
    expect(computed.evidence).toBe(computed.contributions);
    const mean = Array.from(averaged.trace?.logits ?? []).reduce((sum, logit) => sum + logit / 10, 0);
    averaged.trace?.logits.forEach((logit, digit) => {
      expect(averaged.evidence?.sums.output[digit]).toBeCloseTo(logit - mean, 5);
    });
    expect(computed.flow).toBe(averaged.flow);
  });

  it('works out what the links carry only when asked, once, and from the newest pass', () => {
    const { frameOf, model } = setUp();
    const linkSums = vi.fn((trace: Trace) => createContributions()(trace, model.network.weights));
    const network = { ...model.network, linkSums };
    const before = frameOf(drawn(ONE), { ...model, network });
    expect(linkSums).not.toHaveBeenCalled();
    const { contributions, evidence, flow } = before;
    expect([before.contributions, before.evidence, before.flow]).toEqual([contributions, evidence, flow]);
    const hovered = frameOf({ ...before.state, pen: { x: 1, y: 2 } }, { ...model, network });
    expect(hovered.contributions).toBe(contributions);
    expect(hovered.evidence).toBe(evidence);
    expect(hovered.flow).toBe(flow);
    expect(linkSums).toHaveBeenCalledTimes(1);
    const after = frameOf(replaceDrawing(before.state, OTHER), { ...model, network });
    expect(after.contributions).not.toBe(contributions);
    expect(before.contributions, 'the network has forgotten the pass before').toBe(after.contributions);
    frameOf(drawn(emptyDrawing()), { ...model, network });
    expect(after.contributions?.sums.output).toEqual(Float64Array.from(after.trace?.logits ?? []));
    expect(linkSums).toHaveBeenCalledTimes(2);
  });

  it('traces the digits that it is told lead', () => {
    const { frameOf, model } = setUp();
    const leaders = [7];
    expect(frameOf(drawn(ONE), model, () => leaders).flow?.digits).toBe(leaders);
  });

  it('of an empty drawing has no numbers, and does not run the network', () => {
    const { frameOf, forward, model } = setUp();
    const frame = frameOf(drawn(emptyDrawing()), model);
    expect([frame.input, frame.trace, frame.contributions, frame.evidence, frame.flow]).toEqual(Array(5).fill(null));
    expect(frame.reading).toBe(EMPTY_READING);
    expect(forward).not.toHaveBeenCalled();
  });

  it('resolves the selection for its drawing, and computes nothing while nothing is selected', () => {
    const { frameOf, forward, model } = setUp();
    const state = drawn(ONE);
    const first = frameOf(state, model);
    expect(first.selection).toBe(NOTHING_SELECTED);
    const asked = frameOf(pin(state, { layer: 'map2', map: 3 }), model);
    expect(changed(first, asked)).toEqual(['state', 'traced', 'selection']);
    expect(asked.selection).toMatchObject({ part: { layer: 'map2', map: 3 }, digit: first.reading.digit });
    const pointed = frameOf(point(asked.state, { layer: 'picture' }), model);
    expect(changed(asked, pointed)).toEqual(['state']);
    expect(frameOf(release(pointed.state), model).selection).toBe(NOTHING_SELECTED);
    expect(forward).toHaveBeenCalledTimes(1);
  });

  it('tells how the drawing lies on the input: where there is most ink on the pad, there is in the input', () => {
    const { frameOf, model } = setUp();
    const { placement, input } = frameOf(drawn(ONE), model);
    if (placement === null || input === null) throw new Error('nothing is drawn');
    const { cell, x, y, atX, atY } = placement;
    for (const [padX, padY] of [
      [100, 100],
      [500, 1550],
      [900, 3000],
    ]) {
      const [column, row] = [atX + (padX - x) / cell, atY + (padY - y) / cell];
      expect(input[Math.floor(row) * 28 + Math.floor(column)]).toBe(1);
    }
    expect(frameOf(drawn(emptyDrawing()), model).placement).toBeNull();
  });

  it('has its language’s words and numbers, and the colours of its theme and surroundings', () => {
    const { frameOf, applyTheme, model } = setUp();
    const { words, language, numbers } = frameOf(drawn(ONE, { language: 'ja', theme: 'dark' }), model);
    expect([words, language]).toEqual([japanese, 'ja']);
    expect(numbers.percent(0.5)).toBe('50%');
    expect(applyTheme).toHaveBeenCalledExactlyOnceWith('dark', surroundings);
  });
});

describe('a memo', () => {
  it('does not compute again while its arguments are identical', () => {
    const compute = vi.fn((a: object, b: number) => [a, b]);
    const step = memoize(compute);
    const a = {};
    expect(step(a, 1)).toBe(step(a, 1));
    expect(compute).toHaveBeenCalledTimes(1);
    step(a, 2);
    step({}, 2);
    expect(compute).toHaveBeenCalledTimes(3);
  });

  it('does not keep a failure', () => {
    const compute = vi.fn(() => 1);
    const step = memoize(compute);
    compute.mockImplementationOnce(() => {
      throw new Error('once');
    });
    expect(step).toThrow('once');
    expect(step()).toBe(1);
  });
});
