import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cellsUnder, createKernelCanvas } from '../../src/views/inspector/kernel/canvas.ts';
import { FakeCanvas } from '../fake-canvas.ts';
import { PALETTE } from '../palette.ts';

/** A picture of 3 × 3 cells, each 10 CSS px, that takes pointer events. */
class FakePicture extends EventTarget {
  readonly clientWidth = 30;
  readonly captured: number[] = [];
  readonly #canvas = new FakeCanvas(30, 30);
  width = 30;
  height = 30;
  getContext = () => this.#canvas.getContext();
  setAttribute() {}
  setPointerCapture(pointerId: number) {
    this.captured.push(pointerId);
  }
}

let picture: FakePicture;
let painted: Set<number>;
let stop: () => void;

function send(type: string, at: readonly [x: number, y: number], fields: Partial<PointerEvent> = {}): void {
  const event = new Event(type);
  const given = { pointerId: 1, isPrimary: true, buttons: 1, offsetX: at[0], offsetY: at[1], ...fields };
  for (const [name, value] of Object.entries(given)) Object.defineProperty(event, name, { value });
  picture.dispatchEvent(event);
}

beforeEach(() => {
  picture = new FakePicture();
  painted = new Set();
  vi.stubGlobal('window', { devicePixelRatio: 1 });
  vi.stubGlobal('document', { createElement: () => picture });
  const canvas = createKernelCanvas((cells) => {
    for (const cell of cells) painted.add(cell);
  });
  canvas.show(new Float32Array(9), 3, 1, PALETTE);
  stop = canvas.stop;
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a kernel is painted', () => {
  it('from where the pointer is pressed to where it is lifted, also outside', () => {
    send('pointermove', [5, 5]);
    send('pointerdown', [5, 15]);
    expect(picture.captured).toEqual([1]);
    send('pointermove', [900, 15]);
    send('pointermove', [900, 25]);
    send('pointermove', [25, 25]);
    send('pointerup', [25, 25], { buttons: 0 });
    send('pointermove', [5, 25]);
    expect([...painted]).toEqual([3, 4, 5, 8]);
  });

  it('by one finger, whatever a second one does', () => {
    send('pointerdown', [5, 5]);
    const second = { pointerId: 2, isPrimary: false };
    for (const type of ['pointerdown', 'pointermove', 'pointerup', 'lostpointercapture', 'pointerleave'])
      send(type, [25, 25], second);
    send('pointermove', [25, 5]);
    expect([...painted]).toEqual([0, 1, 2]);
  });

  it('with the first button, also while another is held', () => {
    send('pointerdown', [5, 5], { buttons: 2 });
    send('pointermove', [15, 5], { buttons: 2 });
    expect([...painted]).toEqual([]);
    send('pointerdown', [5, 5]);
    send('pointermove', [15, 5], { buttons: 3 });
    expect([...painted]).toEqual([0, 1]);
  });

  it.each([
    ['it is stopped', () => stop()],
    ['the pointer is taken away', () => send('pointercancel', [5, 5])],
    ['its lifting was not seen', () => send('pointermove', [5, 5], { buttons: 0 })],
  ])('until %s', (_, end) => {
    send('pointerdown', [5, 5]);
    end();
    send('pointermove', [25, 5]);
    expect([...painted]).toEqual([0]);
  });

  it('by a pointer that can’t be captured', () => {
    picture.setPointerCapture = () => {
      throw new Error('no such pointer');
    };
    send('pointerdown', [5, 5]);
    send('pointermove', [15, 5]);
    expect([...painted]).toEqual([0, 1]);
  });
});

describe('the cells under a stroke', () => {
  it('are all that it crosses, however far it goes beyond', () => {
    expect(cellsUnder([0.5, 0.5], [400.5, 0.5], 5)).toEqual([0, 1, 2, 3, 4]);
    expect(cellsUnder([2.5, 2.5], [2.5, -100], 5)).toEqual([12, 7, 2]);
    expect(cellsUnder([1.5, 1.5], [1.5, 1.5], 3)).toEqual([4]);
    expect(cellsUnder([-5, -1], [9, -1], 3)).toEqual([]);
  });
});
