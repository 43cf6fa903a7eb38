import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { initialState, ink, redoChange, type State, undoChange, withdraw } from '../../src/state/state.ts';
import { type Fields, fakePad } from '../fake-pointers.ts';
import { toStrokes } from '../support.ts';

let state: State;
let fake: ReturnType<typeof fakePad>;

beforeEach(() => {
  state = initialState({ surroundings: { dark: false, forcedColors: false, printing: false } });
  fake = fakePad({
    ink: (step) => {
      state = ink(state, step);
    },
    withdraw: (pointerId) => {
      state = withdraw(state, pointerId);
    },
  });
});

afterEach(() => {
  fake.stop();
  vi.unstubAllGlobals();
});

const FINGER = { pointerId: 1, pointerType: 'touch' };
const PALM = { pointerId: 2, pointerType: 'touch', isPrimary: false };
const PEN = { pointerId: 3, pointerType: 'pen' };
const MOUSE = { pointerId: 4, pointerType: 'mouse' };

/** Each stroke's first x, in CSS px from the pad's left, to identify it, and its number of points. */
const strokes = () => toStrokes(state.history.present).map((stroke) => [stroke[0][0] / 8, stroke.length]);
const drawing = () => state.pressed?.pointerId ?? null;

function press(pointer: Fields, x: number, timeStamp = 0): void {
  fake.press({ ...pointer, clientX: 100 + x, clientY: 100, timeStamp });
}

function send(type: string, pointer: Fields, x: number, timeStamp = 0): void {
  fake.send(type, { ...pointer, clientX: 100 + x, clientY: 100, timeStamp });
}

function line(pointer: Fields, x: number, timeStamp = 0): void {
  press(pointer, x, timeStamp);
  send('pointermove', pointer, x + 50, timeStamp);
  send('pointerup', pointer, x + 50, timeStamp);
}

describe('a pen', () => {
  it('takes over from a touch, whose open stroke it withdraws', () => {
    press(PALM, 300);
    send('pointermove', PALM, 340);
    press(PEN, 10);
    expect(strokes()).toEqual([[10, 1]]);
    send('pointermove', PALM, 360);
    send('pointermove', PEN, 60);
    send('pointerup', PALM, 360);
    send('pointerup', PEN, 60);
    expect(strokes()).toEqual([[10, 3]]);
    state = undoChange(state);
    expect(strokes(), 'nothing but the pen’s stroke could be undone').toEqual([]);
    expect(undoChange(state)).toBe(state);
  });

  it('takes over from a touch that has drawn before, withdrawing only its open stroke', () => {
    line(FINGER, 200);
    press(FINGER, 300);
    press(PEN, 10);
    expect(strokes()).toEqual([
      [200, 3],
      [10, 1],
    ]);
  });

  it('takes over from any number of touches', () => {
    press(FINGER, 300);
    press(PALM, 400);
    line(PEN, 10);
    send('pointermove', FINGER, 320);
    send('pointermove', PALM, 420);
    expect(strokes()).toEqual([[10, 3]]);
    expect(drawing()).toBeNull();
  });

  it('makes touches that come down while it is down draw nothing, even after it is gone', () => {
    press(PEN, 10, 0);
    press(PALM, 300, 5);
    send('pointermove', PALM, 340, 6);
    send('pointermove', PEN, 60, 7);
    send('pointerup', PEN, 60, 8);
    send('pointermove', PALM, 380, 2000);
    send('pointerup', PALM, 380, 2000);
    expect(strokes()).toEqual([[10, 3]]);
  });

  it('makes touches draw nothing while it is down, even after its stroke was undone', () => {
    press(PEN, 10, 0);
    state = undoChange(state);
    line(FINGER, 200, 1000);
    expect(strokes()).toEqual([]);
  });

  it('makes touches draw nothing for half a second after it was lifted', () => {
    line(PEN, 10, 1000);
    line(FINGER, 200, 1499);
    expect(strokes()).toEqual([[10, 3]]);
    line(FINGER, 300, 1500);
    expect(strokes()).toEqual([
      [10, 3],
      [300, 3],
    ]);
  });

  it.each(['pointercancel', 'lostpointercapture'])('keeps its stroke at %s, and is gone from then on', (type) => {
    press(PEN, 10, 0);
    send('pointermove', PEN, 60, 10);
    send(type, PEN, 0, 20);
    expect(strokes()).toEqual([[10, 2]]);
    line(FINGER, 200, 519);
    expect(strokes()).toEqual([[10, 2]]);
    line(FINGER, 200, 520);
    expect(strokes()).toHaveLength(2);
  });

  it('that hovers counts as gone, although its lift was never reported', () => {
    press(PEN, 10, 0);
    send('pointermove', { ...PEN, isTrusted: true, buttons: 2 }, 60, 10);
    expect(drawing(), 'its barrel button is not a lift').toBe(3);
    send('pointermove', { ...PEN, isTrusted: true, buttons: 0 }, 70, 20);
    expect(drawing()).toBeNull();
    line(FINGER, 200, 600);
    expect(strokes()).toEqual([
      [10, 2],
      [200, 3],
    ]);
  });

  it('does not take over from a mouse', () => {
    press(MOUSE, 200);
    send('pointermove', MOUSE, 240);
    line(PEN, 10);
    send('pointermove', MOUSE, 280);
    expect(strokes()).toEqual([[200, 3]]);
  });

  it('with another button pressed neither takes over nor blocks touches', () => {
    press(FINGER, 200);
    press({ ...PEN, button: 5 }, 10);
    send('pointermove', FINGER, 240);
    send('pointerup', FINGER, 240);
    line(FINGER, 300, 10);
    expect(strokes()).toHaveLength(2);
  });
});

