import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenToPointing } from '../../src/views/diagram/pointing.ts';
import { listenToAsking } from '../../src/views/inspector/asking.ts';
import { listenToStage } from '../../src/views/stage.ts';
import { pointerEvent } from '../fake-pointers.ts';

class FakeDocument extends EventTarget {
  documentElement = {};
  fullscreenElement: object | null = null;
}

class FakeElement extends EventTarget {
  ownerDocument = new FakeDocument();
  classList = { toggle() {} };
  button: FakeElement | null = null;
  querySelector() {
    this.button ??= new FakeElement();
    return this.button;
  }
  getBoundingClientRect() {
    return { left: 0, top: 0 };
  }
}

const asElement = (fake: FakeElement) => fake as unknown as HTMLElement;

beforeEach(() => {
  vi.stubGlobal('HTMLElement', FakeElement);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('Escape', () => {
  function makeStage(selected: boolean) {
    const state = { on: true, selected };
    const root = new FakeElement();
    const page = root.ownerDocument;
    const actions = {
      choose: () => Object.assign(state, { on: false }),
      release: () => Object.assign(state, { selected: false }),
      point() {},
      pin() {},
    };
    const isSelected = () => state.selected;
    listenToAsking(asElement(root), actions, isSelected);
    listenToStage(asElement(root), actions, { isOn: () => state.on, isSelected });
    const pressEscape = () =>
      page.dispatchEvent(Object.assign(new Event('keydown', { cancelable: true }), { key: 'Escape' }));
    const leaveFullScreen = () => page.dispatchEvent(new Event('fullscreenchange'));
    return { state, pressEscape, leaveFullScreen };
  }

  it('lets go what is selected before it ends projector mode', () => {
    const { state, pressEscape } = makeStage(true);
    pressEscape();
    expect(state).toEqual({ on: true, selected: false });
    pressEscape();
    expect(state.on).toBe(false);
  });

  it('does so too where the browser ends the full screen and keeps the key to itself', () => {
    const { state, leaveFullScreen } = makeStage(true);
    leaveFullScreen();
    expect(state).toEqual({ on: true, selected: false });
    leaveFullScreen();
    expect(state.on).toBe(false);
  });

  it('does one thing where the browser ends the full screen and tells of the key', () => {
    const { state, pressEscape, leaveFullScreen } = makeStage(true);
    pressEscape();
    leaveFullScreen();
    expect(state).toEqual({ on: true, selected: false });
    pressEscape();
    leaveFullScreen();
    expect(state.on).toBe(false);
  });
});

describe('what a resting pointer points at', () => {
  const MAP = { layer: 'map1', map: 2 } as const;

  it('is nothing once the parts have moved below it', () => {
    const area = new FakeElement();
    const point = vi.fn();
    const partsMoved = listenToPointing(asElement(area), () => MAP, { point, pin() {} });
    partsMoved();
    expect(point, 'a part that has the focus stays pointed at').not.toHaveBeenCalled();
    area.dispatchEvent(pointerEvent('pointermove', { clientX: 3, clientY: 4 }));
    expect(point).toHaveBeenLastCalledWith(MAP);
    partsMoved();
    expect(point).toHaveBeenLastCalledWith(null);
  });
});
