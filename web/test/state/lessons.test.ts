/** Learn's steps: what their answers say is true of the published network, and no scene gives an answer away. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import { integratedGradients } from '../../src/explain/attribution/integrated.ts';
import { leadingRegions, PLACES } from '../../src/explain/attribution/regions.ts';
import { GRIDS } from '../../src/explain/unit.ts';
import { type Drawing, isEmpty, strokeStart } from '../../src/ink/drawing.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { createPlainPenNetwork } from '../../src/net/pen/plain.ts';
import { loadPenWeights } from '../../src/net/pen/weights.ts';
import { readFragment } from '../../src/state/address.ts';
import { createExamples } from '../../src/state/examples.ts';
import {
  beginOwn,
  CHOICES,
  isLookingAtStep,
  LESSONS,
  type Lesson,
  sceneDrawing,
  sceneOf,
  setScene,
} from '../../src/state/lessons.ts';
import { leaveOutStroke } from '../../src/state/pen-asking.ts';
import { penOpinion } from '../../src/state/pen-reading.ts';
import {
  BEGINNING,
  goTo,
  goToStep,
  isLooking,
  LAB_STEP,
  LESSON_COUNT,
  look,
  predict,
  READERS_STEP,
  showsPen,
} from '../../src/state/placing.ts';
import { editKernel, NOTHING_SELECTED, pin, select, switchOff } from '../../src/state/selection.ts';
import { initialState, replaceDrawing, type State } from '../../src/state/state.ts';
import { undo } from '../../src/state/undo.ts';
import { inputAt, metadata, network, readingAt, readingsOf, traceAt } from '../published.ts';

const examples = createExamples();
const surroundings = { dark: false, forcedColors: false, printing: false };
const lesson = (name: Lesson['name']): Lesson => {
  const found = LESSONS.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};
const drawn = (name: Lesson['name'], when: 'before' | 'after'): Drawing => {
  const drawing = sceneDrawing(lesson(name)[when], examples);
  if (!drawing) throw new Error(`${name} shows no drawing`);
  return drawing;
};

const at = (step: number, state: State = initialState({ surroundings })): State => goToStep(state, step);
const set = (state: State): State => {
  const scene = sceneOf(state);
  return scene ? setScene(state, scene, examples) : state;
};

describe('the steps', () => {
  it('are six, each with a choice that comes true among those it offers', () => {
    expect(LESSONS).toHaveLength(LESSON_COUNT);
    expect(LESSONS[READERS_STEP].name).toBe('two');
    for (const { right } of LESSONS) expect(CHOICES[right]).toBeDefined();
  });

  it('name the choice that comes true at the beginning of the answer, in both languages', () => {
    for (const words of [english, japanese]) {
      for (const { name, right } of LESSONS) {
        const choice = words[`learn.${name}.choice${CHOICES[right]}`];
        const answer = words[`learn.${name}.answer`];
        const stem = choice.replace(/(ない|る)$/, '');
        expect(answer.replace(/^「/, '').startsWith(stem), `${name}: ${answer}`).toBe(true);
      }
    }
  });

  it('give nothing away before: of what the answer shows, no later point, and no reading of it', () => {
    for (const name of ['hesitate', 'kernel', 'taught', 'two'] as const) {
      const [before, after] = [drawn(name, 'before'), drawn(name, 'after')];
      expect(before.columns).toBe(after.columns);
      expect(before.points).toBeLessThan(after.points);
    }
    expect(lesson('why').before).toMatchObject({ needs: 'nothing', selection: { why: false } });
  });
});

describe('the answer to', () => {
  it('draw: a tiny digit is read as surely as a huge one', () => {
    const tiny = readingAt(drawn('draw', 'after'));
    const huge = readingAt(examples.drawingOf('hugeFive'));
    expect([tiny.verdict, tiny.digit]).toEqual([huge.verdict, huge.digit]);
    expect(tiny.probabilities?.[5]).toBeCloseTo(huge.probabilities?.[5] ?? 0, 2);
  });

  it('hesitate: firmly 1 so far, then 2, then 3, and no other digit as firmly', () => {
    const before = drawn('hesitate', 'before');
    expect(readingAt(before)).toMatchObject({ verdict: 'digit', digit: 1 });
    const firm = readingsOf(drawn('hesitate', 'after'))
      .slice(before.points)
      .filter(({ verdict }) => verdict === 'digit')
      .map(({ digit }) => digit);
    expect([...new Set(firm)].filter((digit) => digit !== 1)).toEqual([2, 3]);
    const choice = english[`learn.hesitate.choice${CHOICES[lesson('hesitate').right]}`];
    expect(choice).toBe('2');
  });

  it('kernel: map 7 answers to the bar nearly as to the roof, and far less along the stem', () => {
    const { before, after } = lesson('kernel');
    const map = 6;
    const { width } = GRIDS.conv1;
    const size = GRIDS.conv1.height * width;
    const cellsOf = (trace: ReturnType<typeof traceAt>) => trace.conv1.activations.slice(map * size, (map + 1) * size);
    const chosen = (scene: typeof before) => {
      const { part } = scene.selection;
      if (part?.layer !== 'conv1') throw new Error('no cell of conv1');
      expect(part.map).toBe(map);
      return part.cell;
    };
    const roof = cellsOf(traceAt(drawn('kernel', 'before')));
    expect(roof[chosen(before)]).toBe(Math.max(...roof));
    const whole = cellsOf(traceAt(drawn('kernel', 'after')));
    const largest = Math.max(...whole);
    const rows = (from: number, to: number) => Math.max(...whole.slice(from * width, (to + 1) * width));
    expect(whole[chosen(after)]).toBe(rows(12, 14));
    expect(whole[chosen(after)]).toBeGreaterThan(0.85 * largest);
    for (const stem of [rows(8, 11), rows(15, 23)]) expect(stem).toBeLessThan(0.35 * largest);
    const kernel = network.weights.conv1.weight.slice(map * 25, (map + 1) * 25);
    expect(kernel.slice(0, 10).reduce((sum, weight) => sum + weight)).toBeLessThan(0);
    expect(kernel.slice(10).reduce((sum, weight) => sum + weight)).toBeGreaterThan(0);
  });

  it('why: the free end at the lower left speaks most for 3, then the notch; the right hardly counts', () => {
    const drawing = drawn('why', 'after');
    expect(readingAt(drawn('why', 'before'))).toMatchObject({ verdict: 'digit', digit: 3 });
    const input = inputAt(drawing);
    const { shares } = integratedGradients(network, input, 3, 8);
    const [first, second] = leadingRegions(input, shares);
    expect([first.place, second.place]).toEqual(['lowerLeft', 'middle']);
    expect(second.amount).toBeGreaterThan(0);
    const amounts = amountsByPlace(input, shares);
    const right = amounts.upperRight + amounts.right + amounts.lowerRight;
    expect(Math.abs(right)).toBeLessThan(0.15 * first.amount);
    expect(lesson('why').after.selection).toEqual({ digit: 3, rival: 8, why: true, part: null });
  });

  it('taught: the circle is a 0, the face none; and training did have drawings of other things', () => {
    const before = drawn('taught', 'before');
    expect(before.points).toBe(strokeStart(drawn('taught', 'after'), 1));
    expect(readingAt(before)).toMatchObject({ verdict: 'digit', digit: 0 });
    expect(readingAt(drawn('taught', 'after')).verdict).toBe('none');
    expect(JSON.parse(metadata.recipe).stroke_mix.non_digits).toBeGreaterThan(0);
  });
});

describe('two readers', () => {
  const pen = createPlainPenNetwork(
    loadPenWeights(readFileSync(new URL('../../../src/inkspect/pretrained/pen.safetensors', import.meta.url))).weights,
  );
  const whole = drawn('two', 'after');
  const penAt = (points: number) => {
    const { digit, probabilities } = penOpinion(pen, { ...whole, points });
    return { digit, share: probabilities?.[digit ?? 0] ?? 0 };
  };
  const readings = readingsOf(whole);

  it('disagree before, the picture’s network firmly, the pen’s nearly as sure, and right', () => {
    const { points } = drawn('two', 'before');
    expect(readings[points - 1]).toMatchObject({ verdict: 'digit', digit: 5 });
    expect(readings[points - 1].probabilities?.[5]).toBeGreaterThan(0.99);
    expect(penAt(points).digit).toBe(8);
    expect(penAt(points).share).toBeGreaterThan(0.9);
    expect(readings[whole.points - 1]).toMatchObject({ verdict: 'digit', digit: 8 });
  });

  it('know from the points on that both languages name', () => {
    const lastOther = (digits: readonly (number | null)[]) => digits.map((digit) => digit === 8).lastIndexOf(false) + 2;
    const picture = lastOther(readings.map(({ verdict, digit }) => (verdict === 'none' ? null : digit)));
    const hand = lastOther(Array.from(readings, (_, i) => penAt(i + 1).digit));
    for (const words of [english, japanese]) {
      const named = [...words['learn.two.answer'].matchAll(/\d\d/g)].map(([number]) => Number(number));
      expect(named.sort()).toEqual([hand, picture, whole.points]);
    }
  });

  it('are shown at this step and in the place of the pen, and nowhere else', () => {
    for (let step = 0; step <= LAB_STEP; step++) expect(showsPen(at(step))).toBe(step === READERS_STEP);
    expect(showsPen(goTo(at(READERS_STEP), 'draw'))).toBe(false);
    expect(showsPen(goTo(at(0), 'pen'))).toBe(true);
  });

  it('are looked at in the place of the pen, with the way back', () => {
    const state = set(predict(at(READERS_STEP), 1));
    const looking = look(state);
    expect(looking).toEqual({ ...state, place: 'pen' });
    expect([state, looking, goTo(state, 'pen'), goTo(state, 'draw')].map(isLooking)).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(goTo(looking, 'learn')).toEqual(state);
  });

  it('read all of the ink: a stroke that was left out is back', () => {
    expect(set(leaveOutStroke(at(READERS_STEP), 0, true)).penAsking.leftOut).toEqual([]);
  });
});

describe('setting a scene', () => {
  it('shows its drawing, its selection, and asks about the ink; all of it is one change, to be undone', () => {
    const state = set(predict(at(3, { ...initialState({ surroundings }), method: 'occlusion' }), 0));
    expect(state.history.present).toBe(examples.drawingOf('hesitantThree'));
    expect(state).toMatchObject({ selection: { digit: 3, rival: 8, why: true }, method: 'integrated', moment: null });
    expect(isEmpty(undo(state.history).present)).toBe(true);
  });

  it('puts back what was altered: its answer is about the network as trained', () => {
    const off = switchOff(initialState({ surroundings }), { layer: 'map1', map: 6 }, true);
    const link = { layer: 'link', stage: 'conv1', source: 0, target: 6 } as const;
    expect(set(at(2, editKernel(off, link, new Float32Array(25))))).toMatchObject({ off: [], edited: [] });
  });

  it('changes nothing where the drawing is there already, or is one’s own', () => {
    const once = set(at(3));
    expect(set(once).history).toBe(once.history);
    expect(set(at(0, once)).history).toBe(once.history);
  });
});

describe('going through Learn', () => {
  it('opens a question anew at every step, and answers it once', () => {
    const state = predict(at(1), 2);
    expect(state).toMatchObject({ place: 'learn', step: 1, guess: 2 });
    expect(predict(state, 0)).toBe(state);
    expect(goToStep(state, 1)).toBe(state);
    expect(goToStep(state, 2)).toMatchObject({ place: 'learn', step: 2, guess: null });
    expect(goTo(goTo(state, 'draw'), 'learn')).toMatchObject({ place: 'learn', step: 1, guess: null });
  });

  it('leaves what a step has selected behind', () => {
    const state = set(predict(at(3), 1));
    expect(goTo(state, 'draw').selection).toBe(NOTHING_SELECTED);
    expect(goTo(select(goTo(state, 'draw'), state.selection), 'learn').selection).toEqual(state.selection);
  });

  it('looks at the network as a step’s answer has it, and comes back to the answer', () => {
    const state = set(predict(at(3), 1));
    const looking = look(state);
    expect(looking).toEqual({ ...state, place: 'draw' });
    expect([state, looking, goTo(state, 'draw')].map(isLooking)).toEqual([false, true, false]);
    expect(goTo(looking, 'learn')).toEqual(state);
    const asked = pin(looking, { layer: 'map1', map: 3 });
    expect([looking, asked, state].map(isLookingAtStep)).toEqual([true, false, false]);
    expect(set(goTo(asked, 'learn'))).toEqual(state);
    const open = at(3);
    expect(look(open)).toBe(open);
  });

  it('ends with one’s own turn: the drawing of a step goes, and undo brings it back; one’s own stays', () => {
    const state = set(predict(at(4), 1));
    const own = beginOwn(goToStep(state, LAB_STEP), examples);
    expect([own.place, isEmpty(own.history.present)]).toEqual(['draw', true]);
    expect(undo(own.history).present).toBe(state.history.present);
    const drawn = replaceDrawing(state, fromStrokes([[[5, 5]]]));
    expect(beginOwn(drawn, examples).history).toBe(drawn.history);
  });

  it('ends at the lab, which asks nothing', () => {
    const lab = goToStep(BEGINNING, 99);
    expect(lab.step).toBe(LAB_STEP);
    expect(predict(lab, 'none')).toBe(lab);
    expect(sceneOf(lab)).toBeNull();
    expect(goToStep(BEGINNING, -1).step).toBe(0);
  });

  it('is where the address says, with the question open', () => {
    expect(readFragment('#place=learn&step=4')).toMatchObject({ place: 'learn', step: 3, guess: null });
  });
});

function amountsByPlace(input: Float32Array, shares: Float64Array): Record<(typeof PLACES)[number], number> {
  const rows = [...input.keys()].filter((cell) => input[cell] > 0).map((cell) => Math.trunc(cell / 28));
  const columns = [...input.keys()].filter((cell) => input[cell] > 0).map((cell) => cell % 28);
  const third = (at: number, all: number[]) => {
    const [first, last] = [Math.min(...all), Math.max(...all)];
    return Math.min(2, Math.max(0, Math.floor((3 * (at - first + 0.5)) / (last - first + 1))));
  };
  const amounts = Object.fromEntries(PLACES.map((place) => [place, 0])) as Record<(typeof PLACES)[number], number>;
  shares.forEach((share, cell) => {
    amounts[PLACES[3 * third(Math.trunc(cell / 28), rows) + third(cell % 28, columns)]] += share;
  });
  return amounts;
}
