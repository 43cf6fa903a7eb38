import { describe, expect, it } from 'vitest';
import type { Drawing } from '../../src/ink/drawing.ts';
import { createPlainPenNetwork } from '../../src/net/pen/plain.ts';
import { answerCode, answeredIn, UNREAD } from '../../src/state/answer-codes.ts';
import { MOST_READ } from '../../src/state/past.ts';
import { createPenPast, type PenPast } from '../../src/state/pen-past.ts';
import { penOpinion } from '../../src/state/pen-reading.ts';
import { randomPenWeights } from '../pen-networks.ts';
import { atMoment, drawingOf } from '../support.ts';

const NETWORK = createPlainPenNetwork(randomPenWeights(3));

function drawn(points: number): Drawing {
  return drawingOf([Array.from({ length: points }, (_, i) => [30 * i, 900 * Math.sin(i / 4)])]);
}

function fillAll(past: PenPast): number {
  const steps = past.fill();
  let taken = 0;
  while (!steps.next().done) taken++;
  return taken;
}

describe('the past of what the pen’s network said', () => {
  it('is what it says at every moment, which is a digit', () => {
    const drawing = drawn(30);
    const past = createPenPast();
    past.follow(drawing, NETWORK);
    past.note(30, penOpinion(NETWORK, drawing));
    fillAll(past);
    for (let moment = 1; moment <= 30; moment++) {
      const { digit, probabilities } = penOpinion(NETWORK, atMoment(drawing, moment));
      const reading = { verdict: 'digit', digit, probabilities } as const;
      expect(past.answers[moment - 1], `point ${moment}`).toBe(answerCode(reading));
      expect(past.shares[10 * (moment - 1) + (digit ?? 0)] / 255).toBeCloseTo(probabilities?.[digit ?? 0] ?? 0, 2);
    }
    for (const { answer, picture } of past.changes()) {
      expect(answeredIn(answer)).not.toBeNull();
      expect(picture, 'it sees no picture').toBeNull();
    }
  });

  it('of a long drawing is read at so many moments, and where the answer changes', () => {
    const drawing = drawn(3000);
    const past = createPenPast();
    past.follow(drawing, NETWORK);
    fillAll(past);
    const read = past.answers.subarray(0, 3000).filter((answer) => answer !== UNREAD).length;
    expect(read).toBeGreaterThanOrEqual(MOST_READ);
    expect(read).toBeLessThan(2 * MOST_READ);
    for (const { moment, answer } of past.changes().slice(1)) {
      expect(answeredIn(past.answers[moment - 2]), `before point ${moment}`).not.toBe(answeredIn(answer));
    }
  });

  it('says nothing of nothing, and forgets what another drawing has not in common', () => {
    const past = createPenPast();
    past.follow(drawn(9), NETWORK);
    past.note(1, { digit: null, probabilities: null });
    expect(past.changes()).toEqual([]);
    fillAll(past);
    past.follow(drawingOf([[[7, 7]]]), NETWORK);
    expect(past.changes()).toEqual([]);
  });
});