describe('a touch', () => {
  it('that the system cancels has its stroke withdrawn, and redo brings it back', () => {
    line(FINGER, 200);
    press(FINGER, 300);
    send('pointermove', FINGER, 340);
    send('pointercancel', FINGER, 340);
    send('lostpointercapture', FINGER, 340);
    expect(strokes()).toEqual([[200, 3]]);
    expect(drawing()).toBeNull();
    state = redoChange(state);
    expect(strokes()).toEqual([
      [200, 3],
      [300, 2],
    ]);
    state = undoChange(undoChange(state));
    expect(strokes()).toEqual([]);
  });

  it('that left the pad and came back has its whole press withdrawn', () => {
    press(FINGER, 500);
    for (const x of [540, 500, 540, 450]) send('pointermove', FINGER, x);
    expect(strokes()).toHaveLength(3);
    send('pointercancel', FINGER, 450);
    expect(strokes()).toEqual([]);
    expect(toStrokes(redoChange(state).history.present)).toHaveLength(3);
  });

  it('that has drawn nothing withdraws nothing', () => {
    line(FINGER, 200);
    press(FINGER, -100);
    send('pointercancel', FINGER, -100);
    expect(strokes()).toEqual([[200, 3]]);
    expect(drawing()).toBeNull();
  });

  it('whose capture was lost keeps its stroke', () => {
    press(FINGER, 300);
    send('pointermove', FINGER, 340);
    send('lostpointercapture', FINGER, 340);
    expect(strokes()).toEqual([[300, 2]]);
    expect(drawing()).toBeNull();
  });

  it('other than the drawing one is ignored, cancelled or not', () => {
    press(FINGER, 200);
    press(PALM, 400);
    send('pointermove', PALM, 440);
    send('pointercancel', PALM, 440);
    send('pointermove', FINGER, 240);
    expect(strokes()).toEqual([[200, 2]]);
    expect(drawing()).toBe(1);
  });

  it('undone while it drew is not withdrawn a second time', () => {
    line(FINGER, 200);
    press(FINGER, 300);
    state = undoChange(state);
    send('pointercancel', FINGER, 300);
    expect(strokes()).toEqual([[200, 3]]);
  });
});

describe('a mouse', () => {
  it.each(['pointercancel', 'lostpointercapture'])('keeps its stroke at %s', (type) => {
    press(MOUSE, 200);
    send('pointermove', MOUSE, 240);
    send(type, MOUSE, 240);
    expect(strokes()).toEqual([[200, 2]]);
    expect(drawing()).toBeNull();
  });
});
