/**
 * From the browser's pointer events to the capture rules: the only code that knows them. It sees to it that no sample is
 * lost, none comes twice, and that drawing neither scrolls, zooms nor selects.
 */

import { cancel, type Inking, lift, move, type PenSample, press } from './capture.ts';
import { PAD_SIDE } from './drawing.ts';

/** Lets a step of the capture rules happen to the drawing as it stands. Nothing may be drawn on the way. */
export type StepHandler = (step: (inking: Inking) => Inking) => void;

const PRIMARY_BUTTON = 0;
const PRIMARY_BUTTON_HELD = 1;

/**
 * Listens to the pad's pointers until the returned function is called. A pointer pressed on the pad is followed wherever
 * it goes, whether or not the browser lets it be captured.
 */
export function listenToPointers(pad: HTMLElement, takeStep: StepHandler): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const rectangle = followRectangle(pad, signal);
  /** The kind – mouse, touch, pen – of each pointer that was pressed on the pad and has not been lifted, by its id. */
  const pressed = new Map<number, string>();

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

  function lose(pointerId: number): void {
    if (pressed.delete(pointerId)) takeStep((inking) => cancel(inking, pointerId));
  }

  function onPress(event: PointerEvent): void {
    // Other buttons, among them a pen's barrel and its eraser, do not draw.
    if (event.button !== PRIMARY_BUTTON) return;
    event.preventDefault();
    for (const [pointerId, kind] of pressed) {
      if (isOnlyOneOfItsKind(event) && kind === event.pointerType && pointerId !== event.pointerId) lose(pointerId);
    }
    pressed.set(event.pointerId, event.pointerType);
    try {
      pad.setPointerCapture(event.pointerId);
    } catch {
      // A pointer made by a script can't be captured; the window's listeners follow it all the same.
    }
    // The default that was prevented would have moved the focus.
    if (document.activeElement !== pad) pad.focus({ preventScroll: true });
    rectangle.refresh();
    const sample = sampleOf(event);
    takeStep((inking) => press(inking, sample));
  }

  function onMove(event: PointerEvent): void {
    if (!pressed.has(event.pointerId)) return;
    if (wasLetGoUnseen(event)) {
      lose(event.pointerId);
      return;
    }
    const samples = eventsOf(event).map(sampleOf);
    takeStep((inking) => samples.reduce(move, inking));
  }

  function onLift(event: PointerEvent): void {
    if (!pressed.delete(event.pointerId)) return;
    const sample = sampleOf(event);
    takeStep((inking) => lift(inking, sample));
  }

  function onContextMenu(event: MouseEvent): void {
    // A long press is a slow stroke here; a mouse's own menu stays.
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
  window.addEventListener('pointercancel', (event) => lose(event.pointerId), everywhere);
  window.addEventListener('lostpointercapture', (event) => lose(event.pointerId), everywhere);
  return () => listening.abort();
}

/** The moves an event stands for; where the browser lists none, the event itself. */
function eventsOf(event: PointerEvent): readonly PointerEvent[] {
  const coalesced = event.getCoalescedEvents?.() ?? [];
  return coalesced.length > 0 ? coalesced : [event];
}

/** Of one kind of pointer, the browser calls one at a time primary: when the next comes, the last must have gone. */
function isOnlyOneOfItsKind(event: PointerEvent): boolean {
  return event.isTrusted && event.isPrimary;
}

/** A mouse moves with its button up though its lifting never arrived; scripts' events may well leave `buttons` out. */
function wasLetGoUnseen(event: PointerEvent): boolean {
  return event.isTrusted && event.pointerType === 'mouse' && (event.buttons & PRIMARY_BUTTON_HELD) === 0;
}

interface FollowedRectangle {
  /** In CSS px, as clientX and clientY count. */
  current(): DOMRect;
  refresh(): void;
}

/** Knows the pad's rectangle without asking for a layout at every event: it is read again after what may move it. */
function followRectangle(pad: HTMLElement, signal: AbortSignal): FollowedRectangle {
  let rectangle: DOMRect | null = null;
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
      rectangle ??= pad.getBoundingClientRect();
      return rectangle;
    },
    refresh,
  };
}
