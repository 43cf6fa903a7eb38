import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Part } from '../../src/explain/unit.ts';
import {
  isFragment,
  isSameFragment,
  readFragment,
  readQuery,
  readSent,
  withOptions,
  writeFragment,
} from '../../src/state/address.ts';
import { NO_PEN_ASKING } from '../../src/state/pen-asking.ts';
import { BEGINNING, LAB_STEP } from '../../src/state/placing.ts';
import { editKernel, NOTHING_ASKED, NOTHING_SELECTED, select } from '../../src/state/selection.ts';
import { openLinked, replaceDrawing, showMoment, undoChange } from '../../src/state/state.ts';
import { stateOf, WHOLE_PEN, write } from '../addressed.ts';
import { anyPart, everyPart } from '../parts.ts';
import { anyPenPart } from '../pen-parts.ts';
import { drawingOf } from '../support.ts';

const WHOLE = 'part=conv2.12.2.3&digit=3&rival=8&why&off=map2.5,fc1.12';

const OPTIONS_AS_BEGUN = {
  maps: 'pooled',
  allLinks: false,
  logits: 'average',
  method: 'integrated',
  writeDigit: 3,
  temperature: 0.8,
  topK: null,
  seed: 0,
} as const;

function digit(): fc.Arbitrary<number | null> {
  return fc.option(fc.integer({ min: 0, max: 9 }));
}

function anySelection() {
  return fc.record({ part: fc.option(anyPart()), digit: digit(), rival: digit(), why: fc.boolean() });
}

const anyOptions = fc.record({
  maps: fc.constantFrom('pooled', 'convolved'),
  allLinks: fc.boolean(),
  logits: fc.constantFrom('average', 'computed'),
  method: fc.constantFrom('integrated', 'occlusion', 'insertion'),
} as const);

describe('docs/link-format.md', () => {
  it('has a row for everything that the address tells', () => {
    const tables = readFileSync('docs/link-format.md', 'utf8').matchAll(/^\| key \| what \|\n.*\n((?:\|.*\n)+)/gm);
    const documented = [...tables]
      .flatMap(([, rows]) => [...rows.matchAll(/^\| (`[^|]+`) \|/gm)])
      .flatMap(([, keys]) => keys.replaceAll('`', '').split(', '));
    const options = { maps: 'convolved', allLinks: true, logits: 'computed', method: 'occlusion' } as const;
    const asked = { ...readFragment(`${WHOLE}&place=learn&step=2`), ...options };
    const opened = openLinked(stateOf(asked), {
      drawing: drawingOf([
        [
          [0, 0],
          [9, 9],
        ],
      ]),
      ink: '1abc',
    });
    const told = new URLSearchParams(writeFragment(showMoment(opened, 1)));
    const toldInPen = new URLSearchParams(write(readFragment(WHOLE_PEN)));
    const keys = new Set([...told.keys(), ...toldInPen.keys(), 'lang', 'kernels']);
    expect(documented.sort()).toEqual([...keys].sort());
  });
});

describe('the query of the address', () => {
  it('holds the language, exactly as written', () => {
    expect(readQuery('file:///page.html?x=1&lang=ja-JP&theme=dark#lang=en')).toEqual({ language: 'ja-JP' });
    expect(readQuery('file:///page.html')).toEqual({});
  });

  it('tells how the network is computed', () => {
    expect(readQuery('file:///page.html?kernels=plain')).toEqual({ kernels: 'plain' });
    expect(readQuery('file:///page.html?kernels=fast')).toEqual({});
  });

  it('gets another language only if it names one, and keeps everything else', () => {
    expect(withOptions('file:///page.html?lang=ja&x=1#top', { language: 'en' })).toBe(
      'file:///page.html?lang=en&x=1#top',
    );
    expect(withOptions('file:///page.html?x=1', { language: 'ja' })).toBe('file:///page.html?x=1');
    expect(withOptions('file:///page.html?lang=en', { theme: 'dark' })).toBe('file:///page.html?lang=en');
  });

  it('says nothing of what the fragment holds, nor the fragment of what it holds', () => {
    expect(readQuery('file:///page.html?maps=convolved&place=learn&ink=1a')).toEqual({});
    expect(withOptions('file:///page.html?maps=pooled', { maps: 'convolved' })).toBe('file:///page.html?maps=pooled');
    expect(isFragment('lang=ja&kernels=plain')).toBe(false);
    expect(write({ language: 'ja', kernels: 'plain' })).toBe('');
  });
});

