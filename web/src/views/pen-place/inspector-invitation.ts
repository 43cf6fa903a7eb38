import { penValue } from '../../explain/pen/values.ts';
import { SIZES } from '../../net/pen/description.ts';
import type { Actions } from '../../state/actions.ts';
import type { PenReading } from '../../state/pen-reading.ts';
import { say, type WordKey, type Words } from '../../text/words.ts';
import { create, setAttribute, setText } from '../parts/dom.ts';

type Asking = Pick<Actions, 'pinPenPart' | 'chooseHeads'>;

/** Questions that select what answers them, of the newest token. */
const QUESTIONS: readonly (readonly [WordKey, (reading: PenReading, actions: Asking) => void])[] = [
  ['penInspector.askHead', askHead],
  ['penInspector.askNext', askNext],
  ['penInspector.askStream', askStream],
];

export interface Invitation {
  readonly element: HTMLElement;
  name(words: Words): void;
  /** Nothing can be asked of an empty drawing. */
  show(reading: PenReading): void;
}

export function createInvitation(actions: Asking): Invitation {
  const element = create('div', 'pen-invite');
  const heading = element.appendChild(create('h2'));
  const list = element.appendChild(create('ul', 'ask'));
  let reading: PenReading | null = null;
  const isEmpty = (): boolean => reading === null || reading.digit === null;
  const buttons = QUESTIONS.map(([, ask]) => {
    const button = list.appendChild(create('li')).appendChild(create('button', 'quiet'));
    button.type = 'button';
    button.addEventListener('click', () => {
      if (reading && !isEmpty()) ask(reading, actions);
    });
    return button;
  });
  return {
    element,
    name(words) {
      setText(heading, say(words, 'penInspector.heading'));
      buttons.forEach((button, i) => {
        setText(button, say(words, QUESTIONS[i][0]));
      });
    },
    show(penReading) {
      reading = penReading;
      for (const button of buttons) setAttribute(button, 'aria-disabled', isEmpty() ? 'true' : null);
    },
  };
}

/** Shows the head, and of its attention the largest. */
function askHead({ tokens, trace }: PenReading, actions: Asking): void {
  const [layer, head, token] = [0, 1, tokens.ids.length - 1];
  actions.chooseHeads({ layer, head, against: null });
  const attention = Array.from(tokens.ids, (_, key) =>
    penValue(trace, { quantity: 'attention', layer, head, token, key }),
  );
  actions.pinPenPart({ quantity: 'attention', layer, head, token, key: largestAt(attention) });
}

function askNext({ tokens, next }: PenReading, actions: Asking): void {
  actions.pinPenPart({ quantity: 'probability', token: tokens.ids.length - 1, next: largestAt(next) });
}

/** Where the first layer has changed the residual stream most. */
function askStream({ tokens, trace }: PenReading, actions: Asking): void {
  const token = tokens.ids.length - 1;
  const added = Array.from({ length: SIZES.width }, (_, unit) =>
    Math.abs(
      penValue(trace, { quantity: 'after', layer: 0, token, unit }) -
        penValue(trace, { quantity: 'embedding', token, unit }),
    ),
  );
  actions.pinPenPart({ quantity: 'after', layer: 0, token, unit: largestAt(added) });
}

function largestAt(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[largest]) largest = i;
  return largest;
}
