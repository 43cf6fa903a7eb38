import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPaintedCanvas, type PictureKind } from '../../src/views/painting/painted-canvas.ts';
import { serve } from '../../src/views/painting/worker.ts';
import { asCanvas, FakeCanvas } from '../fake-canvas.ts';

interface Parts {
  readonly size: { width: number; height: number; ratio: number };
  readonly word: string;
}

const size = { width: 10, height: 10, ratio: 1 };
let painted: Parts[];

/** A kind of picture unrelated to the diagram. */
const kind: PictureKind<Parts> = {
  name: 'sketch',
  workerScript: 'the script',
  createPainter: () => ({ needs: ['size', 'word'], paint: (_, parts) => painted.push(parts) }),
};

class PageCanvas extends FakeCanvas {
  className = '';
  constructor() {
    super(1, 1);
  }
  setAttribute() {}
  remove() {
    holder.canvas = null;
  }
  transferControlToOffscreen() {
    return this;
  }
}

class FakeWorker extends EventTarget {
  static all: FakeWorker[] = [];
  sent: unknown[] = [];
  ended = false;
  constructor() {
    super();
    FakeWorker.all.push(this);
  }
  postMessage(message: unknown) {
    this.sent.push(message);
  }
  terminate() {
    this.ended = true;
  }
  ready() {
    this.dispatchEvent(new Event('message'));
  }
}

const holder = {
  canvas: null as PageCanvas | null,
  querySelector: (selector: string) => (selector === '.sketch-canvas' ? holder.canvas : null),
  prepend(canvas: PageCanvas) {
    holder.canvas = canvas;
  },
};

beforeEach(() => {
  painted = [];
  FakeWorker.all = [];
  holder.canvas = null;
  vi.stubGlobal('document', { createElement: () => new PageCanvas() });
  vi.stubGlobal('OffscreenCanvas', FakeCanvas);
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('URL', { createObjectURL: () => 'blob:1', revokeObjectURL: () => {} });
});

afterEach(() => vi.unstubAllGlobals());

const make = () => createPaintedCanvas(holder as unknown as HTMLElement, kind);

describe('a painted canvas', () => {
  it('sends a worker the canvas, then the changes, merging those that arrive while it is busy', () => {
    const canvas = make();
    const [worker] = FakeWorker.all;
    canvas.paint({ size, word: 'one' });
    canvas.paint({ word: 'two' });
    expect(worker.sent).toEqual([{ canvas: holder.canvas }]);
    worker.ready();
    expect(worker.sent.slice(1)).toEqual([{ size, word: 'two' }]);
    canvas.paint({ word: 'three' });
    expect(worker.sent).toHaveLength(2);
    worker.ready();
    worker.ready();
    canvas.paint({});
    canvas.paint({ word: 'four' });
    expect(worker.sent.slice(2)).toEqual([{ word: 'three' }, { word: 'four' }]);
    expect(painted, 'the page itself paints nothing').toEqual([]);
  });

  it('is painted by the page, from everything given so far, once its worker fails', () => {
    const canvas = make();
    canvas.paint({ size, word: 'one' });
    const [worker] = FakeWorker.all;
    const first = holder.canvas;
    worker.dispatchEvent(new Event('error'));
    expect(worker.ended).toBe(true);
    expect(holder.canvas).not.toBe(first);
    canvas.paint({ word: 'two' });
    expect(painted).toEqual([
      { size, word: 'one' },
      { size, word: 'two' },
    ]);
  });

  it.each([
    ['has no worker', () => vi.stubGlobal('Worker', undefined)],
    ['has no canvas for workers', () => vi.stubGlobal('OffscreenCanvas', undefined)],
    [
      'refuses the worker',
      () =>
        vi.stubGlobal('Worker', () => {
          throw new Error('refused');
        }),
    ],
  ])('is painted by the page if the browser %s', (_, without) => {
    without();
    make().paint({ size, word: 'one' });
    expect(painted).toEqual([{ size, word: 'one' }]);
    expect(holder.canvas?.className).toBe('sketch-canvas');
  });

  it('has a still for printing, painted at once, with changes that only the still shows', () => {
    const canvas = make();
    canvas.paint({ size, word: 'one' });
    const large = { ...size, ratio: 3 };
    const still = canvas.still({ size: large });
    expect(painted).toEqual([{ size: large, word: 'one' }]);
    expect([still.className, still.width]).toEqual(['sketch-still', 30]);
  });
});

describe('the worker', () => {
  it('paints what it receives onto the canvas that came first, and reports ready after each message', () => {
    const scope = { onmessage: null as ((event: MessageEvent) => void) | null, postMessage: vi.fn() };
    serve(scope, kind.createPainter);
    const send = (data: unknown) => scope.onmessage?.({ data } as MessageEvent);
    send({ canvas: asCanvas(new FakeCanvas(1, 1)) });
    send({ size });
    send({ word: 'one' });
    send({ word: 'two' });
    expect(painted.map(({ word }) => word)).toEqual(['one', 'two']);
    expect(scope.postMessage.mock.calls).toEqual([['ready'], ['ready'], ['ready'], ['ready']]);
  });
});
