import { describe, expect, it } from 'vitest';
import type { KernelLink } from '../../src/explain/kernels.ts';
import type { Reading } from '../../src/explain/reading.ts';
import type { Part } from '../../src/explain/unit.ts';
import {
  askWhy,
  chooseDigit,
  chooseRival,
  editKernel,
  inspectedPart,
  isAltered,
  isOff,
  NOTHING_ASKED,
  NOTHING_EDITED,
  NOTHING_OFF,
  NOTHING_SELECTED,
  pin,
  point,
  putBack,
  release,
  resolved,
  select,
  switchOff,
} from '../../src/state/selection.ts';
import { initialState, replaceDrawing, undoChange } from '../../src/state/state.ts';
import { drawingOf } from '../support.ts';

const MAP: Part = { layer: 'map2', map: 12 };
const reading = (probabilities: number[]): Reading => {
  const values = Float32Array.from(probabilities);
  return { verdict: 'digit', digit: values.indexOf(Math.max(...values)), probabilities: values };
};
const THREE_THEN_EIGHT = reading([0, 0, 0, 0.7, 0, 0, 0, 0, 0.3, 0]);
const UNDRAWN: Reading = { verdict: 'empty', digit: null, probabilities: null };

describe('the selection', () => {
  it('holds what is pinned until that is let go, and is then nothing, by identity', () => {
    const pinned = pin(NOTHING_ASKED, MAP);
    expect(pinned.selection).toEqual({ ...NOTHING_SELECTED, part: MAP });
    expect(pin(pinned, { ...MAP })).toBe(pinned);
    expect(release(pinned).selection).toBe(NOTHING_SELECTED);
    expect(release(NOTHING_ASKED)).toBe(NOTHING_ASKED);
  });

  it('chooses the digit along with its logit or probability, and keeps it with what is pinned next', () => {
    const logit = pin(NOTHING_ASKED, { layer: 'logit', digit: 3 });
    expect(logit.selection.digit).toBe(3);
    expect(pin(logit, MAP).selection).toEqual({ ...NOTHING_SELECTED, digit: 3, part: MAP });
    expect(pin(NOTHING_ASKED, { layer: 'probability', digit: 7 }).selection.digit).toBe(7);
  });

  it('lets a digit go that is chosen again', () => {
    const chosen = chooseDigit(NOTHING_ASKED, 5, 3);
    expect(chosen.selection.digit).toBe(5);
    expect(chooseDigit(chosen, 5, 3).selection).toBe(NOTHING_SELECTED);
  });

  it('gets a rival from the dial while it is asked why, whether the digit is chosen or leads', () => {
    const why = askWhy(NOTHING_ASKED, true);
    expect(chooseDigit(why, 8, 3).selection).toMatchObject({ digit: null, rival: 8, why: true });
    expect(chooseDigit(why, 3, 3)).toBe(why);
    const chosen = askWhy(chooseDigit(NOTHING_ASKED, 5, 3), true);
    expect(chooseDigit(chosen, 3, 3).selection).toMatchObject({ digit: 5, rival: 3 });
    expect(chooseDigit(chosen, 5, 3)).toBe(chosen);
    expect(askWhy(chooseRival(chosen, 8), false).selection).toMatchObject({ digit: 5, rival: null, why: false });
  });

  it('has no rival that is the digit itself', () => {
    expect(select(NOTHING_ASKED, { ...NOTHING_SELECTED, digit: 3, rival: 3 }).selection).toMatchObject({ rival: null });
  });

  it('takes the place of an equal one only if it differs, so that hovering within a part changes nothing', () => {
    const pointed = point(NOTHING_ASKED, MAP);
    expect(point(pointed, { ...MAP })).toBe(pointed);
    expect(point(pointed, null).pointed).toBeNull();
    expect(pointed.selection).toBe(NOTHING_SELECTED);
  });

  it('is no part of what undo undoes, and survives further drawing', () => {
    const surroundings = { dark: false, forcedColors: false, printing: false };
    const drawn = replaceDrawing(pin(initialState({ surroundings }), MAP), drawingOf([[[1, 2]]]));
    expect(drawn.selection.part).toBe(MAP);
    expect(undoChange(pin(drawn, { layer: 'picture' })).selection.part).toEqual({ layer: 'picture' });
    expect(pin(drawn, { layer: 'picture' }).history).toBe(drawn.history);
  });
});

