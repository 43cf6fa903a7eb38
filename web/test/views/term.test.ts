import { afterEach, describe, expect, it, vi } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import { listenToTerms } from '../../src/views/parts/term.ts';
import { pointerEvent } from '../fake-pointers.ts';

const SENTENCES = Object.entries(english).filter(([key]) => key.startsWith('glossary.'));

describe('the glossary', () => {
  it('explains each of its terms, and only those, in one sentence', () => {
    const names = Object.keys(english).filter((key) => key.startsWith('term.'));
    expect(SENTENCES.map(([key]) => key.replace('glossary', 'term')).sort()).toEqual(names.sort());
    expect(SENTENCES).toHaveLength(27);
    for (const [key, sentence] of SENTENCES) {
      expect(sentence.match(/[.?!](?=\s|$)/g), key).toEqual(['.']);
      expect(sentence.length, key).toBeLessThan(160);
    }
  });

  it('is written in Japanese too', () => {
    const words: Record<string, string> = japanese;
    for (const [key] of SENTENCES) expect(words[key], key).toMatch(/[ぁ-ん].*。$/);
  });
});

describe('a term', () => {
  class FakeElement extends EventTarget {
    ownerDocument = this;
    documentElement = { clientWidth: 1000, clientHeight: 800 };
    firstChild = null;
    textContent = '';
    style = {};
    hidden = true;
    constructor(readonly note: FakeElement | null = null) {
      super();
    }
    querySelector() {
      return this.note;
    }
    getElementById() {
      return { textContent: 'Explained.' };
    }
    closest() {
      return this;
    }
    getAttribute(name: string) {
      return name === 'hidden' && this.hidden ? '' : null;
    }
    setAttribute() {
      this.hidden = true;
    }
    removeAttribute() {
      this.hidden = false;
    }
    getBoundingClientRect() {
      return { left: 0, top: 0, bottom: 20, width: 100, height: 50 };
    }
  }

  afterEach(() => vi.unstubAllGlobals());

  it.each(['focusin', 'pointerover'])(
    'shown by %s stays at the first click, and goes and comes back at the next',
    (shows) => {
      vi.stubGlobal('HTMLElement', FakeElement);
      vi.stubGlobal('Element', FakeElement);
      vi.stubGlobal('Text', class {});
      const note = new FakeElement();
      const root = new FakeElement(note);
      const word = new FakeElement();
      listenToTerms(root as unknown as HTMLElement);
      const send = (type: string): boolean => {
        const event = pointerEvent(type, {});
        Object.defineProperty(event, 'target', { value: word });
        root.dispatchEvent(event);
        return !note.hidden;
      };
      expect(send(shows)).toBe(true);
      const press = (): boolean => {
        send('pointerdown');
        return send('click');
      };
      expect([press(), press(), press(), press()]).toEqual([true, false, true, false]);
    },
  );
});
