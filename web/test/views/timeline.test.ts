import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import { readingOf } from '../../src/explain/reading.ts';
import { ALWAYS_A_DIGIT } from '../../src/explain/verdict.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import { answerCode } from '../../src/state/answer-codes.ts';
import { createPast, type Past } from '../../src/state/past.ts';
import { pastSentence } from '../../src/text/timeline.ts';
import { createColumnsPacker, unpackColumns } from '../../src/views/timeline/columns.ts';
import { momentAt, timelineCommand } from '../../src/views/timeline/keys.ts';
import { createTimelinePainter, type TimelineParts } from '../../src/views/timeline/picture.ts';
import { asCanvas, FakeCanvas } from '../fake-canvas.ts';
import { PALETTE } from '../palette.ts';
import { drawingOf, randomWeights } from '../support.ts';

const RULE = { ...ALWAYS_A_DIGIT, digitFrom: 0.5, unsureFrom: 0.3 };
const BLANK = new Float32Array(28 * 28);
const key = (name: string, shiftKey = false) => ({
  key: name,
  code: '',
  shiftKey,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
});

function reads(digit: number, share: number) {
  const probabilities = new Float32Array(10).fill((1 - share) / 9);
  probabilities[digit] = share;
  return readingOf(probabilities, RULE);
}

/** Three strokes of `points` points each, of which `answer` tells what is read, or null if nobody looked. */
function pastOf(points: number, answer: (moment: number) => readonly [digit: number, share: number] | null) {
  const drawing = drawingOf([0, 1, 2].map((s) => Array.from({ length: points }, (_, i) => [100 * s, i])));
  const past: Past = createPast();
  past.follow(drawing, createPlainNetwork(randomWeights(1)));
  for (let moment = 1; moment <= 3 * points; moment++) {
    const read = answer(moment);
    if (read) past.note(moment, reads(...read), BLANK);
  }
  return { past, drawing };
}

describe('keys on the timeline', () => {
  const at = { moment: 12, points: 40, changes: [1, 9, 12, 30] };
  it('go from point to point, by tens with Shift, and to the ends', () => {
    const goes = (name: string, shift = false) => timelineCommand(key(name, shift), at);
    expect([goes('ArrowLeft'), goes('ArrowDown'), goes('ArrowRight'), goes('ArrowUp')]).toEqual([11, 11, 13, 13]);
    expect([goes('ArrowLeft', true), goes('ArrowRight', true)]).toEqual([2, 22]);
    expect([goes('Home'), goes('End'), goes(' ')]).toEqual([0, 40, 'play']);
    expect(timelineCommand(key('ArrowRight'), { ...at, moment: 40 })).toBe(40);
    expect(timelineCommand(key('ArrowLeft'), { ...at, moment: 0 })).toBe(0);
  });

  it('go from change to change, and past the last ones to the ends', () => {
    const goes = (name: string, moment: number) => timelineCommand(key(name), { ...at, moment });
    expect([goes('PageDown', 12), goes('PageDown', 10), goes('PageDown', 1)]).toEqual([9, 9, 0]);
    expect([goes('PageUp', 12), goes('PageUp', 0), goes('PageUp', 30)]).toEqual([30, 1, 40]);
  });

  it('leave all others to the browser', () => {
    expect(timelineCommand(key('Tab'), at)).toBeNull();
    expect(timelineCommand({ ...key('ArrowLeft'), altKey: true }, at)).toBeNull();
  });
});

describe('a place on the timeline', () => {
  it('is a moment: the left end before the first point, the right end all of them', () => {
    expect([-5, 0, 70, 140, 279, 280, 400].map((place) => momentAt(place, 280, 40))).toEqual([
      0, 0, 10, 20, 40, 40, 40,
    ]);
  });
});

describe('the columns', () => {
  it('are the points, if there is a pixel for each', () => {
    const { past, drawing } = pastOf(10, (moment) => [moment > 12 ? 7 : 1, 0.8]);
    const columns = unpackColumns(createColumnsPacker()(past, drawing, 17, 280));
    expect([columns.count, columns.stride, columns.points, columns.moment]).toEqual([30, 1, 30, 17]);
    expect([11, 12].map((column) => columns.answer(column))).toEqual(
      [1, 7].map((digit) => answerCode(reads(digit, 0.8))),
    );
    expect(columns.share(12, 7)).toBe(204);
    expect(Array.from({ length: 30 }, (_, i) => i).filter(columns.beginsStroke)).toEqual([0, 10, 20]);
  });

  it('are never more than there are pixels, and each stands for its last point that was read', () => {
    const { past, drawing } = pastOf(100, (moment) => (moment % 2 ? [moment > 150 ? 7 : 1, 0.8] : null));
    const columns = unpackColumns(createColumnsPacker()(past, drawing, 300, 80));
    expect([columns.count, columns.stride]).toEqual([75, 4]);
    expect(columns.answer(36)).toBe(answerCode(reads(1, 0.8)));
    expect(columns.answer(38)).toBe(answerCode(reads(7, 0.8)));
    expect(columns.beginsStroke(25), 'point 101 is in column 25').toBe(true);
    expect(columns.beginsStroke(26)).toBe(false);
  });

  it('bridge points that came at once, but not what has not been read at all', () => {
    const { past, drawing } = pastOf(20, (moment) => (moment === 5 || moment === 60 ? [3, 0.9] : null));
    const columns = unpackColumns(createColumnsPacker()(past, drawing, 60, 280));
    expect([3, 4, 12, 40, 59].map((column) => columns.answer(column) > 0)).toEqual([false, true, true, false, true]);
  });
});