describe('the fragment of the address', () => {
  it('holds the part, digit and rival, whether it is asked why, and what is switched off', () => {
    const asked = readFragment(`#${WHOLE}`);
    expect(asked).toEqual({
      ...BEGINNING,
      penAsking: NO_PEN_ASKING,
      selection: { part: { layer: 'conv2', map: 12, cell: 23 }, digit: 3, rival: 8, why: true },
      pointed: null,
      off: [
        { layer: 'map2', map: 5 },
        { layer: 'fc1', unit: 12 },
      ],
      ...OPTIONS_AS_BEGUN,
    });
    expect(write(asked)).toBe(WHOLE);
  });

  it('says nothing of edited kernels: another address leaves them as they are', () => {
    const link = { layer: 'link', stage: 'conv2', source: 5, target: 12 } as const;
    expect(write(editKernel(NOTHING_ASKED, link, new Float32Array(9)))).toBe('');
    expect(readFragment('#part=map2.12')).not.toHaveProperty('edited');
  });

  it('is empty if nothing is asked, which is then nothing by identity', () => {
    expect(write(NOTHING_ASKED)).toBe('');
    expect(readFragment('').selection).toBe(NOTHING_SELECTED);
    expect(readFragment('#').selection).toBe(NOTHING_SELECTED);
  });

  it('reads back whatever was written', () => {
    const switches = everyPart().filter(({ layer }) => layer === 'map1' || layer === 'map2' || layer === 'fc1');
    fc.assert(
      fc.property(anySelection(), fc.subarray(switches), anyOptions, (selection, off: Part[], options) => {
        const asked = {
          ...BEGINNING,
          penAsking: NO_PEN_ASKING,
          selection: select(NOTHING_ASKED, selection).selection,
          pointed: null,
          off,
          ...OPTIONS_AS_BEGUN,
          ...options,
        };
        expect(readFragment(write(asked))).toEqual(asked);
      }),
    );
  });

  it('holds the options that say how the network is shown, and not those that suit whoever looks at it', () => {
    const options = { maps: 'convolved', allLinks: true, logits: 'computed', method: 'occlusion' } as const;
    expect(write({ ...options, theme: 'dark', projector: true, swapped: true, language: 'ja' })).toBe(
      'maps=convolved&allLinks&logits=computed&method=occlusion',
    );
    expect(readFragment('maps=before&allLinks=1&logits=&method=toString')).toMatchObject(OPTIONS_AS_BEGUN);
  });

  it('holds a moment that is rested at, not those that a replay passes through', () => {
    const drawn = replaceDrawing(
      stateOf({}),
      drawingOf([
        [
          [0, 0],
          [9, 9],
          [9, 0],
        ],
      ]),
    );
    const playing = { speed: 1, loop: false, by: 'time' } as const;
    expect(writeFragment(showMoment(drawn, 2))).toBe('at=2');
    expect(writeFragment({ ...showMoment(drawn, 2), playing })).toBe('');
    expect(isSameFragment(drawn, { ...showMoment(drawn, 2), playing })).toBe(true);
    expect(isSameFragment(drawn, showMoment(drawn, 2))).toBe(false);
  });

  it('holds the drawing of a link as long as that is the drawing', () => {
    const opened = openLinked(stateOf({}), { drawing: drawingOf([[[0, 0]]]), ink: '1abc' });
    const drawnOver = replaceDrawing(opened, drawingOf([[[7, 7]]]));
    expect(writeFragment(opened)).toBe('ink=1abc');
    expect(writeFragment(drawnOver)).toBe('');
    expect(isSameFragment(opened, drawnOver)).toBe(false);
    expect(writeFragment(undoChange(drawnOver))).toBe('ink=1abc');
  });

  it('sends a drawing and its moment, which may be missing or damaged', () => {
    expect(readSent('#part=picture&at=34&ink=1a-_B')).toEqual({ at: 34, ink: '1a-_B' });
    for (const at of ['', '-1', '1e3', '123456', 'x', '3.5'])
      expect(readSent(`at=${at}&ink=`)).toEqual({ at: null, ink: null });
    expect(readSent('')).toEqual({ at: null, ink: null });
  });

  it.each([
    ['ink=1abc', true],
    ['place=pen', true],
    ['without=2', true],
    ['why', true],
    ['part=map1.3&x=1', true],
    ['x=1', false],
    ['https://example.org/?why', false],
    ['', false],
  ])('is told from other texts: %s', (text, is) => expect(isFragment(text)).toBe(is));

  it('holds the place, and in Learn the step, counted from 1, but never what was predicted', () => {
    expect(write({ place: 'learn', step: 2, guess: 1 })).toBe('place=learn&step=3');
    expect(write({ place: 'learn', step: 0, guess: null })).toBe('place=learn');
    expect(write({ place: 'draw', step: 2, guess: null })).toBe('');
    for (let step = 0; step <= LAB_STEP; step++)
      expect(readFragment(`place=learn&step=${step + 1}`)).toMatchObject({ place: 'learn', step, guess: null });
    for (const damaged of [
      'place=elsewhere',
      'place=LEARN',
      'place',
      'step=0',
      'step=8',
      'step=x',
      'step=1.5',
      'step=',
    ])
      expect(readFragment(damaged)).toMatchObject(BEGINNING);
  });

  it.each([
    ['another key', `${WHOLE}&x=1&__proto__=2&constructor=3`, WHOLE],
    ['no such part', 'part=conv9.1&digit=3', 'digit=3'],
    ['no digit', 'part=picture&digit=10&rival=-1', 'part=picture'],
    ['a digit in other words', 'digit=3.0&rival=%33', 'rival=3'],
    ['the digit as its own rival', 'digit=3&rival=3', 'digit=3'],
    ['a value for why', 'why=no&digit=1', 'digit=1'],
    ['a key twice, of which the first counts', 'digit=1&digit=2', 'digit=1'],
    ['switches that are none, or twice', 'off=map2.5,,x,logit.3,conv1.0.0.0,map2.5,group.1', 'off=map2.5'],
    ['broken escapes', 'part=%E0%A4%A&digit=%&why&%=%', 'why'],
    ['markup', 'part=<img src=x onerror=alert(1)>&digit=4', 'digit=4'],
  ])('drops %s and keeps the rest', (_, written, kept) => {
    expect(write(readFragment(`#${written}`))).toBe(kept);
  });

  it('never fails on anything, and what it makes of it can be written and read again', () => {
    const whole = `${WHOLE_PEN}&${WHOLE}`;
    const keys = [...new URLSearchParams(whole).keys()].map((key) => `${key}=`);
    const pieces = fc.constantFrom('place=pen&', ...keys, '&', ',', '.', '=', '%', '#', '+', ';', '-');
    const values = fc.oneof(
      anyPart().map((part) => JSON.stringify(part)),
      anyPenPart.map((part) => JSON.stringify(part)),
      fc.string(),
      fc.constantFrom(...whole.split(/[&=,]/)),
    );
    const damaged = fc
      .tuple(fc.nat(whole.length), fc.string({ unit: 'binary', maxLength: 4 }), fc.nat(8))
      .map(([at, put, cut]) => whole.slice(0, at) + put + whole.slice(at + cut));
    const written = fc.oneof(
      fc.array(fc.oneof(pieces, values)).map((all) => all.join('')),
      damaged,
    );
    fc.assert(
      fc.property(written, (text) => {
        const asked = readFragment(`#${text}`);
        expect(readFragment(write(asked))).toEqual(asked);
        expect(write(asked).length).toBeLessThan(1000);
      }),
      { numRuns: 5000 },
    );
  });
});
