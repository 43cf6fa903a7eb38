import type { Frame } from '../../state/frame.ts';
import { inspectedPart } from '../../state/selection.ts';
import { say } from '../../text/words.ts';
import { create, setAttribute, setText } from '../parts/dom.ts';
import type { MakeRest } from '../parts/rest.ts';
import { spokenArithmetic } from './spoken.ts';
import { sentencesOf } from './summary.ts';
import { makeTables } from './tables.ts';

/** The text is updated once the drawing has been unchanged for this long. */
const REST_MS = 500;

/** The diagram as text: sentences for screen readers, about what is selected first, and, for everyone, tables of all its numbers that can be opened. */
export interface TextAlternative {
  /** Opened on demand; holds the tables. */
  readonly details: HTMLElement;
  /** Takes in a frame's numbers; `reworded` means that their captions have changed: the language, or the last stage's form. */
  update(frame: Frame, reworded: boolean, time: number): void;
}

/** Puts the sentences into `root`, and the tables with their opener into `tools`. */
export function makeTextAlternative(root: HTMLElement, tools: HTMLElement, makeRest: MakeRest): TextAlternative {
  const summary = root.appendChild(create('div', 'unseen'));
  summary.id = 'diagram-summary';
  const details = tools.appendChild(create('details'));
  details.id = 'diagram-numbers';
  const opener = details.appendChild(create('summary'));
  const scroller = details.appendChild(create('div', 'diagram-tables'));
  scroller.tabIndex = 0;
  scroller.setAttribute('role', 'region');
  const tables = makeTables(scroller);
  let latest: Frame | null = null;

  const write = (): void => {
    if (!latest) return;
    const part = inspectedPart(latest.state.selection);
    const sentences = [...(part ? spokenArithmetic(latest, part) : []), ...sentencesOf(latest)];
    summary.replaceChildren(...sentences.map((sentence) => create('p', '', sentence)));
    if (details.open) tables.fill(latest);
  };
  const rest = makeRest(REST_MS, write);
  details.addEventListener('toggle', write);

  return {
    details,
    update(frame, reworded, time) {
      latest = frame;
      if (reworded) {
        setText(opener, say(frame.words, 'diagram.numbers'));
        setAttribute(scroller, 'aria-label', say(frame.words, 'diagram.numbers'));
        tables.name(frame.words, frame.state.logits);
        write();
      } else {
        rest.note(time);
      }
    },
  };
}
