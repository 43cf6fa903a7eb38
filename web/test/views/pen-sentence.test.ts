import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import { EMPTY_READING, readingOf } from '../../src/explain/reading.ts';
import { ALWAYS_A_DIGIT } from '../../src/explain/verdict.ts';
import type { Drawing } from '../../src/ink/drawing.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { createPlainPenNetwork } from '../../src/net/pen/plain.ts';
import { loadPenWeights } from '../../src/net/pen/weights.ts';
import { ASKED, NO_PEN_ASKING, type PenAsking, shownToken } from '../../src/state/pen-asking.ts';
import { createPenReader, penOpinion } from '../../src/state/pen-reading.ts';
import { initialState, replaceDrawing } from '../../src/state/state.ts';
import { createNumbers } from '../../src/text/numbers.ts';
import { wayInWords } from '../../src/views/pen-place/diagram/sentence.ts';
import { atMoment } from '../support.ts';

const FILE = new URL('../../../src/inkspect/pretrained/pen.safetensors', import.meta.url);
const { weights } = loadPenWeights(readFileSync(FILE));
const network = createPlainPenNetwork(weights);
const read = createPenReader(createPlainPenNetwork(weights), () => network);
const numbers = createNumbers('en', english);
const [LINE] = readFileSync('tests/golden/drawings.jsonl', 'utf8').split('\n');
const DRAWING = fromStrokes(JSON.parse(LINE).strokes, { placed: true });
const THREE = new Float32Array(10).fill(0.02);
THREE[3] = 0.82;

function said(
  drawing: Drawing,
  asking: Partial<PenAsking> = {},
  moment: number | null = null,
  picture = EMPTY_READING,
) {
  const penAsking = { ...NO_PEN_ASKING, ...asking };
  const reading = read(drawing, []);
  const surroundings = { dark: false, forcedColors: false, printing: false };
  const state = { ...replaceDrawing(initialState({ surroundings }), DRAWING), penAsking, moment };
  const shown = { ids: reading.trace.ids, token: shownToken(penAsking, reading.tokens), heads: penAsking.heads };
  return { reading, text: wayInWords({ words: english, numbers, reading: picture, drawing, state }, reading, shown) };
}

describe('the sentence about a token', () => {
  it('tells how sure the network was of the digit before and after it, as if it had been asked each time', () => {
    const { reading, text } = said(DRAWING, { token: 6 });
    const digit = reading.digit ?? 0;
    const share = (at: number) => numbers.probability.usual(reading.opinionAt(at).probabilities?.[digit] ?? Number.NaN);
    expect(text).toMatch(/^Token 6, [a-z ]+: /);
    expect(text).toContain(`${digit} went from ${share(5)} to ${share(6)}.`);
    expect(reading.opinionAt(reading.tokens.ids.length - 1).probabilities).toEqual(
      penOpinion(network, DRAWING).probabilities,
    );
  });

  it('names the token that the head looked at most, but not the first one, nor the one that looks', () => {
    for (const token of [4, 9, 15]) {
      const { reading, text } = said(DRAWING, { token });
      const first = token * 96;
      const row = [...reading.trace.layers[0].attention.subarray(first, first + token)];
      row[0] = 0;
      const key = row.indexOf(Math.max(...row));
      expect(text).toContain(`Besides itself and the start, head 1 looked most at ${key}, `);
      expect(text).toContain(`(${numbers.percent(row[key])}).`);
    }
  });

  it('says what comes next in words that can be read aloud, and of ASK the digit', () => {
    expect(said(DRAWING).text).toMatch(
      /Next: (?:(?:right|left|up|down)[a-z ]*|the end|lifting the pen), [<>]?[\d.]+%\./,
    );
    const { reading, text } = said(DRAWING, { token: ASKED });
    expect(text).toMatch(new RegExp(`^ASK. The digit: ${reading.digit}, [<>]?[\\d.]+%. Besides itself`));
    expect(said(DRAWING, { token: 0 }).text).toMatch(/^Token 0, READ. Next: AT \d+, \d+%\.$/);
  });

  it('says at an earlier moment which network reads what then', () => {
    const moment = Math.round(0.6 * DRAWING.points);
    const { reading, text } = said(atMoment(DRAWING, moment), {}, moment, readingOf(THREE, ALWAYS_A_DIGIT));
    expect(text).toContain(
      `At point ${moment} of ${DRAWING.points} the picture’s network reads 3 (82%), the pen’s expects`,
    );
    expect(text).toContain(`the pen’s expects ${reading.digit} (`);
  });
});
