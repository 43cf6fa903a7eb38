/**
 * From the browser's pointer events, which no other code handles, to the capture rules. This module makes sure that no
 * sample is lost or comes twice, and that drawing does not scroll, zoom or select.
 */

import { cancel, type Inking, lift, move, type PenSample, press } from './capture.ts';
import { PAD_SIDE } from './drawing.ts';

/** What pointers do to the current drawing. These functions must not paint. */
export interface PointerActions {
  /** Applies a step of the capture rules. */
  ink(step: (inking: Inking) => Inking): void;
  /** Takes back what this pointer, a palm, has drawn since it came down. */
  withdraw(pointerId: number): void;
}

const PRIMARY_BUTTON = 0;
const PRIMARY_BUTTON_HELD = 1;
/** For this many ms after the pen is lifted, a touch may still be a palm. */
const PALM_AFTER_PEN_MS = 500;

/**
 * Listens to the pad's pointers until the returned function is called. A pointer pressed on the pad is followed wherever
 * it goes, whether or not the browser lets it be captured.
 *
 * While a pen writes, a touch is a palm: the pen takes over from it, and touches that come down while the pen is there or
 * soon after draw nothing until they are lifted. A touch that the system cancels was a palm, too.
 */
export function listenToPointers(pad: HTMLElement, { ink, withdraw }: PointerActions): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const rectangle = followRectangle(pad, signal);
  /** The kind (mouse, touch, pen) of each pointer that was pressed on the pad and has not been lifted, by id. */
  const pressed = new Map<number, string>();
  /** When a pen was last lifted or lost, in ms. */
  let penGone = Number.NEGATIVE_INFINITY;

  function sampleOf(event: PointerEvent): PenSample {
    const { left, top, width, height } = rectangle.current();
    return {
      pointerId: event.pointerId,
      x: ((event.clientX - left) / width) * PAD_SIDE,
      y: ((event.clientY - top) / height) * PAD_SIDE,
      unitsPerPixel: PAD_SIDE / width,
      time: event.timeStamp,
    };
  }

  /** Ends a pointer's stroke, and keeps it. */
  function lose(pointerId: number, time: number): void {
    if (forget(pointerId, time)) ink((inking) => cancel(inking, pointerId));
  }

  /** Stops following a pointer. Returns whether it was followed. */
  function forget(pointerId: number, time: number): boolean {
    if (pressed.get(pointerId) === 'pen') penGone = time;
    return pressed.delete(pointerId);
  }

  function takeAway(pointerId: number, time: number): void {
    if (forget(pointerId, time)) withdraw(pointerId);
  }

  function isPalm({ pointerType, timeStamp }: PointerEvent): boolean {
    if (pointerType !== 'touch') return false;
    return timeStamp - penGone < PALM_AFTER_PEN_MS || [...pressed.values()].includes('pen');
  }

  function onPress(event: PointerEvent): void {
    // Other buttons, including a pen's barrel button and eraser, do not draw.
    if (event.button !== PRIMARY_BUTTON) return;
    event.preventDefault();
    if (isPalm(event)) return;
    for (const [pointerId, kind] of pressed) {
      if (event.pointerType === 'pen' && kind === 'touch') takeAway(pointerId, event.timeStamp);
      else if (isOnlyOneOfItsKind(event) && kind === event.pointerType && pointerId !== event.pointerId)
        lose(pointerId, event.timeStamp);
    }
    pressed.set(event.pointerId, event.pointerType);
    try {
      pad.setPointerCapture(event.pointerId);
    } catch {
      // A pointer made by a script can't be captured; the window's listeners follow it all the same.
    }
    // The default action, prevented above, would have moved the focus.
    if (document.activeElement !== pad) pad.focus({ preventScroll: true });
    rectangle.refresh();
    const sample = sampleOf(event);
    ink((inking) => press(inking, sample));
  }

  function onMove(event: PointerEvent): void {
    if (!pressed.has(event.pointerId)) return;
    if (wasLetGoUnseen(event)) {
      lose(event.pointerId, event.timeStamp);
      return;
    }
    const samples = eventsOf(event).map(sampleOf);
    ink((inking) => samples.reduce(move, inking));
  }

  function onLift(event: PointerEvent): void {
    if (!forget(event.pointerId, event.timeStamp)) return;
    const sample = sampleOf(event);
    ink((inking) => lift(inking, sample));
  }

  function onCancel({ pointerId, timeStamp }: PointerEvent): void {
    if (pressed.get(pointerId) === 'touch') takeAway(pointerId, timeStamp);
    else lose(pointerId, timeStamp);
  }

  function onContextMenu(event: MouseEvent): void {
    // A long press is a slow stroke here, so it opens no menu; a mouse still opens its menu.
    const byTouch = 'pointerType' in event && (event.pointerType === 'touch' || event.pointerType === 'pen');
    if (pressed.size > 0 || byTouch) event.preventDefault();
  }

  pad.addEventListener('pointerdown', onPress, { signal });
  pad.addEventListener('contextmenu', onContextMenu, { signal });
  // For browsers where `touch-action: none` is not enough.
  for (const type of ['touchstart', 'touchmove'] as const) {
    pad.addEventListener(type, (event) => event.cancelable && event.preventDefault(), { signal, passive: false });
  }
  // On the window and before any target: every event is seen exactly once, captured or not, bubbling or not.
  const everywhere = { signal, capture: true };
  window.addEventListener('pointermove', onMove, everywhere);
  window.addEventListener('pointerup', onLift, everywhere);
  window.addEventListener('pointercancel', onCancel, everywhere);
  window.addEventListener('lostpointercapture', (event) => lose(event.pointerId, event.timeStamp), everywhere);
  return () => listening.abort();
}

