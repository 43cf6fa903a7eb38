import { describe, expect, it, vi } from 'vitest';
import { createLoop } from '../../src/app/loop.ts';
import { createStore } from '../../src/app/store.ts';
import { initialState } from '../../src/state/state.ts';

describe('the frame loop', () => {
  const frames: ((time: number) => void)[] = [];
  const clock = {
    requestFrame: (callback: (time: number) => void) => void frames.push(callback),
    now: () => 77,
  };
  const runFrame = (time = 0) => {
    for (const callback of frames.splice(0)) callback(time);
  };

  it('renders once per frame however often something changes, and requests no frame when nothing does', () => {
    const render = vi.fn();
    const loop = createLoop(render, clock);
    loop.markDirty();
    loop.markDirty();
    expect(render).not.toHaveBeenCalled();
    expect(frames).toHaveLength(1);
    runFrame();
    expect(render).toHaveBeenCalledTimes(1);
    expect(frames).toHaveLength(0);
    loop.markDirty();
    runFrame();
    expect(render).toHaveBeenCalledTimes(2);
  });

  it('renders at once when flushed, and the frame already requested then does nothing', () => {
    const render = vi.fn();
    const loop = createLoop(render, clock);
    loop.flush();
    expect(render).not.toHaveBeenCalled();
    loop.markDirty();
    loop.flush();
    runFrame();
    expect(render).toHaveBeenCalledTimes(1);
  });

  it('continues after a render that failed', () => {
    const render = vi.fn().mockImplementationOnce(() => {
      throw new Error('once');
    });
    const loop = createLoop(render, clock);
    loop.markDirty();
    expect(runFrame).toThrow('once');
    loop.markDirty();
    runFrame();
    expect(render).toHaveBeenCalledTimes(2);
  });

  it('passes on the time of the frame, or the current time if it cannot wait for one', () => {
    const render = vi.fn();
    const loop = createLoop(render, clock);
    loop.markDirty();
    runFrame(1234.5);
    expect(render).toHaveBeenLastCalledWith(1234.5);
    loop.markDirty();
    loop.flush();
    expect(render).toHaveBeenLastCalledWith(77);
    runFrame();
  });
});

describe('the store', () => {
  it('reports changes, and nothing else', () => {
    const surroundings = { dark: false, forcedColors: false, printing: false };
    const changed = vi.fn();
    const store = createStore(initialState({ surroundings }), changed);
    const before = store.state;
    store.change((state) => state);
    expect(changed).not.toHaveBeenCalled();
    store.change((state) => ({ ...state, swapped: true }));
    expect(changed).toHaveBeenCalledExactlyOnceWith(store.state, before);
    expect(store.state.swapped).toBe(true);
  });
});
