import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import type { State } from '../../state/state.ts';
import { say, type WordKey } from '../../text/words.ts';
import { create, setAttribute, setText } from '../parts/dom.ts';

/** The diagram's switches: what of the network it shows, and in which form. */
export interface Switches {
  update(frame: Frame): void;
}

type Choose = Pick<Actions, 'choose'>;

interface Switch {
  readonly id: string;
  readonly name: WordKey;
  readonly hint: WordKey;
  isOn(state: State): boolean;
  turn(actions: Choose, on: boolean): void;
}

const SWITCHES: readonly Switch[] = [
  {
    id: 'diagram-links',
    name: 'diagram.allLinks',
    hint: 'diagram.allLinksHint',
    isOn: ({ allLinks }) => allLinks,
    turn: ({ choose }, on) => choose('allLinks', on),
  },
  {
    id: 'diagram-logits',
    name: 'diagram.logits',
    hint: 'diagram.logitsHint',
    isOn: ({ logits }) => logits === 'computed',
    turn: ({ choose }, on) => choose('logits', on ? 'computed' : 'average'),
  },
  {
    id: 'diagram-maps',
    name: 'diagram.maps',
    hint: 'diagram.mapsHint',
    isOn: ({ maps }) => maps === 'convolved',
    turn: ({ choose }, on) => choose('maps', on ? 'convolved' : 'pooled'),
  },
];

export function makeSwitches(tools: HTMLElement, actions: Choose): Switches {
  let shown: Frame | null = null;
  const buttons = SWITCHES.map((one) => {
    const button = tools.appendChild(create('button', 'quiet switch'));
    button.type = 'button';
    button.id = one.id;
    button.setAttribute('role', 'switch');
    button.addEventListener('click', () => {
      if (shown) one.turn(actions, !one.isOn(shown.state));
    });
    return button;
  });
  return {
    update(frame) {
      const before = shown;
      shown = frame;
      const { words, state } = frame;
      SWITCHES.forEach(({ name, hint, isOn }, i) => {
        if (before?.words !== words) {
          setText(buttons[i], say(words, name));
          setAttribute(buttons[i], 'title', say(words, hint));
        }
        const on = isOn(state);
        if (before === null || isOn(before.state) !== on) setAttribute(buttons[i], 'aria-checked', String(on));
      });
    },
  };
}
