import { linkContributions } from '../../explain/contributions.ts';
import { isSameTraced } from '../../explain/flow.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import type { Studio } from '../painting/studio.ts';
import { type CanvasSize, watchSize } from '../parts/canvas.ts';
import { create, need, setAttribute } from '../parts/dom.ts';
import { createRest, type MakeRest } from '../parts/rest.ts';
import type { PictureParts } from '../pictures.ts';
import type { View } from '../view.ts';
import { makeTextAlternative } from './alternative.ts';
import { createPacker } from './drawn.ts';
import { makeFocusedNodes } from './focus.ts';
import { makeHeadings } from './headings.ts';
import { hit } from './hit.ts';
import { type Layout, layout } from './layout.ts';
import { writeScales } from './legend.ts';
import { writeLegend } from './legend-lines.ts';
import { createLighting } from './lighting.ts';
import { lineInk, lineScale } from './lines.ts';
import { listenToPointing } from './pointing.ts';
import { PRINT, PRINT_TEXT } from './print.ts';
import { blankScene, createScenes, EMPHASIS, type Scene, unpackScene } from './scene.ts';
import { makeSentence } from './sentence.ts';
import { makeSwitches } from './switches.ts';

/** What the diagram shows. */
export interface DiagramContent {
  readonly scene: Scene;
  /** Each link's contribution as it is shown, in link order; the scene's levels come from them. Null while nothing is drawn. */
  readonly contributions: Float64Array | null;
  /** Each link's ink as drawn, in link order: see lineInk. */
  readonly ink: Float64Array;
  /** Null until the area has a size. */
  readonly layout: Layout | null;
}

/**
 * Asks the diagram what it shows: the same functions work it out here and where it is painted. Dispatch
 * `new CustomEvent(ASK_DRAWN, { detail: {} })` on the diagram's element; `detail.drawn` of the event is a `DiagramContent`.
 */
export const ASK_DRAWN = 'inkspect:drawn';

/** Of the diagram while one of the tools below it is open. */
const UNFOLDED = 'unfolded';

type DiagramActions = Pick<Actions, 'choose' | 'point' | 'pin'>;

/**
 * Fills the page's #diagram: the picture, its legend, and all its numbers on demand. What it shows, and how things look and are written,
 * is given to the studio, whose other pictures show parts of the same.
 */
