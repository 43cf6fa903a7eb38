import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attentionRow } from '../../src/explain/pen/attention.ts';
import { SIZES } from '../../src/net/pen/description.ts';
import { tracePen } from '../../src/net/pen/network.ts';
import { createPlainPenNetwork } from '../../src/net/pen/plain.ts';
import { anySequence, randomPenWeights } from '../pen-networks.ts';

const network = createPlainPenNetwork(randomPenWeights(11));
const anyLayer = fc.nat(SIZES.layers - 1);
const anyHead = fc.nat(SIZES.heads - 1);
const sum = (row: Float64Array): number => row.reduce((total, weight) => total + weight, 0);

describe('where a token looked', () => {
  it('is shared out: a row has a weight for each token up to its own, none below 0, and they sum to 1', () => {
    fc.assert(
      fc.property(anySequence, anyLayer, anyHead, fc.nat(), (ids, layer, head, at) => {
        const token = at % ids.length;
        const row = attentionRow(tracePen(network, ids), { layer, head, against: null }, token);
        expect(row).toHaveLength(token + 1);
        expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
        expect(sum(row)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('differs between heads by as much more as less: a difference sums to 0, and the other way round is its opposite', () => {
    fc.assert(
      fc.property(anySequence, anyLayer, anyHead, anyHead, fc.nat(), (ids, layer, head, against, at) => {
        const trace = tracePen(network, ids);
        const token = at % ids.length;
        const row = attentionRow(trace, { layer, head, against }, token);
        const back = attentionRow(trace, { layer, head: against, against: head }, token);
        expect(sum(row)).toBeCloseTo(0, 5);
        row.forEach((difference, key) => {
          expect(difference + back[key]).toBe(0);
        });
      }),
    );
  });
});
