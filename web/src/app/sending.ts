import { isEmpty } from '../ink/drawing.ts';
import { readInk, writeInkText } from '../send/ink-text.ts';
import { Refused } from '../send/refusal.ts';
import { readStrokeFile } from '../send/stroke-file.ts';
import { isFragment, readFragment, readSent, writeFragment } from '../state/address.ts';
import type { PlayOptions } from '../state/playing.ts';
import * as change from '../state/state.ts';
import type { WordKey } from '../text/words.ts';
import type { Store } from './store.ts';

/** Gives drawings away, and takes them in; all that goes wrong becomes one sentence, which is told where it was asked for. */
export interface Sending {
  /** The address of what is shown; of a page from a file, which others can't open, the fragment alone, with its #. */
  link(): Promise<string>;
  /** Opens the address's fragment: what it asks at once, its drawing as soon as it is unpacked. A refusal is told on the pad. */
  openFragment(fragment: string): Promise<void>;
  /** Opens what somebody has copied: a link, or a fragment with or without its #. Returns why it is refused, if it is. */
  openPasted(text: string): Promise<WordKey | null>;
  /** Opens a stroke file. Returns why it is refused, if it is. */
  openFile(file: Blob): Promise<WordKey | null>;
}

/** @param play replays the drawing that has been opened */
export function createSending(store: Store, play: (options: PlayOptions) => void): Sending {
  /** Whatever is opened last counts, however long what came before it takes. */
  let opened = 0;

  /** Takes in what `read` gives, or returns why it is refused, unless something else has been opened meanwhile. */
  async function take<Given>(read: () => Promise<Given>, into: (given: Given) => void): Promise<WordKey | null> {
    opened += 1;
    const turn = opened;
    try {
      const given = await read();
      if (turn === opened) into(given);
      return null;
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      return turn === opened ? `refused.${problem.reason}` : null;
    }
  }

  async function open(fragment: string): Promise<WordKey | null> {
    const { at, ink } = readSent(fragment);
    const asked = readFragment(fragment);
    store.change((state) => ({ ...state, ...asked }));
    if (ink === null || isShown(ink)) {
      opened += 1;
      store.change((state) => change.showMoment(state, at));
      return null;
    }
    return take(
      () => readInk(ink),
      (drawing) => {
        store.change((state) => change.showMoment(change.openLinked(state, { drawing, ink }), at));
        if (at === null) play({ from: 0 });
      },
    );
  }

  /** Whether this is the drawing already. */
  function isShown(ink: string): boolean {
    const { linked, history } = store.state;
    return linked?.ink === ink && linked.drawing === history.present;
  }

  return {
    async link() {
      const { state } = store;
      const drawing = state.history.present;
      const linked = isEmpty(drawing) ? null : { drawing, ink: await writeInkText(drawing) };
      const fragment = writeFragment({ ...state, linked });
      const [address] = window.location.href.split('#');
      const of = /^https?:/.test(address) ? address : '';
      return fragment === '' && of !== '' ? of : `${of}#${fragment}`;
    },
    async openFragment(fragment) {
      const refused = await open(fragment);
      if (refused) store.change((state) => change.notify(state, refused));
    },
    async openPasted(text) {
      // Mail breaks lines, and sentences end.
      const line = text.replace(/\s+/g, '');
      const whole = line.slice(line.indexOf('#') + 1).replace(/[^\w-]+$/, '');
      return isFragment(whole) ? open(whole) : 'refused.noLink';
    },
    openFile: (file) =>
      take(
        () => readStrokeFile(file),
        ({ drawing, more }) => {
          store.change((state) => change.replaceDrawing(state, drawing));
          if (more) store.change((state) => change.notify(state, 'send.first'));
          play({ from: 0 });
        },
      ),
  };
}
