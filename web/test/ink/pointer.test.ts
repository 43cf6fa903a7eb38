import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Inking } from '../../src/ink/capture.ts';
import { emptyDrawing } from '../../src/ink/drawing.ts';
import { type Fields, fakePad, pointerEvent } from '../fake-pointers.ts';
import { toStrokes } from '../support.ts';

let inking: Inking;
let fake: ReturnType<typeof fakePad>;

beforeEach(() => {
  inking = { drawing: emptyDrawing(), pressed: null };
  fake = fakePad({
    ink: (step) => {
      inking = step(inking);
    },
    withdraw: () => {},
  });
});

afterEach(() => {
  fake.stop();
  vi.unstubAllGlobals();
});

const press = (fields?: Fields): Event => fake.press(fields);
const send = (type: string, fields: Fields): void => fake.send(type, fields);
const places = () => toStrokes(inking.drawing).map((stroke) => stroke.map(([x, y]) => [x, y]));

describe('pointer events', () => {
  it('draw in pad units, from the pad’s corner', () => {
    press({ clientX: 100, clientY: 50 });
    send('pointermove', { clientX: 356, clientY: 306, timeStamp: 8 });
    send('pointerup', { clientX: 612, clientY: 562, timeStamp: 16 });
    expect(toStrokes(inking.drawing)).toEqual([
      [
        [0, 0, 0],
        [2048, 2048, 8],
        [4096, 4096, 16],
      ],
    ]);
    expect(inking.pressed).toBeNull();
    expect(fake.pad.captured).toEqual([1]);
  });

  it('draw every move the browser has coalesced, each at its own time', () => {
    press();
    const moves = [8, 16, 24].map((x) => pointerEvent('pointermove', { clientX: 100 + x, clientY: 50, timeStamp: x }));
    send('pointermove', { clientX: 124, clientY: 50, timeStamp: 24, getCoalescedEvents: () => moves });
    expect(toStrokes(inking.drawing)).toEqual([
      [
        [0, 0, 0],
        [64, 0, 8],
        [128, 0, 16],
        [192, 0, 24],
      ],
    ]);
  });

  it.each<[string, Fields]>([
    ['empty', { getCoalescedEvents: () => [] }],
    ['missing', {}],
  ])('whose list of coalesced events is %s stand for themselves', (_, fields) => {
    press();
    send('pointermove', { clientX: 110, clientY: 50, timeStamp: 5, ...fields });
    expect(places()).toEqual([
      [
        [0, 0],
        [80, 0],
      ],
    ]);
  });

  it('draw even if their pointer can’t be captured', () => {
    fake.pad.setPointerCapture = () => {
      throw new DOMException('No active pointer with the given id is found.', 'NotFoundError');
    };
    press();
    send('pointermove', { clientX: 200, clientY: 50 });
    expect(places()).toEqual([
      [
        [0, 0],
        [800, 0],
      ],
    ]);
  });

  it('of other buttons do not draw, and keep their default actions', () => {
    for (const button of [1, 2, 5]) expect(press({ button }).defaultPrevented).toBe(false);
    expect(press().defaultPrevented).toBe(true);
    expect(inking.drawing.points).toBe(1);
  });

  it('of a second pointer do not draw while the first does', () => {
    press();
    press({ pointerId: 2, clientX: 300 });
    send('pointermove', { pointerId: 2, clientX: 400 });
    send('pointermove', { clientX: 200, clientY: 50 });
    send('pointerup', { pointerId: 2, clientX: 500 });
    expect(places()).toEqual([
      [
        [0, 0],
        [800, 0],
      ],
    ]);
    expect(inking.pressed?.pointerId).toBe(1);
  });

  it.each(['pointercancel', 'lostpointercapture'])('named %s end the stroke with the points it has', (type) => {
    press();
    send('pointermove', { clientX: 200, clientY: 50 });
    send(type, { clientX: 0, clientY: 0 });
    send('pointermove', { clientX: 300, clientY: 50 });
    expect(places()).toEqual([
      [
        [0, 0],
        [800, 0],
      ],
    ]);
    expect(inking.pressed).toBeNull();
  });

  it('of a mouse that comes back with its button up end the stroke; a script’s events may leave buttons out', () => {
    press();
    send('pointermove', { clientX: 200, clientY: 50, buttons: 0 });
    expect(inking.drawing.points).toBe(2);
    send('pointermove', { clientX: 300, clientY: 50, buttons: 0, isTrusted: true });
    expect(inking.drawing.points).toBe(2);
    expect(inking.pressed).toBeNull();
  });

  it('let a new finger draw although the lift of the one before was never reported', () => {
    const touch = { pointerType: 'touch', isTrusted: true };
    press({ pointerId: 5, ...touch });
    press({ pointerId: 6, ...touch, clientX: 300 });
    expect(inking.pressed?.pointerId).toBe(6);
    expect(places()).toHaveLength(2);
  });

  it('measure the pad once per press, and again after anything that may have moved it', () => {
    press();
    for (let x = 0; x < 50; x++) send('pointermove', { clientX: 110 + 10 * x, clientY: 50 });
    expect(fake.pad.layouts).toBe(1);
    fake.pad.left = 0;
    fake.pad.side = 256;
    window.dispatchEvent(new Event('resize'));
    send('pointermove', { clientX: 128, clientY: 50 });
    send('pointermove', { clientX: 192, clientY: 50 });
    expect(fake.pad.layouts).toBe(2);
    expect(places()[0].slice(-2)).toEqual([
      [2048, 0],
      [3072, 0],
    ]);
  });

  it.each<[string, () => void]>([
    ['the window’s size', () => window.dispatchEvent(new Event('resize'))],
    ['the scroll position', () => window.dispatchEvent(new Event('scroll'))],
    ['the zoom', () => window.visualViewport?.dispatchEvent(new Event('resize'))],
    ['the place of the zoomed part', () => window.visualViewport?.dispatchEvent(new Event('scroll'))],
    ['the pad’s own size', () => fake.sizes.resized()],
  ])('measure the pad again after a change of %s', (_, change) => {
    press();
    send('pointermove', { clientX: 200, clientY: 50 });
    expect(fake.pad.layouts).toBe(1);
    change();
    send('pointermove', { clientX: 300, clientY: 50 });
    expect(fake.pad.layouts).toBe(2);
  });

  it('by touch neither scroll the page nor open a menu on the pad; a mouse’s menu stays', () => {
    const sent = (type: string, fields: Fields) => {
      const event = pointerEvent(type, fields);
      fake.pad.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(sent('touchstart', {})).toBe(true);
    expect(sent('touchmove', {})).toBe(true);
    expect(sent('contextmenu', { pointerType: 'touch' })).toBe(true);
    expect(sent('contextmenu', { pointerType: 'mouse' })).toBe(false);
  });

  it('are ignored after listening has stopped', () => {
    press();
    expect(fake.sizes.observed).toEqual([fake.pad, document.documentElement]);
    fake.stop();
    expect(fake.sizes.observed).toEqual([]);
    send('pointermove', { clientX: 300, clientY: 50 });
    press({ clientX: 200 });
    expect(inking.drawing.points).toBe(1);
  });
});
