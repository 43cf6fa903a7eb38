import { isSamePart, type Part } from '../../explain/unit.ts';
import type { Frame } from '../../state/frame.ts';
import { inspectedPart } from '../../state/selection.ts';
import { isWriting } from '../../state/state.ts';
import { create, need, setFlag } from '../parts/dom.ts';
import { createPaces, type MakePace } from '../parts/pace.ts';
import type { View } from '../view.ts';
import { arithmeticSection } from './arithmetic/arithmetic.ts';
import { mountFeeding } from './feeding.ts';
import { feedsSection } from './feeds.ts';
import type { Section, SectionActions } from './section.ts';

/** The first that accepts what is selected shows it; below it stands what that feeds. */
const SECTIONS: readonly Section[] = [arithmeticSection, feedsSection];

/**
 * Fills #inspector below the line that says what is selected. Nothing is made or computed while nothing is selected. While the
 * drawing moves its numbers follow at a pace, which must be that of all numbers in the inspector: they are of one moment.
 */
export function mountInspector(
  page: HTMLElement,
  actions: SectionActions,
  makePace: MakePace = createPaces(),
  sections: readonly Section[] = SECTIONS,
): View {
  // What is below them stays there, whenever they are made.
  const root = need(page, '#inspector', HTMLElement).appendChild(create('div'));
  const mounted = new Map<Section, Mounted>();
  let shown: Frame | null = null;
  let part: Part | null = null;
  let open: Mounted | null = null;

  const show = (): void => {
    if (shown && part) open?.show(shown, part);
  };
  const pace = makePace(show);
  const openFor = (asked: Part | null): Mounted | null => {
    const section = asked && sections.find(({ accepts }) => accepts(asked));
    if (!section) return null;
    const found = mounted.get(section) ?? mountSection(root, section, actions);
    mounted.set(section, found);
    return found;
  };

  return {
    update(frame, time) {
      const before = shown;
      shown = frame;
      const asked = inspectedPart(frame.state.selection);
      if (asked === null && part === null) return;
      const chosen = !isSamePart(asked, part);
      if (chosen) {
        part = asked;
        const next = openFor(part);
        if (open && open !== next) setFlag(open.element, 'hidden', true);
        if (next) setFlag(next.element, 'hidden', false);
        open = next;
      }
      if (chosen || before?.words !== frame.words || before.palette !== frame.palette) {
        show();
        pace.done(time);
      } else if (
        before.reading !== frame.reading ||
        before.selection !== frame.selection ||
        before.trace !== frame.trace ||
        before.state.logits !== frame.state.logits
      ) {
        if (isWriting(frame.state)) pace.note(time);
        else {
          show();
          pace.done(time);
        }
      }
    },
  };
}

interface Mounted {
  readonly element: HTMLElement;
  readonly show: (frame: Frame, part: Part) => void;
}

function mountSection(root: HTMLElement, section: Section, actions: SectionActions): Mounted {
  const element = root.appendChild(create('div', 'inspector-section'));
  const show = section.mount(element, actions);
  const showFeeding = mountFeeding(element);
  return {
    element,
    show(frame, part) {
      show(frame, part);
      showFeeding(frame, part);
    },
  };
}
