import { type Drawing, PAD_SIDE, PEN_WIDTH } from '../../ink/drawing.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import type { PenReading } from '../../state/pen-reading.ts';
import { createStill } from '../painting/still.ts';
import { watchSize } from '../parts/canvas.ts';
import { create, need } from '../parts/dom.ts';
import type { View } from '../view.ts';
import { nearestToken } from './ink/nearest.ts';
import { createInkPacker } from './ink/packing.ts';
import type { PenSources } from './sources.ts';
import type { FlatStroke } from './ways-picture.ts';

/** A pointer this far from a token's place points at it, in pad units: within the ink, and a little beside it. */
const REACH = 1.2 * PEN_WIDTH;

/** The tokens, attention and what comes next, on the ink itself. A pointer that hovers over the ink points at its tokens. */
export function mountPenInk(page: HTMLElement, actions: Pick<Actions, 'pointToken'>, { studio }: PenSources): View {
  const ink = need(page, '#ink', HTMLCanvasElement);
  const holder = create('div', 'pen-ink');
  need(page, '.pad .wet', HTMLElement).after(holder);
  holder.setAttribute('aria-hidden', 'true');
  studio.give({ penInkOut: [] });
  studio.hang('penInk', holder);
  watchSize(holder, (size) => studio.give({ penInkBox: { size } }));
  const print = createStill(studio, 'penInk', holder);
  const pack = createInkPacker();
  let shown: Frame | null = null;
  let reading: PenReading | null = null;
  /** Whether strokes are paled. */
  let pale = false;
  /** Whether the pointer has pointed at a token. */
  let points = false;

  const point = (token: number | null): void => {
    if (token === null && !points) return;
    points = token !== null;
    actions.pointToken(token);
  };
  ink.addEventListener('pointermove', ({ pointerType, buttons, offsetX, offsetY }) => {
    if (reading?.probabilities === null || reading === null || pointerType === 'touch' || buttons !== 0) return;
    const unit = PAD_SIDE / ink.clientWidth;
    point(nearestToken(reading, offsetX * unit, offsetY * unit, REACH));
  });
  ink.addEventListener('pointerdown', () => point(null));
  ink.addEventListener('pointerleave', () => point(null));

  return {
    update(frame) {
      const before = shown;
      shown = frame;
      const { place, penAsking } = frame.state;
      const isShown = place === 'pen' && penAsking.view === 'read';
      const now = isShown ? frame.penReading : null;
      if (now !== null || reading !== null) print(now !== null && frame.state.surroundings.printing, () => ({}));
      if (now === reading && before?.state.penAsking === penAsking) return;
      const isPale = now !== null && penAsking.leftOut.length > 0;
      if (isPale || pale) studio.give({ penInkOut: isPale ? strokesOut(frame.drawing, penAsking.leftOut) : [] });
      pale = isPale;
      if (now !== null || reading !== null) studio.give({ penInk: pack(now, penAsking) });
      reading = now;
    },
  };
}

/** The strokes that the network is not shown, flat. */
function strokesOut({ columns: { x, y, stroke }, points }: Drawing, leftOut: readonly number[]): FlatStroke[] {
  const strokes: number[][] = [];
  for (let point = 0; point < points; point++) {
    if (!leftOut.includes(stroke[point])) continue;
    if (point === 0 || stroke[point] !== stroke[point - 1]) strokes.push([]);
    strokes[strokes.length - 1].push(x[point], y[point]);
  }
  return strokes;
}