export function mountDiagram(
  page: HTMLElement,
  actions: DiagramActions,
  studio: Studio<PictureParts>,
  makeRest: MakeRest = createRest,
): View {
  const root = need(page, '#diagram', HTMLElement);
  const area = need(root, '.diagram-area', HTMLElement);
  const picture = need(area, '.diagram-picture', HTMLElement);
  area.setAttribute('role', 'group');
  setAttribute(area, 'aria-labelledby', 'diagram-heading');
  studio.hang('diagram', picture);
  const pack = createPacker();
  const sceneOf = createScenes();
  const headings = makeHeadings(area);
  const nodes = makeFocusedNodes(area, actions);
  const light = createLighting(area, studio);
  const sentence = makeSentence(need(root, '#sentence', HTMLElement), makeRest);
  const tools = need(root, '.diagram-tools', HTMLElement);
  const switches = makeSwitches(tools, actions);
  const alternative = makeTextAlternative(root, tools, makeRest);
  const legend = need(root, '#legend', HTMLElement);
  const scales = alternative.details.appendChild(create('div', 'legend-scales'));

  let shown: Frame | null = null;
  let placed: Layout | null = null;
  let text = PRINT_TEXT;
  let screen: CanvasSize | null = null;
  /** Whether the style sheet puts the dial below as the network's output row. */
  let upright = false;
  let still: HTMLCanvasElement | null = null;
  /** How wide the legend's lines are; null before they are drawn. */
  let legendScale: number | null = null;

  /** What is shown, worked out here as it is where it is painted: for whoever points at it. */
  const sceneShown = (): Scene => {
    if (!shown?.trace || !shown.evidence) return unpackScene(blankScene(shown?.state.maps ?? 'pooled'));
    const { trace, evidence, flow, reading, state } = shown;
    return unpackScene(sceneOf(trace, evidence.links, state.allLinks ? null : flow, state.maps, reading));
  };
  const layoutIn = ({ width, height }: CanvasSize, textSize: number, upright: boolean): Layout => {
    const fitted = layout(width, height, textSize, shown?.state.maps ?? 'pooled', upright);
    headings.place(fitted);
    return fitted;
  };
  /** The legend's samples are as wide as the lines they stand for. */
  const drawLegend = (): void => {
    if (!shown || !placed) return;
    legendScale = lineScale(placed.width, placed.height);
    writeLegend(legend, shown, legendScale);
    writeScales(scales, shown, legendScale);
  };
  /** Nothing before the screen's size is known, or while paper has the place. */
  const fittedToScreen = (): Partial<PictureParts> => {
    if (!screen || still) return {};
    placed = layoutIn(screen, text, upright);
    nodes.place(placed);
    if (shown) light(shown.state, placed);
    if (lineScale(placed.width, placed.height) !== legendScale) drawLegend();
    return { diagram: { layout: placed, size: screen } };
  };
  const partsMoved = listenToPointing(
    area,
    (aim) => {
      if (!placed || !shown) return null;
      const { maps, selection } = shown.state;
      return hit(placed, { maps, levels: sceneShown().levels, selected: selection.part }, aim);
    },
    actions,
  );
  watchSize(area, (size) => {
    screen = size;
    if (!root.classList.contains(UNFOLDED)) root.style.setProperty('--around', `${window.innerHeight - size.height}px`);
    partsMoved();
    upright = getComputedStyle(area).getPropertyValue('--network').trim() === 'rows';
    studio.give(fittedToScreen());
  });
  watchTextSize(area, (size) => {
    text = size;
    partsMoved();
    studio.give(fittedToScreen());
  });
  // Opening one of the tools makes the page longer, not the picture smaller. Their own event comes after a frame in which it is.
  tools.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('summary')) root.classList.add(UNFOLDED);
  });
  tools.addEventListener(
    'toggle',
    ({ target }) => {
      root.classList.toggle(UNFOLDED, tools.querySelector('[open]') !== null);
      if (target instanceof HTMLDetailsElement && target.open) bringIntoSight(target);
    },
    true,
  );
  root.addEventListener(ASK_DRAWN, (event) => {
    if (!(event instanceof CustomEvent && event.detail instanceof Object)) return;
    const contributions = shown?.evidence ? linkContributions(shown.evidence) : null;
    const unpacked = sceneShown();
    const ink = Float64Array.from(unpacked.levels, (level, link) =>
      lineInk(level, unpacked.emphasis[link] !== EMPHASIS.faint),
    );
    const drawn: DiagramContent = { scene: unpacked, contributions, ink, layout: placed };
    Object.assign(event.detail, { drawn });
  });

  /** Paints at once and at paper size: a worker's picture might come too late to be printed. */
  const print = (): void => {
    placed = layoutIn(PRINT, PRINT_TEXT, false);
    drawLegend();
    still = studio.still('diagram', { diagram: { layout: placed, size: PRINT } });
    picture.prepend(still);
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
      const { state, words, palette, trace, traced } = frame;
      const renamed = before?.words !== words;
      const recolored = before?.palette !== palette;
      const switched = before?.state.maps !== state.maps;
      const redrawn =
        before?.trace !== trace ||
        !isSameTraced(before.traced, traced) ||
        before.state.logits !== state.logits ||
        before.state.allLinks !== state.allLinks;
      const asked = before?.state.selection !== state.selection;
      const switchedOff = before?.state.off !== state.off;
      const reworded = renamed || switchedOff || before.state.logits !== state.logits;
      if (reworded || recolored || switched || before?.state.allLinks !== state.allLinks) drawLegend();
      if (renamed || switched) headings.write(words, state.maps);
      switches.update(frame);
      sentence.update(frame, time);
      if (switched) studio.give(fittedToScreen());
      if (recolored) studio.give({ look: { palette, font: getComputedStyle(area).fontFamily } });
      if (renamed) studio.give({ writing: { language: frame.language, words } });
      if (switchedOff) studio.give({ off: state.off });
      if (before?.state.edited !== state.edited) studio.give({ edited: state.edited });
      if (switched || redrawn) studio.give({ drawn: pack(frame) });
      if (reworded || redrawn || asked || before.state.edited !== state.edited)
        alternative.update(frame, reworded, time);
      nodes.update(frame);
      if (placed) light(state, placed);
      if (state.surroundings.printing && !still) print();
      if (!state.surroundings.printing && still) backToScreen();
    },
  };
}

/** Scrolls the page as far as what has been unfolded needs, but its opener no higher than the middle: the picture stays in sight. */
function bringIntoSight({ firstElementChild: opener, lastElementChild: last }: HTMLDetailsElement): void {
  if (!opener || !last) return;
  // On phones the inspector may cover the rest.
  const covered = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom) || 0;
  const room = window.innerHeight - covered;
  const below = last.getBoundingClientRect().bottom - room;
  const above = opener.getBoundingClientRect().top - room / 2;
  window.scrollBy(0, Math.max(0, Math.min(below, above)));
}

/** Calls `changed` with the size of the area's text in px, at the start and when it changes: by projector mode, or by the reader. */
function watchTextSize(area: HTMLElement, changed: (size: number) => void): void {
  const em = area.appendChild(create('span', 'diagram-em'));
  new ResizeObserver((entries) => {
    const width = entries[entries.length - 1]?.contentRect.width;
    if (width) changed(width);
  }).observe(em);
}
