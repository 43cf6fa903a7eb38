/** A pad without a browser, for tests of pointers: only what the page reads of pointer events and elements. */

import { setMaxListeners } from 'node:events';
import { vi } from 'vitest';
import { listenToPointers, type PointerActions } from '../src/ink/pointer.ts';

/** The fields of a PointerEvent that the page reads; nothing else of the browser is needed here. */
export interface Fields {
  pointerId?: number;
  pointerType?: string;
  button?: number;
  buttons?: number;
  clientX?: number;
  clientY?: number;
  timeStamp?: number;
  isPrimary?: boolean;
  isTrusted?: boolean;
  getCoalescedEvents?: () => Event[];
}

export function pointerEvent(type: string, fields: Fields): Event {
  const event = new Event(type, { cancelable: true });
  const given = {
    pointerId: 1,
    pointerType: 'mouse',
    button: 0,
    buttons: 1,
    clientX: 0,
    clientY: 0,
    isPrimary: true,
    ...fields,
  };
  for (const [name, value] of Object.entries(given)) Object.defineProperty(event, name, { value });
  return event;
}

class FakePad extends EventTarget {
  left = 100;
  side = 512;
  layouts = 0;
  captured: number[] = [];
  getBoundingClientRect() {
    this.layouts++;
    return { left: this.left, top: 50, width: this.side, height: this.side };
  }
  setPointerCapture(pointerId: number) {
    this.captured.push(pointerId);
  }
  focus() {}
}

// All of a pad's listeners share one signal, more than Node expects.
setMaxListeners(50);

/** A pad of 512 CSS px, 8 pad units each, with its corner at (100, 50), in its own window, with its listeners. */
export function fakePad(actions: PointerActions) {
  vi.stubGlobal('window', Object.assign(new EventTarget(), { visualViewport: new EventTarget() }));
  vi.stubGlobal('document', { activeElement: null, documentElement: {} });
  /** The elements whose size is watched, and the call that reports a change. */
  const sizes = { observed: [] as unknown[], resized: () => {} };
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(changed: () => void) {
        sizes.resized = changed;
      }
      observe(element: unknown) {
        sizes.observed.push(element);
      }
      disconnect() {
        sizes.observed = [];
      }
    },
  );
  const pad = new FakePad();
  const stop = listenToPointers(pad as unknown as HTMLElement, actions);
  return {
    pad,
    sizes,
    stop,
    /** A press on the pad; all other events arrive at the window, as captured and bubbling events do. */
    press(fields: Fields = {}): Event {
      const event = pointerEvent('pointerdown', { clientX: 100, clientY: 50, timeStamp: 0, ...fields });
      pad.dispatchEvent(event);
      return event;
    },
    send(type: string, fields: Fields): void {
      window.dispatchEvent(pointerEvent(type, fields));
    },
  };
}
