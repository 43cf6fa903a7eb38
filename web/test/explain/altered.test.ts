/** What would happen without some ink, or with more: 784 passes in chunks. */

import { describe, expect, it } from 'vitest';
import { type Alter, alteredLogits, differenceChanges } from '../../src/explain/attribution/altered.ts';
import { addDot } from '../../src/explain/attribution/insertion.ts';
import { clearSquare } from '../../src/explain/attribution/occlusion.ts';
import { goldenInputs, leadersOf, publishedWeights } from '../golden-drawings.ts';
import { NETWORKS } from '../networks.ts';
import { largestDifference } from '../support.ts';

const weights = publishedWeights();
const drawings = goldenInputs();

/** The ink rule's dot, as it is written down, centred on a cell's centre. */
function withDot(input: Float32Array, place: number): Float32Array {
  const [x, y] = [(place % 28) + 0.5, Math.floor(place / 28) + 0.5];
  return input.map((ink, cell) => {
    const distance = Math.hypot((cell % 28) + 0.5 - x, Math.floor(cell / 28) + 0.5 - y);
    return Math.max(ink, Math.min(1, Math.max(0, 1.15 + 0.5 - distance)));
  });
}

function withoutSquare(input: Float32Array, place: number): Float32Array {
  return input.map((ink, cell) => {
    const away = Math.max(
      Math.abs((cell % 28) - (place % 28)),
      Math.abs(Math.floor(cell / 28) - Math.floor(place / 28)),
    );
    return away <= 2 ? 0 : ink;
  });
}

const METHODS: readonly (readonly [string, Alter, typeof withDot])[] = [
  ['a 5×5 square cleared', clearSquare(5), withoutSquare],
  ['a dot of the pen added', addDot(1.15), withDot],
];

function finish<Result>(chunks: Generator<void, Result>): { result: Result; chunks: number } {
  for (let count = 1; ; count++) {
    const { done, value } = chunks.next();
    if (done) return { result: value, chunks: count };
  }
}

describe.each(NETWORKS)('in %s', (_, createNetwork) => {
  const network = createNetwork(weights);

  it.each(METHODS)('%s at each of 784 cells changes the difference as a pass of its own says', (_, alter, altered) => {
    for (const input of [drawings[0], drawings[77], new Float32Array(784)]) {
      const logits = network.logits(input);
      const [digit, rival] = leadersOf(logits);
      const { result, chunks } = finish(alteredLogits(network, input, alter));
      const changes = differenceChanges(result, digit, rival);
      const before = logits[digit] - logits[rival];
      const expected = changes.map((_, cell) => {
        const alone = network.forward(altered(input, cell)).logits;
        return alone[digit] - alone[rival] - before;
      });
      expect(largestDifference(changes, expected)).toBe(0);
      expect(chunks).toBeLessThanOrEqual(113);
    }
  });

  it.each(METHODS)('%s: other passes may come between the chunks, and the input may change', (_, alter) => {
    const input = drawings[9].slice();
    const expected = finish(alteredLogits(network, input, alter)).result;
    const chunks = alteredLogits(network, input, alter);
    input.set(drawings[10]);
    for (let i = 0; ; i++) {
      const { done, value } = chunks.next();
      if (done) {
        expect(value).toEqual(expected);
        return;
      }
      network.logits(drawings[i % drawings.length]);
    }
  });
});

it('clearing a square changes nothing where there is no ink, and adding a dot nothing under full ink', () => {
  const [blank, full] = [new Float32Array(784), new Float32Array(784).fill(1)];
  expect(clearSquare(5)(blank, 3, 3)).toBe(false);
  expect(addDot(1.15)(full, 3, 3)).toBe(false);
  expect(addDot(1.15)(blank, 0, 27)).toBe(true);
  expect(blank[27]).toBe(1);
  expect(blank.filter((ink) => ink > 0)).toHaveLength(4);
});

it('refuses what is no input before any work', () => {
  const network = NETWORKS[0][1](weights);
  expect(() => alteredLogits(network, new Float32Array(783), clearSquare(5))).toThrow(/784 values, not 783/);
});
