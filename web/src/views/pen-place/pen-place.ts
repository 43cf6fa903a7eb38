import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { PEN_VIEWS } from '../../state/pen-asking.ts';
import { need, setAttribute, setFlag } from '../parts/dom.ts';
import type { View } from '../view.ts';
import { mountPenDiagram } from './diagram.ts';
import { mountPenInk } from './ink.ts';
import { mountPenInspector } from './inspector.ts';
import { mountPenLearned } from './learned.ts';
import type { PenSources } from './sources.ts';
import { mountPenStrokes } from './strokes.ts';
import { mountPenWriting } from './writing.ts';

const ROOMS = { read: '.pen-reading', write: '.pen-writing', learned: '.pen-learning' } as const;

/** Fills #pen-place, which takes the room of diagram and inspector; its parts are made when it is first opened. */
export function mountPenPlace(page: HTMLElement, actions: Actions, sources: PenSources): View {
  const root = need(page, '#pen-place', HTMLElement);
  const views = PEN_VIEWS.map((view) => {
    const button = need(root, `#pen-${view}`, HTMLButtonElement);
    button.addEventListener('click', () => actions.showPenView(view));
    return { view, button, room: need(root, ROOMS[view], HTMLElement) };
  });
  let parts: readonly View[] | null = null;
  let shown: Frame | null = null;
  return {
    update(frame, time) {
      const { place, penAsking } = frame.state;
      const before = shown?.state;
      shown = frame;
      if (before?.place !== place) setFlag(root, 'hidden', place !== 'pen');
      if (place !== 'pen' && before?.place !== 'pen') return;
      if (before?.penAsking.view !== penAsking.view || before.place !== place) {
        for (const { view, button, room } of views) {
          setAttribute(button, 'aria-current', view === penAsking.view ? 'true' : null);
          setFlag(room, 'hidden', view !== penAsking.view);
        }
      }
      parts ??= mountParts(page, actions, sources);
      for (const part of parts) part.update(frame, time);
    },
  };
}

/** They are updated while the place is shown, and once when it no longer is. */
function mountParts(page: HTMLElement, actions: Actions, sources: PenSources): readonly View[] {
  return [
    mountPenInk(page, actions, sources),
    mountPenStrokes(page, actions, sources),
    // On phones its sheet is there before the diagram scrolls what is asked for out from under it.
    mountPenInspector(page, actions, sources),
    mountPenDiagram(page, actions, sources),
    mountPenWriting(page, actions, sources),
    mountPenLearned(page, actions, sources),
  ];
}
