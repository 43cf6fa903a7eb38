import type { Actions } from '../../app/actions.ts';
import type { Frame } from '../../app/frame.ts';
import { say } from '../../app/words.ts';
import { watchSize } from '../parts/canvas.ts';
import { create, need, setAttribute, setText } from '../parts/dom.ts';
import type { View } from '../view.ts';
import { makeAlternative } from './alternative.ts';
import { makeHeadings } from './headings.ts';
import { type Layout, layout } from './layout.ts';
import { writeLegend } from './legend.ts';
import { openStudio } from './paint/studio.ts';
import { blankScene, type Scene, sceneOf } from './scene.ts';
import { linkContributions } from './topology.ts';

/** The picture on paper has a size of its own, in CSS px, that fits a sheet whatever the screen; and pixels for a printer. */
const PRINT = { width: 640, height: 440, ratio: 3 };
const SMALL_TEXT = 12;

/** What the diagram shows. */
export interface Drawn {
  readonly scene: Scene;
  /** Each link's contribution, in the links' order: what the scene's levels were made from. Null while nothing is drawn. */
  readonly contributions: Float64Array | null;
  /** Null before the stage has a size. */
  readonly layout: Layout | null;
}

/**
 * Asks the diagram what it has drawn, so that a test reads what is painted and not what should have been: dispatch
 * `new CustomEvent(ASK_DRAWN, { detail: {} })` on the diagram's element, and the event's `detail.drawn` is a `Drawn`.
 */
export const ASK_DRAWN = 'inkspect:drawn';

/** Fills the page's #diagram, and #legend with the scales and their numbers. */
export function mountDiagram(page: HTMLElement, actions: Pick<Actions, 'showMaps'>): View {
  const root = need(page, '#diagram', HTMLElement);
  const stage = root.appendChild(create('div', 'diagram-stage'));
  stage.setAttribute('role', 'img');
  setAttribute(stage, 'aria-labelledby', 'diagram-heading');
  const studio = openStudio(stage);
  const headings = makeHeadings(stage);
  const tools = root.appendChild(create('div', 'diagram-tools'));
  const maps = tools.appendChild(create('button', 'quiet'));
  const alternative = makeAlternative(root, tools);
  const legend = need(page, '#legend', HTMLElement).appendChild(create('div', 'legend'));

  let shown: Frame | null = null;
  let drawn: Drawn = { scene: blankScene(), contributions: null, layout: null };
  let text = SMALL_TEXT;
  let screen: { width: number; height: number; ratio: number } | null = null;
  let still: HTMLCanvasElement | null = null;

  maps.type = 'button';
  maps.id = 'diagram-maps';
  maps.setAttribute('role', 'switch');
  maps.addEventListener('click', () => actions.showMaps(shown?.state.maps === 'convolved' ? 'pooled' : 'convolved'));

  const fitToScreen = (): void => {
    if (!screen || still) return;
    const placed = layout(screen.width, screen.height, text);
    drawn = { ...drawn, layout: placed };
    headings.place(placed);
    studio.paint({ layout: placed, ratio: screen.ratio });
  };
  watchSize(stage, (size) => {
    screen = size;
    fitToScreen();
  });
  watchTextSize(stage, (size) => {
    text = size;
    fitToScreen();
  });
  root.addEventListener(ASK_DRAWN, (event) => {
    if (event instanceof CustomEvent && event.detail instanceof Object) Object.assign(event.detail, { drawn });
  });

  /** A worker's picture may come too late for paper, and the screen's size means nothing there. */
  const print = (): void => {
    const placed = layout(PRINT.width, PRINT.height, SMALL_TEXT);
    still = stage.appendChild(studio.still({ layout: placed, ratio: PRINT.ratio }));
    stage.style.width = `${PRINT.width}px`;
    stage.style.height = `${PRINT.height}px`;
    headings.place(placed);
  };
  const backToScreen = (): void => {
    still?.remove();
    still = null;
    stage.style.width = '';
    stage.style.height = '';
    fitToScreen();
  };

  return {
    update(frame) {
      const before = shown;
      shown = frame;
      const { state, words, palette, revision } = frame;
      const renamed = before?.words !== words;
      const recolored = before?.palette !== palette;
      const switched = before?.state.maps !== state.maps;
      const redrawn = before?.revision !== revision;
      if (renamed || recolored) writeLegend(legend, frame);
      if (renamed || switched) {
        headings.write(words, state.maps);
        setText(maps, say(words, 'diagram.maps'));
        setAttribute(maps, 'title', say(words, 'diagram.mapsHint'));
        setAttribute(maps, 'aria-checked', String(state.maps === 'convolved'));
      }
      if (recolored) studio.paint({ look: { palette, font: getComputedStyle(stage).fontFamily } });
      if (renamed || switched || redrawn) {
        drawn = { ...drawn, ...pictureOf(frame) };
        studio.paint({ scene: drawn.scene });
      }
      if (renamed || redrawn) alternative.update(frame, renamed);
      if (state.surroundings.printing && !still) print();
      if (!state.surroundings.printing && still) backToScreen();
    },
  };
}

function pictureOf({ trace, contributions, reading, state, numbers }: Frame): Pick<Drawn, 'scene' | 'contributions'> {
  if (!trace || !contributions) return { scene: blankScene(), contributions: null };
  const carried = linkContributions(contributions);
  return { scene: sceneOf(trace, carried, state.maps, reading.digit, numbers.percent), contributions: carried };
}

/** Calls `changed` with the size of the stage's text in px, at the start and when it changes: by projector mode, or by the reader. */
function watchTextSize(stage: HTMLElement, changed: (size: number) => void): void {
  const em = stage.appendChild(create('span', 'diagram-em'));
  new ResizeObserver((entries) => {
    const width = entries[entries.length - 1]?.contentRect.width;
    if (width) changed(width);
  }).observe(em);
}
