import type { PenTrace } from '../../../net/pen/trace.ts';
import type { Frame } from '../../../state/frame.ts';
import { say } from '../../../text/words.ts';
import { layOver } from '../../diagram/lay-over.ts';
import { create, setAttribute } from '../../parts/dom.ts';
import type { Layout } from './layout.ts';
import { spoken } from './names.ts';
import {
  type Direction,
  type Item,
  itemLines,
  SECTIONS,
  type Section,
  type Shown,
  type Step,
  type Target,
  walkOn,
} from './targets.ts';

/** What the keyboard does with what it stands on. */
export interface FocusActions {
  point(target: Target | null): void;
  choose(target: Target, other: boolean): void;
  /** Whether there was anything to let go. */
  release(): boolean;
}

/** What is shown now; null while there is nothing. */
export type ShownNow = () => {
  readonly frame: Frame;
  readonly trace: PenTrace;
  readonly shown: Shown;
  readonly layout: Layout;
} | null;

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

/**
 * The diagram for the keyboard and for screen readers: one tab stop a column, an unseen button over what has the focus. Arrow keys
 * walk, Enter chooses; with Shift a head is chosen as the one to compare with; Escape lets go.
 */
export function makeFocus(
  area: HTMLElement,
  now: ShownNow,
  actions: FocusActions,
): { rename(frame: Frame): void; place(): void } {
  const stops = SECTIONS.map((section) => makeStop(area, section));
  const itemOf = ({ section, step }: Stop): Item | null => {
    const known = now();
    if (known === null) return null;
    const lines = itemLines(section, known.layout, known.shown);
    const line = lines[Math.min(step.line, lines.length - 1)];
    return line[Math.min(step.at, line.length - 1)] ?? null;
  };
  const describe = (stop: Stop, button: HTMLElement): void => {
    const known = now();
    const item = itemOf(stop);
    if (known === null || item === null) return;
    layOver(button, item.box);
    setAttribute(button, 'aria-label', spoken(known.frame, known.trace, item.target));
  };
  const stopOf = (target: EventTarget | null): Stop | undefined =>
    stops.find(({ buttons }) => buttons.includes(target as HTMLButtonElement));

  area.addEventListener('focusin', ({ target }) => {
    const stop = stopOf(target);
    if (stop === undefined) return;
    describe(stop, stop.buttons[stop.turn]);
    actions.point(itemOf(stop)?.target ?? null);
  });
  area.addEventListener('focusout', ({ target, relatedTarget }) => {
    if (stopOf(target) !== undefined && stopOf(relatedTarget) === undefined) actions.point(null);
  });
  area.addEventListener('click', (event) => {
    const stop = stopOf(event.target);
    const item = stop && itemOf(stop);
    if (item) actions.choose(item.target, event.shiftKey);
  });
  area.addEventListener('keydown', (event) => {
    const stop = stopOf(event.target);
    const known = now();
    if (stop === undefined || known === null || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape' && actions.release()) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const direction = DIRECTIONS[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    stop.step = walkOn(itemLines(stop.section, known.layout, known.shown), stop.step, direction);
    // Another button: a screen reader reads what gets the focus, not what is renamed while it has it.
    const left = stop.buttons[stop.turn];
    stop.turn = 1 - stop.turn;
    const entered = stop.buttons[stop.turn];
    describe(stop, entered);
    entered.hidden = false;
    entered.focus({ preventScroll: true });
    left.hidden = true;
  });
  return {
    rename({ words }) {
      for (const { section, box, buttons } of stops) {
        const name = sectionName(section, words);
        setAttribute(box, 'aria-label', say(words, 'penDiagram.column', { name }));
        for (const button of buttons) setAttribute(button, 'aria-label', name);
      }
    },
    place() {
      for (const stop of stops) {
        const item = itemOf(stop);
        if (item) layOver(stop.buttons[stop.turn], item.box);
      }
    },
  };
}

interface Stop {
  readonly section: Section;
  readonly box: HTMLElement;
  readonly buttons: readonly HTMLButtonElement[];
  /** Which of the buttons is there. */
  turn: number;
  step: Step;
}

function makeStop(area: HTMLElement, section: Section): Stop {
  const box = area.appendChild(create('div', 'pen-stop'));
  box.setAttribute('role', 'group');
  const buttons = [0, 1].map((turn) => {
    const button = box.appendChild(create('button', 'diagram-focus'));
    button.type = 'button';
    button.hidden = turn > 0;
    return button;
  });
  return { section, box, buttons, turn: 0, step: { line: 0, at: 0 } };
}

function sectionName(section: Section, words: Frame['words']): string {
  switch (section) {
    case 'strip':
      return say(words, 'penDiagram.tokens');
    case 'embedding':
      return say(words, 'term.embedding');
    case 'layer1':
    case 'layer2':
      return say(words, 'penDiagram.layer', { layer: section === 'layer1' ? 1 : 2 });
    case 'output':
      return say(words, 'layer.output');
  }
}
