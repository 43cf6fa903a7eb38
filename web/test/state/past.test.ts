import { describe, expect, it } from 'vitest';
import { type Reading, readingOf } from '../../src/explain/reading.ts';
import { ALWAYS_A_DIGIT } from '../../src/explain/verdict.ts';
import type { Drawing } from '../../src/ink/drawing.ts';
import { createRasterizer } from '../../src/ink/raster.ts';
import { softmax } from '../../src/net/cnn/operations.ts';
import { answerCode, answeredIn, UNREAD } from '../../src/state/answer-codes.ts';
import { createPast, longestRuns, MOST_PICTURES, MOST_READ, type Past } from '../../src/state/past.ts';
import { NETWORKS } from '../networks.ts';
import { atMoment, drawingOf, randomWeights } from '../support.ts';

const RULE = { ...ALWAYS_A_DIGIT, digitFrom: 0.3, unsureFrom: 0.22 };
const [, createNetwork] = NETWORKS[1];
const NETWORK = createNetwork(randomWeights(3));
const OTHER = createNetwork(randomWeights(4));
const BLANK = new Float32Array(28 * 28);

/** A line that turns again and again. */
function drawn(points: number, side = 1): Drawing {
  return drawingOf([Array.from({ length: points }, (_, i) => [30 * i, side * 900 * Math.sin(i / 4)])]);
}

const reads = (digit: number, share = 0.9): Reading => {
  const probabilities = new Float32Array(10).fill((1 - share) / 9);
  probabilities[digit] = share;
  return readingOf(probabilities, RULE);
};

function readAt(drawing: Drawing, moment: number): Reading {
  const input = createRasterizer()(atMoment(drawing, moment));
  const logits = NETWORK.logits(input ?? BLANK);
  softmax(logits, logits);
  return readingOf(logits, RULE);
}

function fillAll(past: Past): number {
  const steps = past.fill(RULE);
  let taken = 0;
  while (!steps.next().done) taken++;
  return taken;
}

const momentsOf = (past: Past) => past.changes().map(({ moment }) => moment);

describe('the past of a drawing', () => {
  it('where nobody looked is what the network reads after each point', () => {
    const drawing = drawn(41);
    const past = createPast();
    past.follow(drawing, NETWORK);
    past.note(41, readAt(drawing, 41), BLANK);
    expect(fillAll(past)).toBeGreaterThan(5);
    for (let moment = 1; moment <= 41; moment++) {
      const reading = readAt(drawing, moment);
      expect(past.answers[moment - 1], `point ${moment}`).toBe(answerCode(reading));
      const share = past.shares[10 * (moment - 1) + (reading.digit ?? 0)];
      expect(share / 255).toBeCloseTo(reading.probabilities?.[reading.digit ?? 0] ?? 0, 2);
    }
  });

  it('tells where the answer becomes another, whatever came between is read', () => {
    const past = createPast();
    past.follow(drawn(9), NETWORK);
    for (const [moment, digit] of [
      [1, 1],
      [2, 1],
      [5, 7],
      [6, 7],
    ] as const)
      past.note(moment, reads(digit), BLANK);
    expect(momentsOf(past)).toEqual([1, 5]);
    past.note(4, reads(7), BLANK);
    expect(momentsOf(past), 'the change was earlier').toEqual([1, 4]);
    past.note(3, reads(2), BLANK);
    expect(past.changes().map(({ answer }) => answeredIn(answer))).toEqual([1, 2, 7]);
    expect(past.changes(), 'the same while nothing has changed').toBe(past.changes());
  });

  it('counts one answer while it is more or less sure, and none as another', () => {
    const past = createPast();
    past.follow(drawn(9), NETWORK);
    past.note(1, reads(4, 0.9), BLANK);
    past.note(2, reads(4, 0.25), BLANK);
    expect(reads(4, 0.25).verdict).toBe('unsure');
    expect(momentsOf(past)).toEqual([1]);
    past.note(3, reads(4, 0.12), BLANK);
    expect(reads(4, 0.12).verdict).toBe('none');
    expect(momentsOf(past)).toEqual([1, 3]);
  });

  it('of a long drawing is read at evenly spaced moments, and exactly where the answer changes', () => {
    const drawing = drawn(3000, 3);
    const past = createPast();
    past.follow(drawing, NETWORK);
    fillAll(past);
    const read = past.answers.subarray(0, 3000).filter((answer) => answer !== UNREAD).length;
    expect(read).toBeGreaterThanOrEqual(MOST_READ);
    expect(read).toBeLessThan(1.5 * MOST_READ);
    for (const moment of momentsOf(past).slice(1))
      expect(past.answers[moment - 2], `the point before ${moment}`).not.toBe(UNREAD);
  });

  it('goes on with the drawing, and stands when it is undone and done again', () => {
    const drawing = drawn(20);
    const past = createPast();
    past.follow(drawing, NETWORK);
    for (let moment = 1; moment <= 20; moment++) past.note(moment, reads(moment > 10 ? 7 : 1), BLANK);
    past.follow(atMoment(drawing, 8), NETWORK);
    expect(momentsOf(past)).toEqual([1]);
    past.follow(drawing, NETWORK);
    expect(momentsOf(past)).toEqual([1, 11]);
    expect(fillAll(past)).toBe(0);
  });

  it('of a drawing that goes another way from an earlier moment is kept up to there', () => {
    const past = createPast();
    past.follow(drawn(20), NETWORK);
    for (let moment = 1; moment <= 20; moment++) past.note(moment, reads(moment > 3 ? 7 : 1), BLANK);
    const points = Array.from({ length: 12 }, (_, i) => [30 * i, i < 8 ? 900 * Math.sin(i / 4) : 0]);
    past.follow(drawingOf([points]), NETWORK);
    expect([...past.answers.subarray(0, 12)].map((answer) => answer !== UNREAD)).toEqual(
      Array.from({ length: 12 }, (_, i) => i < 8),
    );
    expect(momentsOf(past)).toEqual([1, 4]);
  });

  it('is forgotten when the network is another', () => {
    const drawing = drawn(20);
    const past = createPast();
    past.follow(drawing, NETWORK);
    fillAll(past);
    past.follow(drawing, OTHER);
    expect(past.changes()).toEqual([]);
    fillAll(past);
    expect(momentsOf(past)[0]).toBe(1);
  });

  it('keeps the drawing at each change, but only of the longest runs if there are many', () => {
    const input = Float32Array.from({ length: 28 * 28 }, (_, i) => (i === 5 ? 1 : 0));
    const past = createPast();
    past.follow(drawn(400), NETWORK);
    past.note(1, reads(1), input);
    expect(past.changes()[0].picture?.[5]).toBe(255);
    for (let moment = 2; moment <= 400; moment++) past.note(moment, reads(moment % 2), input);
    const pictured = past.changes().filter(({ picture }) => picture !== null);
    expect(pictured.length).toBeLessThanOrEqual(MOST_PICTURES);
    expect(past.changes().at(-1)?.picture, 'the newest has one').not.toBeNull();
  });
});

describe('the longest runs', () => {
  it('come first, digits before none, and the newest before all', () => {
    const digit = answerCode(reads(3));
    const none = answerCode(reads(3, 0.12));
    const change = (moment: number, answer: number) => ({ moment, answer, picture: null });
    const changes = [change(1, none), change(20, digit), change(24, none), change(26, digit), change(36, none)];
    expect(longestRuns(changes, 40).map(({ moment }) => moment)).toEqual([36, 26, 20, 1, 24]);
  });
});