describe('the picture', () => {
  function paint(parts: Partial<TimelineParts> & Pick<TimelineParts, 'timeline'>) {
    const canvas = new FakeCanvas(280, 56);
    const painter = createTimelinePainter((width, height) => asCanvas(new FakeCanvas(width, height)));
    painter.paint(canvas.getContext() as CanvasRenderingContext2D, {
      timelineMarks: { marks: [], pictures: { side: 28, ink: new Uint8Array() } },
      timelinePen: null,
      timelineBox: { size: { width: 280, height: 56, ratio: 1 }, cursor: true },
      look: { palette: PALETTE, font: 'serif' },
      ...parts,
    });
    const texts = canvas.calls.filter(([name]) => name === 'fillText');
    return { texts, drawn: canvas.drawn, calls: canvas.calls };
  }
  const { past, drawing } = pastOf(10, (moment) => [moment > 12 ? 7 : 1, 0.8]);
  const pack = (moment = 30) => createColumnsPacker()(past, drawing, moment, 280);
  const mark = (moment: number, digit: number | null, picture: number | null = null) => ({ moment, digit, picture });

  it('names the digits where they begin to lead, each with the drawing then', () => {
    const marks = [mark(13, 7, 1), mark(1, 1, 0)];
    const { texts, drawn } = paint({
      timeline: pack(),
      timelineMarks: { marks, pictures: { side: 28, ink: new Uint8Array(2 * 784) } },
    });
    expect(texts.map(([, text]) => text)).toEqual(['7', '1']);
    expect(texts[0][2]).toBeCloseTo(112 + 18);
    expect(drawn.map(([, x, y, , , left]) => [x, y, left])).toEqual([
      [0, 28, 112],
      [0, 0, 0],
    ]);
  });

  it('leaves out the names that have no room beside more important ones', () => {
    const marks = [mark(13, 7), mark(14, 2), mark(1, null)];
    expect(
      paint({ timeline: pack(), timelineMarks: { marks, pictures: { side: 28, ink: new Uint8Array() } } }).texts.map(
        ([, text]) => text,
      ),
    ).toEqual(['7', '–']);
  });

  it('puts what comes after the moment further away', () => {
    const veil = (calls: unknown[][]) =>
      calls.find(([name, , , width, height]) => name === 'fillRect' && height === 56 && width);
    expect(veil(paint({ timeline: pack(15) }).calls)?.slice(1)).toEqual([140, 0, 140, 56]);
    expect(veil(paint({ timeline: pack(30) }).calls)).toBeUndefined();
  });

  it('of nothing drawn is blank', () => {
    const empty = drawingOf([]);
    const { texts, calls } = paint({ timeline: createColumnsPacker()(createPast(), empty, 0, 280) });
    expect(texts).toEqual([]);
    expect(calls.filter(([name]) => name === 'stroke')).toHaveLength(1);
  });
});

describe('the timeline in words', () => {
  const count = String;
  const from = (moment: number, digit: number | null) => ({ moment, digit });
  it('tells each answer and from where on it stands', () => {
    const answers = [from(1, 1), from(12, 7), from(20, null), from(30, 3)];
    expect(pastSentence(english, answers, count)).toBe(
      'What it read on the way: first 1, from point 12 on 7, from 20 on no digit, from 30 on 3.',
    );
    expect(pastSentence(japanese, answers.slice(0, 2), count)).toBe('途中の読み：最初は「1」、12 点目から「7」。');
    expect(pastSentence(english, [], count)).toBe('');
  });

  it('names the last of many, and how many it leaves out', () => {
    const answers = Array.from({ length: 30 }, (_, i) => from(i + 1, i % 2));
    const told = pastSentence(english, answers, count);
    expect(told).toContain('first 0, then 20 more answers, from point 22 on 1, ');
    expect(told).toContain('from 30 on 1.');
  });
});
