import painterScript from 'virtual:worker/diagram';
import { linkContributions } from '../../explain/contributions.ts';
import { answeredDigit } from '../../explain/reading.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { say } from '../../text/words.ts';
import { createPaintedCanvas, type PictureKind } from '../painting/painted-canvas.ts';
import { type CanvasSize, watchSize } from '../parts/canvas.ts';
import { create, need, setAttribute, setText } from '../parts/dom.ts';
import type { View } from '../view.ts';
import { makeTextAlternative } from './alternative.ts';
import { makeHeadings } from './headings.ts';
import { type Layout, layout } from './layout.ts';
import { writeLegend } from './legend.ts';
import { createDiagramPainter, type DiagramParts } from './painter.ts';
import { blankScene, type Scene, sceneOf } from './scene.ts';

/** The printed picture's size in CSS px, which fits a sheet whatever the screen, and a pixel ratio for printers. */
const PRINT = { width: 640, height: 440, ratio: 3 };
const SMALL_TEXT = 12;
const KIND: PictureKind<DiagramParts> = {
  name: 'diagram',
  workerScript: painterScript,
  createPainter: createDiagramPainter,
};

/** What the diagram shows. */
export interface DiagramContent {
  readonly scene: Scene;
  /** Each link's contribution, in link order; the scene's levels come from them. Null while nothing is drawn. */
  readonly contributions: Float64Array | null;
  /** Null until the area has a size. */
  readonly layout: Layout | null;
}

/**
 * Asks the diagram what it has drawn, so that a test sees what was painted, not what should have been. Dispatch
 * `new CustomEvent(ASK_DRAWN, { detail: {} })` on the diagram's element; `detail.drawn` of the event is a `DiagramContent`.
 */
export const ASK_DRAWN = 'inkspect:drawn';

/** Fills the page's #diagram, and #legend with the scales and their numbers. */
export function mountDiagram(page: HTMLElement, actions: Pick<Actions, 'choose'>): View {
  const root = need(page, '#diagram', HTMLElement);
  const area = root.appendChild(create('div', 'diagram-area'));
  area.setAttribute('role', 'img');
  setAttribute(area, 'aria-labelledby', 'diagram-heading');
  const picture = createPaintedCanvas(area, KIND);
  const headings = makeHeadings(area);
  const tools = root.appendChild(create('div', 'diagram-tools'));
  const maps = tools.appendChild(create('button', 'quiet'));
  const alternative = makeTextAlternative(root, tools);
  const legend = need(page, '#legend', HTMLElement).appendChild(create('div', 'legend'));

  let shown: Frame | null = null;
  let drawn: DiagramContent = { scene: blankScene(), contributions: null, layout: null };
  let text = SMALL_TEXT;
  let screen: CanvasSize | null = null;
  let still: HTMLCanvasElement | null = null;

  maps.type = 'button';
  maps.id = 'diagram-maps';
  maps.setAttribute('role', 'switch');
  maps.addEventListener('click', () =>
    actions.choose('maps', shown?.state.maps === 'convolved' ? 'pooled' : 'convolved'),
  );

  const layoutIn = ({ width, height }: CanvasSize, textSize: number): Layout => {
    const placed = layout(width, height, textSize, shown?.state.maps ?? 'pooled');
    headings.place(placed);
    return placed;
  };
  /** Empty until the screen's size is known, and while printing. */
  const fittedToScreen = (): Partial<DiagramParts> => {
    if (!screen || still) return {};
    const placed = layoutIn(screen, text);
    drawn = { ...drawn, layout: placed };
    return { layout: placed, size: screen };
  };
  watchSize(area, (size) => {
    screen = size;
    picture.paint(fittedToScreen());
  });
  watchTextSize(area, (size) => {
    text = size;
    picture.paint(fittedToScreen());
  });
  root.addEventListener(ASK_DRAWN, (event) => {
    if (event instanceof CustomEvent && event.detail instanceof Object) Object.assign(event.detail, { drawn });
  });

  /** Paints at once and at paper size: a worker's picture might come too late to be printed. */
  const print = (): void => {
    still = picture.still({ layout: layoutIn(PRINT, SMALL_TEXT), size: PRINT });
    area.prepend(still);
    area.classList.add('on-paper');
    area.style.width = `${PRINT.width}px`;
    area.style.height = `${PRINT.height}px`;
  };
  const backToScreen = (): void => {
    still?.remove();
    still = null;
    area.classList.remove('on-paper');
    area.style.width = '';
    area.style.height = '';
    picture.paint(fittedToScreen());
  };

  return {
    update(frame) {
      const before = shown;
      shown = frame;
      const { state, words, palette, reading } = frame;
      const renamed = before?.words !== words;
      const recolored = before?.palette !== palette;
      const switched = before?.state.maps !== state.maps;
      const redrawn = before?.reading !== reading;
      if (renamed || recolored) writeLegend(legend, frame);
      if (renamed || switched) {
        headings.write(words, state.maps);
        setText(maps, say(words, 'diagram.maps'));
        setAttribute(maps, 'title', say(words, 'diagram.mapsHint'));
        setAttribute(maps, 'aria-checked', String(state.maps === 'convolved'));
      }
      if (renamed || switched || redrawn) drawn = { ...drawn, ...pictureOf(frame) };
      // All at once, so that maps never appear in a layout made for others.
      picture.paint({
        ...(switched && fittedToScreen()),
        ...(recolored && { look: { palette, font: getComputedStyle(area).fontFamily } }),
        ...((renamed || switched || redrawn) && { scene: drawn.scene }),
      });
      if (renamed || redrawn) alternative.update(frame, renamed);
      if (state.surroundings.printing && !still) print();
      if (!state.surroundings.printing && still) backToScreen();
    },
  };
}

function pictureOf({
  trace,
  contributions,
  reading,
  state,
  numbers,
}: Frame): Pick<DiagramContent, 'scene' | 'contributions'> {
  if (!trace || !contributions) return { scene: blankScene(), contributions: null };
  const carried = linkContributions(contributions);
  return {
    scene: sceneOf(trace, carried, state.maps, answeredDigit(reading), numbers.probability),
    contributions: carried,
  };
}

/** Calls `changed` with the area's text size in px, at the start and when projector mode or the reader changes it. */
function watchTextSize(area: HTMLElement, changed: (size: number) => void): void {
  const em = area.appendChild(create('span', 'diagram-em'));
  new ResizeObserver((entries) => {
    const width = entries[entries.length - 1]?.contentRect.width;
    if (width) changed(width);
  }).observe(em);
}
