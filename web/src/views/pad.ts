import { isEmpty, isFull, MAX_POINTS, PAD_SIDE } from '../ink/drawing.ts';
import { css } from '../look/color.ts';
import type { Actions } from '../state/actions.ts';
import type { Frame } from '../state/frame.ts';
import { isPenDown } from '../state/state.ts';
import { say } from '../text/words.ts';
import { type CanvasSize, contextOf, fitCanvas, watchSize } from './parts/canvas.ts';
import { need, setFlag, setText } from './parts/dom.ts';
import { createStrokePainter } from './stroke-painter.ts';
import type { View } from './view.ts';

/** The drawing as ink, the keyboard's pen, the invitation while the pad is empty, and the message when it is full. */
export function mountPad(root: HTMLElement, actions: Pick<Actions, 'refresh'>): View {
  const pad = need(root, '.pad', HTMLElement);
  const canvases = [need(pad, '#ink', HTMLCanvasElement), need(pad, '.wet', HTMLCanvasElement)] as const;
  const contexts = [contextOf(canvases[0]), contextOf(canvases[1])] as const;
  const painter = createStrokePainter(...contexts);
  const invitation = need(pad, '.invitation', HTMLElement);
  const full = need(pad, '.full', HTMLElement);
  const showPen = mountPen(pad);
  let size: CanvasSize | null = null;
  let resized = false;
  let shown: Frame | null = null;
  watchSize(canvases[0], (measured) => {
    size = measured;
    resized = true;
    actions.refresh();
  });

  function fitCanvases(measured: CanvasSize): void {
    canvases.forEach((canvas, i) => {
      fitCanvas(canvas, contexts[i], measured);
      contexts[i].setTransform(canvas.width / PAD_SIDE, 0, 0, canvas.height / PAD_SIDE, 0, 0);
    });
    for (const context of contexts) context.clearRect(0, 0, PAD_SIDE, PAD_SIDE);
    painter.forget();
  }

  return {
    update(frame) {
      const { drawing, palette, state } = frame;
      setFlag(invitation, 'hidden', !isEmpty(drawing));
      setText(full, isFull(drawing) ? say(frame.words, 'pad.full', { points: frame.numbers.count(MAX_POINTS) }) : '');
      showPen(frame);
      if (size === null) return;
      // Printing scales what is there; a canvas blanked for a new size might be printed blank.
      const refit = resized && !state.surroundings.printing;
      if (refit) fitCanvases(size);
      if (shown?.palette !== palette) painter.forget();
      const open = state.pressed !== null;
      if (refit || shown?.drawing !== drawing || shown.palette !== palette || (shown.state.pressed !== null) !== open) {
        painter.paint(drawing, open, css(palette.ink));
      }
      if (refit) resized = false;
      shown = frame;
    },
  };
}

/** The keyboard's pen: a ring, filled while the pen is down; screen readers announce when it goes down or up. */
function mountPen(pad: HTMLElement): (frame: Frame) => void {
  const pen = need(pad, '.pen', SVGSVGElement);
  const said = need(pad, '.pen-state', HTMLElement);
  return ({ state, words }) => {
    const down = isPenDown(state);
    setFlag(pen, 'hidden', state.pen === null);
    pen.classList.toggle('down', down);
    setText(said, state.pen === null ? '' : say(words, down ? 'pad.penDown' : 'pad.penUp'));
    if (state.pen === null) return;
    pen.style.left = `${(100 * state.pen.x) / PAD_SIDE}%`;
    pen.style.top = `${(100 * state.pen.y) / PAD_SIDE}%`;
  };
}
