import { isEmpty } from '../ink/drawing.ts';
import { readInk, writeInkText } from '../send/ink-text.ts';
import { Refused } from '../send/refusal.ts';
import { readStrokeFile } from '../send/stroke-file.ts';
import { isFragment, readFragment, readSent, writeFragment } from '../state/address.ts';
import type { PlayOptions } from '../state/playing.ts';
import * as change from '../state/state.ts';
import type { WordKey } from '../text/words.ts';
import type { Store } from './store.ts';

/** Gives drawings away, and takes them in; all that goes wrong becomes one sentence in the page. */
export interface Sending {
  /** The address of what is shown; of a page from a file, which others can't open, the fragment alone, with its #. */
  link(): Promise<string>;
  /** Opens a fragment: what it asks at once, its drawing as soon as it is unpacked. */
  openFragment(fragment: string): Promise<void>;
  /** Opens what somebody has copied: a link, or a fragment with or without its #. */
  openPasted(text: string): Promise<void>;
  openFile(file: Blob): Promise<void>;
}

/** @param play replays the drawing that has been opened */
export function createSending(store: Store, play: (options: PlayOptions) => void): Sending {
  /** Whatever is opened last counts, however long what came before it takes. */
  let opened = 0;

  /** Takes in what `read` gives, unless something else has been opened meanwhile. */
  async function take<Given>(read: () => Promise<Given>, into: (given: Given) => void): Promise<void> {
    opened += 1;
    const turn = opened;
    try {
      const given = await read();
      if (turn === opened) into(given);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      const said: WordKey = `refused.${problem.reason}`;
      if (turn === opened) store.change((state) => change.notify(state, said));
    }
  }

  async function openFragment(fragment: string): Promise<void> {
    const { at, ink } = readSent(fragment);
    const asked = readFragment(fragment);
    store.change((state) => ({ ...state, ...asked }));
    if (ink === null || isShown(ink)) {
      opened += 1;
      store.change((state) => change.showMoment(state, at));
      return;
    }
    await take(
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
    openFragment,
    async openPasted(text) {
      // Mail breaks lines, and sentences end.
      const line = text.replace(/\s+/g, '');
      const whole = line.slice(line.indexOf('#') + 1).replace(/[^\w-]+$/, '');
      if (isFragment(whole)) await openFragment(whole);
      else store.change((state) => change.notify(state, 'refused.noLink'));
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
