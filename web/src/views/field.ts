import { fieldOf } from '../explain/lit.ts';
import type { Rectangle } from '../explain/receptive.ts';
import type { Part } from '../explain/unit.ts';
import { PAD_SIDE } from '../ink/drawing.ts';
import type { Placement } from '../ink/grid.ts';
import type { Frame } from '../state/frame.ts';
import { isWriting } from '../state/state.ts';
import { create, need, setFlag } from './parts/dom.ts';
import { createPace } from './parts/pace.ts';
import { createRest, type MakeRest } from './parts/rest.ts';
import type { View } from './view.ts';

/**
 * The receptive field of what is pointed at or selected, on the drawing itself, where the ink rule places it. While one draws it
 * follows at a pace: the browser lays it out and paints it anew each time, which costs more than the movement.
 */
export function mountField(root: HTMLElement, makeRest: MakeRest = createRest): View {
  const pad = need(root, '.pad', HTMLElement);
  let mover: HTMLElement | null = null;
  let outline: HTMLElement | null = null;
  let shownPart: Part | null = null;
  let shownPlacement: Placement | null = null;
  let latest: Frame | null = null;

  const show = (): void => {
    if (!latest) return;
    const { placement } = latest;
    const part = asked(latest);
    shownPart = part;
    shownPlacement = placement;
    const field = part && fieldOf(part);
    if (outline === null && field === null) return;
    mover ??= pad.appendChild(create('div', 'field-frame')).appendChild(create('div', 'field-frame'));
    outline ??= mover.appendChild(create('div', 'field'));
    setFlag(outline, 'hidden', field === null || placement === null);
    if (field === null || placement === null) return;
    const { left, top, width, height } = placedOnPad(field, placement);
    // The mover is as large as the pad; what a transform moves does not count as a shift of the page.
    mover.style.transform = `translate(${left}%, ${top}%)`;
    outline.style.width = `${width}%`;
    outline.style.height = `${height}%`;
  };
  const pace = createPace(show, makeRest);

  return {
    update(frame, time) {
      latest = frame;
      const part = asked(frame);
      if (part === shownPart && (part === null || frame.placement === shownPlacement)) return;
      if (part === shownPart && shownPlacement !== null && isWriting(frame.state)) pace.note(time);
      else show();
    },
  };
}

function asked({ state }: Frame): Part | null {
  return state.pointed ?? state.selection.part;
}

/** Where cells of the input lie on the pad, in percent of its side. */
export function placedOnPad({ top, left, height, width }: Rectangle, { cell, x, y, atX, atY }: Placement) {
  const share = 100 / PAD_SIDE;
  return {
    left: (x + (left - atX) * cell) * share,
    top: (y + (top - atY) * cell) * share,
    width: width * cell * share,
    height: height * cell * share,
  };
}
