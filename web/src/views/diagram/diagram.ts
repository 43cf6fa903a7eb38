import { linkContributions } from '../../explain/contributions.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { say } from '../../text/words.ts';
import type { Studio } from '../painting/studio.ts';
import { type CanvasSize, watchSize } from '../parts/canvas.ts';
import { create, need, setAttribute, setText } from '../parts/dom.ts';
import type { PictureParts } from '../pictures.ts';
import type { View } from '../view.ts';
import { makeTextAlternative } from './alternative.ts';
import { makeFocusedNodes } from './focus.ts';
import { makeHeadings } from './headings.ts';
import { hit } from './hit.ts';
import { type Layout, layout } from './layout.ts';
import { writeLegend } from './legend.ts';
import { createLighting } from './lighting.ts';
import { listenToPointing } from './pointing.ts';
import { blankScene, createScenes, type Scene, unpackScene } from './scene.ts';

/** The printed picture's size in CSS px, which fits a sheet whatever the screen, and a pixel ratio for printers. */
const PRINT = { width: 640, height: 440, ratio: 3 };
const SMALL_TEXT = 12;

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

type DiagramActions = Pick<Actions, 'choose' | 'point' | 'pin'>;

/**
 * Fills the page's #diagram, and #legend with the scales and their numbers. What it shows, and how things look and are written,
 * is given to the studio, whose other pictures show parts of the same.
 */
export function mountDiagram(page: HTMLElement, actions: DiagramActions, studio: Studio<PictureParts>): View {
  const root = need(page, '#diagram', HTMLElement);
  const area = root.appendChild(create('div', 'diagram-area'));
  area.setAttribute('role', 'group');
  setAttribute(area, 'aria-labelledby', 'diagram-heading');
  studio.hang('diagram', area);
  const sceneOf = createScenes();
  const headings = makeHeadings(area);
  const nodes = makeFocusedNodes(area, actions);
  const light = createLighting(area, studio);
  const tools = root.appendChild(create('div', 'diagram-tools'));
  const maps = tools.appendChild(create('button', 'quiet'));
  const alternative = makeTextAlternative(root, tools);
  const legend = need(page, '#legend', HTMLElement).appendChild(create('div', 'legend'));

  let shown: Frame | null = null;
  let scene = blankScene('pooled');
  let placed: Layout | null = null;
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
    const fitted = layout(width, height, textSize, shown?.state.maps ?? 'pooled');
    headings.place(fitted);
    return fitted;
  };
  /** Nothing before the screen's size is known, or while paper has the place. */
  const fittedToScreen = (): Partial<PictureParts> => {
    if (!screen || still) return {};
    placed = layoutIn(screen, text);
    nodes.place(placed);
    if (shown) light(shown.state, placed);
    return { diagram: { layout: placed, size: screen } };
  };
  watchSize(area, (size) => {
    screen = size;
    studio.give(fittedToScreen());
  });
  watchTextSize(area, (size) => {
    text = size;
    studio.give(fittedToScreen());
  });
  listenToPointing(
    area,
    (aim) => {
      if (!placed || !shown) return null;
      const { maps, selection } = shown.state;
      return hit(placed, { maps, levels: unpackScene(scene).levels, selected: selection.part }, aim);
    },
    actions,
  );
  root.addEventListener(ASK_DRAWN, (event) => {
    if (!(event instanceof CustomEvent && event.detail instanceof Object)) return;
    const contributions = shown?.contributions ? linkContributions(shown.contributions) : null;
    const drawn: DiagramContent = { scene: unpackScene(scene), contributions, layout: placed };
    Object.assign(event.detail, { drawn });
  });

  /** Paints at once and at paper size: a worker's picture might come too late to be printed. */
  const print = (): void => {
    still = studio.still('diagram', { diagram: { layout: layoutIn(PRINT, SMALL_TEXT), size: PRINT } });
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
    studio.give(fittedToScreen());
  };

  return {
    update(frame, time) {
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
      if (switched) studio.give(fittedToScreen());
      if (recolored) studio.give({ look: { palette, font: getComputedStyle(area).fontFamily } });
      if (renamed) studio.give({ writing: { language: frame.language, words } });
      if (switched || redrawn) {
        const { trace, contributions } = frame;
        scene =
          trace && contributions ? sceneOf(trace, contributions.links, state.maps, reading) : blankScene(state.maps);
        studio.give({ scene });
      }
      if (renamed || redrawn) alternative.update(frame, renamed, time);
      nodes.update(frame);
      if (placed) light(state, placed);
      if (state.surroundings.printing && !still) print();
      if (!state.surroundings.printing && still) backToScreen();
    },
  };
}

/** Calls `changed` with the size of the area's text in px, at the start and when it changes: by projector mode, or by the reader. */
function watchTextSize(area: HTMLElement, changed: (size: number) => void): void {
  const em = area.appendChild(create('span', 'diagram-em'));
  new ResizeObserver((entries) => {
    const width = entries[entries.length - 1]?.contentRect.width;
    if (width) changed(width);
  }).observe(em);
}