describe('what is switched off', () => {
  const UNIT: Part = { layer: 'fc1', unit: 12 };

  it('stands in the order in which it was switched off, each part once, and is switched on again one by one', () => {
    const both = switchOff(switchOff(NOTHING_ASKED, MAP, true), UNIT, true);
    expect(both.off).toEqual([MAP, UNIT]);
    expect(switchOff(both, { ...MAP }, true)).toBe(both);
    expect([isOff(both, { ...UNIT }), isOff(both, { layer: 'map1', map: 12 }), isAltered(both)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(switchOff(both, { ...MAP }, false).off).toEqual([UNIT]);
    expect(switchOff(switchOff(both, MAP, false), UNIT, false).off).toBe(NOTHING_OFF);
    expect(putBack(both).off).toBe(NOTHING_OFF);
    expect(putBack(NOTHING_ASKED)).toBe(NOTHING_ASKED);
    expect(isAltered(NOTHING_ASKED)).toBe(false);
  });

  it('stays off when the selection is let go, and is no part of what undo undoes', () => {
    expect(release(pin(switchOff(NOTHING_ASKED, MAP, true), MAP)).off).toEqual([MAP]);
    const surroundings = { dark: false, forcedColors: false, printing: false };
    const drawn = replaceDrawing(initialState({ surroundings }), drawingOf([[[1, 2]]]));
    const off = switchOff(drawn, MAP, true);
    expect(off.history).toBe(drawn.history);
    expect(undoChange(off).off).toEqual([MAP]);
  });
});

describe('edited kernels', () => {
  const LINK: KernelLink = { layer: 'link', stage: 'conv2', source: 5, target: 12 };
  const OTHER: KernelLink = { layer: 'link', stage: 'conv1', source: 0, target: 3 };
  const [ones, twos] = [new Float32Array(9).fill(1), new Float32Array(9).fill(2)];

  it('stand in the order in which they were first edited, each once, and are put back one by one', () => {
    const both = editKernel(editKernel(NOTHING_ASKED, LINK, ones), OTHER, new Float32Array(25));
    expect(both.edited.map(({ link }) => link)).toEqual([LINK, OTHER]);
    const again = editKernel(both, { ...LINK }, twos);
    expect(again.edited.map(({ link, weights }) => [link, weights[0]])).toEqual([
      [LINK, 2],
      [OTHER, 0],
    ]);
    expect(both.edited[0].weights, 'an earlier State is never changed').toBe(ones);
    expect(isAltered(both)).toBe(true);
    const one = editKernel(again, { ...LINK }, null);
    expect(one.edited.map(({ link }) => link)).toEqual([OTHER]);
    expect(editKernel(one, LINK, null)).toBe(one);
    expect(editKernel(one, OTHER, null).edited).toBe(NOTHING_EDITED);
  });

  it('are put back with what is switched off, and stay when the selection is let go', () => {
    const altered = editKernel(switchOff(pin(NOTHING_ASKED, MAP), MAP, true), LINK, ones);
    expect(release(altered).edited).toBe(altered.edited);
    const back = putBack(altered);
    expect([back.off, back.edited, isAltered(back)]).toEqual([NOTHING_OFF, NOTHING_EDITED, false]);
    expect(putBack(editKernel(NOTHING_ASKED, LINK, ones)).edited).toBe(NOTHING_EDITED);
  });
});

describe('the selection for a drawing', () => {
  it.each([
    ['the leading two', {}, 3, 8],
    ['a chosen digit and the leading one', { digit: 8 }, 8, 3],
    ['the leading one and a chosen rival', { rival: 1 }, 3, 1],
    ['two chosen digits', { digit: 1, rival: 2 }, 1, 2],
    ['the leading two, if the rival leads by now', { rival: 3 }, 3, 8],
  ])('compares %s', (_, chosen, digit, rival) => {
    expect(resolved({ ...NOTHING_SELECTED, ...chosen }, THREE_THEN_EIGHT)).toMatchObject({ digit, rival });
  });

  it('fills in no digit while nothing is drawn', () => {
    const selection = { ...NOTHING_SELECTED, part: MAP };
    expect(resolved(selection, UNDRAWN)).toBe(selection);
  });

  it('is inspected at the pinned part, or else at the chosen digit’s logit', () => {
    expect(inspectedPart(NOTHING_SELECTED)).toBeNull();
    expect(inspectedPart({ ...NOTHING_SELECTED, digit: 4 })).toEqual({ layer: 'logit', digit: 4 });
    expect(inspectedPart({ ...NOTHING_SELECTED, digit: 4, part: MAP })).toBe(MAP);
  });
});
