import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEasel, type Deriving, type Painter, type Pictures } from '../../src/views/painting/easel.ts';
import { createStudio } from '../../src/views/painting/studio.ts';
import { createLater, serve, type WorkerMessage } from '../../src/views/painting/worker.ts';
import { asCanvas, FakeCanvas } from '../fake-canvas.ts';

interface Parts {
  readonly size: { width: number; height: number; ratio: number };
  readonly word: string;
  readonly color: string;
}

const size = { width: 10, height: 10, ratio: 1 };
let painted: [picture: string, parts: Partial<Parts>][];

/** Any pictures: nothing here knows the page's. */
const painterOf = (name: string, needs: readonly (keyof Parts)[]): Painter<Parts> => ({
  needs,
  sizeOf: (parts) => parts.size,
  paint: (_, parts) => painted.push([name, Object.fromEntries(needs.map((part) => [part, parts[part]]))]),
});
const pictures: Pictures<Parts> = {
  sketch: () => painterOf('sketch', ['size', 'word']),
  wash: () => painterOf('wash', ['size', 'color']),
};

class PageCanvas extends FakeCanvas {
  className = '';
  constructor() {
    super(1, 1);
  }
  setAttribute() {}
  remove() {
    holder.canvases.delete(this.className);
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
}

const holder = {
  canvases: new Map<string, PageCanvas>(),
  querySelector: (selector: string) => holder.canvases.get(selector.slice(1)) ?? null,
  prepend(canvas: PageCanvas) {
    holder.canvases.set(canvas.className, canvas);
  },
};
const hangAt = holder as unknown as HTMLElement;

beforeEach(() => {
  painted = [];
  FakeWorker.all = [];
  holder.canvases.clear();
  vi.stubGlobal('document', { createElement: () => new PageCanvas() });
  vi.stubGlobal('HTMLCanvasElement', PageCanvas);
  vi.stubGlobal('OffscreenCanvas', FakeCanvas);
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('URL', { createObjectURL: () => 'blob:1', revokeObjectURL: () => {} });
});

afterEach(() => vi.unstubAllGlobals());

const asGiven: Deriving<Parts> = (_, changed) => changed;
/** Works out a louder word where pictures are painted. */
const louder: Deriving<Parts> = ({ word }, changed) =>
  'word' in changed && word ? { ...changed, word: `${word}!` } : changed;

const taskEnds = () => new Promise<void>((done) => setTimeout(done));

function open(derive = asGiven) {
  const studio = createStudio(pictures, 'the script', derive);
  studio.hang('sketch', hangAt);
  studio.hang('wash', hangAt, 'colours');
  return studio;
}

describe('a studio', () => {
  it('sends one worker the canvases, then what changed, all of a task in one message', async () => {
    const studio = open();
    expect(FakeWorker.all).toHaveLength(1);
    const [{ sent }] = FakeWorker.all;
    expect(sent).toEqual([
      { name: 'sketch', canvas: holder.canvases.get('sketch-canvas') },
      { name: 'wash', canvas: holder.canvases.get('colours') },
    ]);
    studio.give({ size, word: 'one' });
    studio.give({ word: 'two' });
    studio.give({});
    expect(sent).toHaveLength(2);
    await taskEnds();
    expect(sent.slice(2)).toEqual([{ size, word: 'two' }]);
    studio.give({});
    await taskEnds();
    expect(sent, 'what changes nothing is no message').toHaveLength(3);
    studio.give({ color: 'red' });
    await taskEnds();
    expect(sent.slice(3)).toEqual([{ color: 'red' }]);
    expect(painted, 'the page itself paints nothing').toEqual([]);
  });

  it('paints on the page, from all that is known, once the worker fails', async () => {
    const studio = open();
    studio.give({ size, word: 'one' });
    await taskEnds();
    const [worker] = FakeWorker.all;
    const first = holder.canvases.get('sketch-canvas');
    worker.dispatchEvent(new Event('error'));
    expect(worker.ended).toBe(true);
    expect(holder.canvases.get('sketch-canvas')).not.toBe(first);
    studio.give({ word: 'two' });
    await taskEnds();
    expect(painted).toEqual([
      ['sketch', { size, word: 'one' }],
      ['sketch', { size, word: 'two' }],
    ]);
  });

  it.each([
    ['has no worker', () => vi.stubGlobal('Worker', undefined)],
    ['has no canvas for workers', () => vi.stubGlobal('OffscreenCanvas', undefined)],
    ['can hand no canvas to a worker', () => vi.stubGlobal('HTMLCanvasElement', FakeCanvas)],
    [
      'refuses the worker',
      () =>
        vi.stubGlobal('Worker', () => {
          throw new Error('refused');
        }),
    ],
  ])('paints on the page where the browser %s', async (_, without) => {
    without();
    open().give({ size, word: 'one' });
    await taskEnds();
    expect(painted).toEqual([['sketch', { size, word: 'one' }]]);
    expect(holder.canvases.get('sketch-canvas')?.className).toBe('sketch-canvas');
  });

  it('has a still for paper, painted at once, with parts that only the still shows', () => {
    const studio = open();
    studio.give({ size, word: 'one' });
    const large = { ...size, ratio: 3 };
    const still = studio.still('sketch', { size: large });
    expect(painted).toEqual([['sketch', { size: large, word: 'one' }]]);
    expect([still.className, still.width]).toEqual(['sketch-still', 30]);
  });

  it('sends what parts are worked out from, and works them out only where it paints itself', async () => {
    const studio = open(louder);
    studio.give({ size, word: 'one' });
    await taskEnds();
    const [worker] = FakeWorker.all;
    expect(worker.sent.slice(2)).toEqual([{ size, word: 'one' }]);
    studio.still('sketch', {});
    worker.dispatchEvent(new Event('error'));
    studio.give({ size: { ...size, ratio: 2 } });
    await taskEnds();
    expect(painted.map(([, { word }]) => word)).toEqual(['one!', 'one!', 'one!']);
  });
});

describe('the worker', () => {
  it('paints what has changed when no message waits any more', () => {
    const scope = {
      onmessage: null as ((event: MessageEvent<WorkerMessage<Parts>>) => void) | null,
      postMessage: vi.fn(),
    };
    const waiting: (() => void)[] = [];
    serve(scope, pictures, (run) => waiting.push(run), asGiven);
    expect(scope.postMessage, 'it is there').toHaveBeenCalledExactlyOnceWith('ready');
    const send = (data: unknown) => scope.onmessage?.({ data } as MessageEvent<WorkerMessage<Parts>>);
    for (const name of ['sketch', 'wash']) send({ name, canvas: asCanvas(new FakeCanvas(1, 1)) });
    send({ size });
    send({ word: 'one' });
    send({ word: 'two' });
    expect(painted).toEqual([]);
    expect(waiting).toHaveLength(1);
    waiting.pop()?.();
    expect(painted).toEqual([['sketch', { size, word: 'two' }]]);
    send({ color: 'red' });
    waiting.pop()?.();
    expect(painted.slice(1), 'a picture that shows no colour is left as it is').toEqual([
      ['wash', { size, color: 'red' }],
    ]);
    expect(scope.postMessage, 'and need not say so every time').toHaveBeenCalledTimes(1);
  });

  it('works out what it was not sent, and keeps it', () => {
    const scope = {
      onmessage: null as ((event: MessageEvent<WorkerMessage<Parts>>) => void) | null,
      postMessage: vi.fn(),
    };
    const waiting: (() => void)[] = [];
    serve(scope, pictures, (run) => waiting.push(run), louder);
    const send = (data: unknown) => scope.onmessage?.({ data } as MessageEvent<WorkerMessage<Parts>>);
    send({ name: 'sketch', canvas: asCanvas(new FakeCanvas(1, 1)) });
    send({ size, word: 'one' });
    waiting.pop()?.();
    send({ size: { ...size, ratio: 2 } });
    waiting.pop()?.();
    expect(painted.map(([, { word }]) => word)).toEqual(['one!', 'one!']);
  });

  it('runs later what it is asked to, each time once', async () => {
    const later = createLater();
    const done: number[] = [];
    for (const number of [1, 2]) {
      await new Promise<void>((resolve) => {
        later(() => {
          done.push(number);
          resolve();
        });
        expect(done).not.toContain(number);
      });
    }
    expect(done).toEqual([1, 2]);
  });
});

describe('an easel', () => {
  it('paints once it has all that is needed, again when any of it changes, with as many pixels as the size says', () => {
    const canvas = new FakeCanvas(1, 1);
    const easel = createEasel(asCanvas(canvas), painterOf('sketch', ['size', 'word']));
    easel.paint({ word: 'one' }, { word: 'one' });
    expect(painted).toEqual([]);
    const sharp = { width: 100, height: 50.4, ratio: 2 };
    easel.paint({ word: 'one', size: sharp }, { size: sharp });
    easel.paint({ word: 'one', size: sharp, color: 'red' }, { color: 'red' });
    expect(painted).toEqual([['sketch', { size: sharp, word: 'one' }]]);
    expect([canvas.width, canvas.height]).toEqual([200, 101]);
    expect(canvas.calls.at(-1)).toEqual(['setTransform', 2, 0, 0, 101 / 50.4, 0, 0]);
  });
});
