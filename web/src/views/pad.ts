import { isEmpty, isFull, MAX_POINTS, PAD_SIDE } from '../ink/drawing.ts';
import { css, type Palette } from '../look/color.ts';
import type { Actions } from '../state/actions.ts';
import type { Frame } from '../state/frame.ts';
import { memoize } from '../state/memo.ts';
import { isPenDown, type State } from '../state/state.ts';
import { say } from '../text/words.ts';
import { type CanvasSize, contextOf, fitCanvas, watchSize } from './parts/canvas.ts';
import { create, need, setFlag, setText } from './parts/dom.ts';
import { createRest } from './parts/rest.ts';
import { penPlace, penState } from './pen-words.ts';
import { createSnapshots } from './snapshots.ts';
import { createStrokePainter } from './stroke-painter.ts';
import type { View } from './view.ts';

/** The keyboard's pen rests once it has not moved for so long, in ms. */
const PEN_REST_MS = 600;

/** The drawing as ink, the keyboard's pen, the invitation while the pad is empty, and the message when it is full. */
export function mountPad(root: HTMLElement, actions: Pick<Actions, 'refresh'>): View {
  const pad = need(root, '.pad', HTMLElement);
  const canvas = need(pad, '#ink', HTMLCanvasElement);
  const context = contextOf(canvas);
  // Over the settled ink, the end of the stroke under way, which the next point bends: so nothing is copied at a movement.
  const wet = create('canvas', 'wet');
  wet.setAttribute('aria-hidden', 'true');
  canvas.after(wet);
  const wetContext = contextOf(wet);
  const snapshots = createSnapshots<HTMLCanvasElement>({
    take: (old = create('canvas')) => {
      [old.width, old.height] = [canvas.width, canvas.height];
      contextOf(old).drawImage(canvas, 0, 0);
      return old;
    },
    putBack: (copy) => {
      context.clearRect(0, 0, PAD_SIDE, PAD_SIDE);
      context.drawImage(copy, 0, 0, PAD_SIDE, PAD_SIDE);
    },
  });
  const painter = createStrokePainter(context, wetContext, snapshots);
  const inkOf = memoize((palette: Palette) => css(palette.ink));
  const invitation = need(pad, '.invitation', HTMLElement);
  const full = need(pad, '.full', HTMLElement);
  const showPen = mountPen(pad);
  let size: CanvasSize | null = null;
  let resized = false;
  let shown: Frame | null = null;
  watchSize(canvas, (measured) => {
    size = measured;
    resized = true;
    actions.refresh();
  });

  function fitCanvases(measured: CanvasSize): void {
    for (const fitted of [context, wetContext]) {
      fitCanvas(fitted.canvas, fitted, measured);
      fitted.setTransform(canvas.width / PAD_SIDE, 0, 0, canvas.height / PAD_SIDE, 0, 0);
      fitted.imageSmoothingEnabled = false;
    }
    painter.forget();
  }

  return {
    update(frame, time) {
      const { drawing, palette, state } = frame;
      const before = shown;
      if (before === null || isEmpty(drawing) !== isEmpty(before.drawing))
        setFlag(invitation, 'hidden', !isEmpty(drawing));
      if (before?.words !== frame.words || isFull(drawing) !== isFull(before.drawing)) {
        const points = frame.numbers.count(MAX_POINTS);
        setText(full, isFull(drawing) ? say(frame.words, 'pad.full', { points }) : '');
      }
      if (
        before?.words !== frame.words ||
        state.pen !== before.state.pen ||
        isPenDown(state) !== isPenDown(before.state)
      )
        showPen(frame, time);
      shown = frame;
      if (size === null) return;
      // Printing scales what is there; a canvas blanked for a new size might be printed blank.
      const refit = resized && !state.surroundings.printing;
      if (refit) fitCanvases(size);
      if (before?.palette !== palette) painter.forget();
      // Time may go on from an earlier moment, and with it its last stroke.
      const open = isStrokeOpen(state);
      if (refit || before?.drawing !== drawing || before.palette !== palette || isStrokeOpen(before.state) !== open) {
        painter.paint(drawing, open, inkOf(palette));
      }
      if (refit) resized = false;
    },
  };
}

/** Whether the last stroke that is shown may still grow. */
function isStrokeOpen({ pressed, moment }: State): boolean {
  return pressed !== null || moment !== null;
}

/**
 * The keyboard's pen: a ring, filled while the pen is down. Screen readers announce at once when it goes down or up, and where it
 * is when it rests.
 */
function mountPen(pad: HTMLElement): (frame: Frame, time: number) => void {
  const pen = need(pad, '.pen', SVGSVGElement);
  const said = need(pad, '.pen-state', HTMLElement);
  let latest: Frame | null = null;
  const rest = createRest(PEN_REST_MS, () => {
    if (latest) setText(said, penPlace(latest));
  });
  return (frame, time) => {
    const { state } = frame;
    const told = penState(frame);
    if (latest === null || told !== penState(latest)) setText(said, told);
    latest = frame;
    setFlag(pen, 'hidden', state.pen === null);
    pen.classList.toggle('down', isPenDown(state));
    if (state.pen !== null) rest.note(time);
    if (state.pen === null) return;
    pen.style.left = `${(100 * state.pen.x) / PAD_SIDE}%`;
    pen.style.top = `${(100 * state.pen.y) / PAD_SIDE}%`;
  };
}
