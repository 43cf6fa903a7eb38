import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import english from '../../words/en.json';
import japanese from '../../words/ja.json';
import { DamagedBlock, parseDrawingBlock, parseWeightsBlock } from '../src/app/data.ts';
import { readingOf, remember } from '../src/app/frames.ts';
import { chooseLanguage, nextLanguage } from '../src/app/language.ts';
import { createLoop } from '../src/app/loop.ts';
import { parsePreferences } from '../src/app/preferences.ts';
import { initialState } from '../src/app/state.ts';
import { createStore } from '../src/app/store.ts';
import { languageOf, withLanguage } from '../src/app/url.ts';
import { say } from '../src/app/words.ts';
import { ALWAYS_A_DIGIT } from '../src/explain/verdict.ts';

describe('the language', () => {
  const available = ['en', 'ja', 'pt-BR'];

  it.each([
    [['ja'], 'ja'],
    [['ja-JP'], 'ja'],
    [['JA_jp'], 'ja'],
    [['pt'], 'pt-BR'],
    [['pt-PT'], 'pt-BR'],
    [['fr', 'ja'], 'ja'],
    [[null, undefined, '', 'ja'], 'ja'],
    [['fr'], 'en'],
    [['j', 'jaa', '-', 'x-ja'], 'en'],
    [[], 'en'],
  ])('for %j is %s', (wanted, chosen) => {
    expect(chooseLanguage(available, wanted)).toBe(chosen);
  });

  it('comes round after the last', () => {
    expect(['en', 'ja', 'pt-BR'].map((language) => nextLanguage(available, language))).toEqual(['ja', 'pt-BR', 'en']);
  });

  it('is read from the address, and replaced there only if it is there', () => {
    expect(languageOf('file:///page.html?x=1&lang=ja-JP#top')).toBe('ja-JP');
    expect(languageOf('file:///page.html')).toBeNull();
    expect(withLanguage('file:///page.html?lang=en&x=1#top', 'ja')).toBe('file:///page.html?lang=ja&x=1#top');
    expect(withLanguage('file:///page.html?x=1', 'ja')).toBe('file:///page.html?x=1');
  });
});

describe('words', () => {
  it('get their values, and show a placeholder that has none', () => {
    expect(say(english, 'verdict.digit', { digit: 0 })).toBe('Reads as 0');
    expect(say(japanese, 'verdict.digit', { digit: 7 })).toBe('7 と読みました');
    expect(say(english, 'verdict.digit')).toBe('Reads as {digit}');
  });
});

describe('preferences', () => {
  it('are what was stored', () => {
    const stored = { language: 'ja', theme: 'dark', swapped: true, projector: false };
    expect(parsePreferences(JSON.stringify(stored))).toEqual(stored);
  });

  it.each([null, '', 'no JSON', 'null', '[]', '7', '{"theme":"pink","swapped":"yes","language":3,"other":1}'])(
    'are none when what is stored is %j',
    (stored) => {
      expect(parsePreferences(stored)).toEqual({});
    },
  );
});

describe('the frame loop', () => {
  const frames: (() => void)[] = [];
  const requestFrame = (callback: () => void): number => frames.push(callback);
  const runFrame = () => {
    for (const callback of frames.splice(0)) callback();
  };

  it('renders once a frame however often something changes, and asks for no frame when nothing does', () => {
    const render = vi.fn();
    const loop = createLoop(render, requestFrame);
    loop.markDirty();
    loop.markDirty();
    expect(render).not.toHaveBeenCalled();
    expect(frames).toHaveLength(1);
    runFrame();
    expect(render).toHaveBeenCalledTimes(1);
    expect(frames).toHaveLength(0);
    loop.markDirty();
    runFrame();
    expect(render).toHaveBeenCalledTimes(2);
  });

  it('renders at once when flushed, and the frame that was asked for then does nothing', () => {
    const render = vi.fn();
    const loop = createLoop(render, requestFrame);
    loop.flush();
    expect(render).not.toHaveBeenCalled();
    loop.markDirty();
    loop.flush();
    runFrame();
    expect(render).toHaveBeenCalledTimes(1);
  });

  it('goes on after a render that failed', () => {
    const render = vi.fn().mockImplementationOnce(() => {
      throw new Error('once');
    });
    const loop = createLoop(render, requestFrame);
    loop.markDirty();
    expect(runFrame).toThrow('once');
    loop.markDirty();
    runFrame();
    expect(render).toHaveBeenCalledTimes(2);
  });
});

describe('the store', () => {
  it('tells of changes, and of nothing else', () => {
    const surroundings = { dark: false, forcedColors: false, printing: false };
    const changed = vi.fn();
    const store = createStore(initialState({ language: 'en', surroundings }), changed);
    const before = store.state;
    store.change((state) => state);
    expect(changed).not.toHaveBeenCalled();
    store.change((state) => ({ ...state, swapped: true }));
    expect(changed).toHaveBeenCalledExactlyOnceWith(store.state, before);
    expect(store.state.swapped).toBe(true);
  });
});

describe('a step of the frame', () => {
  it('is not computed again while it is made from the same', () => {
    const compute = vi.fn((a: object, b: number) => [a, b]);
    const step = remember(compute);
    const a = {};
    expect(step(a, 1)).toBe(step(a, 1));
    expect(compute).toHaveBeenCalledTimes(1);
    step(a, 2);
    step({}, 2);
    expect(compute).toHaveBeenCalledTimes(3);
  });

  it('reads the most probable digit, of equals the first', () => {
    expect(readingOf(Float32Array.of(0, 0.1, 0.4, 0.1, 0, 0, 0, 0, 0, 0.4), ALWAYS_A_DIGIT).digit).toBe(2);
  });
});

describe('data blocks', () => {
  it('are checked before anything is made of them', () => {
    expect(parseDrawingBlock(null)).toBeNull();
    expect(parseDrawingBlock({ strokes: [[[1, 2]]], placed: true })).toEqual({ strokes: [[[1, 2]]], placed: true });
    expect(parseDrawingBlock({ strokes: [] })).toEqual({ strokes: [], placed: false });
    expect(() => parseDrawingBlock(7)).toThrow('not an object');
    expect(() => parseWeightsBlock({ safetensors: 1 })).toThrow('no safetensors');
    expect(() => parseWeightsBlock(null)).toThrow('not an object');
  });

  it('name themselves when they are damaged', () => {
    expect(new DamagedBlock('data-weights', 'missing').message).toBe('data-weights: missing');
  });
});

describe('the style sheet', () => {
  it('gives the dark theme the same colours by the system and by the switch', () => {
    const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');
    const colorsAfter = (selector: string) => {
      const block = css.slice(css.indexOf(selector)).match(/\{([^}]*)\}/)?.[1] ?? '';
      return block.split(';').map((line) => line.trim());
    };
    const bySystem = colorsAfter(':root:not([data-theme="light"])');
    expect(bySystem.length).toBeGreaterThan(5);
    expect(bySystem).toEqual(colorsAfter('\n:root[data-theme="dark"]'));
  });
});