/** The moves coalesced into an event, or the event itself if the browser lists none. */
function eventsOf(event: PointerEvent): readonly PointerEvent[] {
  const coalesced = event.getCoalescedEvents?.() ?? [];
  return coalesced.length > 0 ? coalesced : [event];
}

/** A browser calls one pointer of a kind primary at a time: when the next comes down, the last one must be gone. */
function isOnlyOneOfItsKind(event: PointerEvent): boolean {
  return event.isTrusted && event.isPrimary;
}

/**
 * Whether a pointer's lift was missed: a mouse moves with its button up, or a pen hovers. Events made by scripts often
 * leave `buttons` out, so they don't count. A pen's barrel button, pressed while it writes, may hide its contact.
 */
function wasLetGoUnseen({ isTrusted, pointerType, buttons }: PointerEvent): boolean {
  if (!isTrusted) return false;
  return pointerType === 'pen' ? buttons === 0 : pointerType === 'mouse' && (buttons & PRIMARY_BUTTON_HELD) === 0;
}

/** In CSS px, in the coordinates of clientX and clientY. Plain numbers: a DOMRect's are asked of the browser each time. */
interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface FollowedRectangle {
  current(): Rectangle;
  refresh(): void;
}

/** Knows the pad's rectangle without forcing a layout at every event: it is measured again after what may move it. */
function followRectangle(pad: HTMLElement, signal: AbortSignal): FollowedRectangle {
  let rectangle: Rectangle | null = null;
  const refresh = () => {
    rectangle = null;
  };
  window.addEventListener('resize', refresh, { signal });
  window.addEventListener('scroll', refresh, { signal, capture: true, passive: true });
  window.visualViewport?.addEventListener('resize', refresh, { signal });
  window.visualViewport?.addEventListener('scroll', refresh, { signal });
  const resizes = new ResizeObserver(refresh);
  resizes.observe(pad);
  resizes.observe(document.documentElement);
  signal.addEventListener('abort', () => resizes.disconnect());
  return {
    current() {
      if (rectangle === null) {
        const { left, top, width, height } = pad.getBoundingClientRect();
        rectangle = { left, top, width, height };
      }
      return rectangle;
    },
    refresh,
  };
}
