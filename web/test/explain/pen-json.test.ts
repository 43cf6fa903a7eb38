import { describe, expect, it } from 'vitest';
import { penExplanationJson } from '../../src/explain/pen/json.ts';
import { type PenPart, readPenPart } from '../../src/explain/pen/parts.ts';
import { FIRST_PLACE, FIRST_STEP, READ } from '../../src/net/pen/description.ts';
import { withAsk } from '../../src/net/pen/grammar.ts';
import { tracePen } from '../../src/net/pen/network.ts';
import { createPlainPenNetwork } from '../../src/net/pen/plain.ts';
import { numbersOf, randomPenWeights } from '../pen-networks.ts';

const weights = randomPenWeights(3);
const ids = Uint8Array.of(READ, FIRST_PLACE + 3, FIRST_PLACE + 4, FIRST_STEP, FIRST_STEP + 4);
const trace = tracePen(createPlainPenNetwork(weights), withAsk(ids));
const next = new Float32Array(47);
next.set([0.25, 0.75], FIRST_STEP);

function explained(part: PenPart | null = null) {
  const reading = { leftOut: 2, trace, weights, probabilities: new Float32Array(10).fill(0.1), digit: 0, next };
  return JSON.parse(JSON.stringify(penExplanationJson(reading, { part, strokesOff: [1] }, 'abc')));
}

describe('the explanation of the pen’s network as JSON', () => {
  it('tells what is read, tokens by name, and where the pen is', () => {
    const { kind, format, network, strokes_off, left_out, names, places, next: expected } = explained();
    expect({ kind, format, network, strokes_off, left_out }).toEqual({
      kind: 'inkspect-pen-explanation',
      format: 1,
      network: 'abc',
      strokes_off: [1],
      left_out: 2,
    });
    expect(names).toEqual(['READ', 'AT 3', 'AT 4', 'STEP 0', 'STEP 4', 'ASK']);
    expect(places).toEqual([
      null,
      null,
      { x: 3, y: 4, up: false },
      { x: 4, y: 4, up: false },
      { x: 4, y: 5, up: false },
      null,
    ]);
    expect(Object.entries(expected)).toEqual([
      ['STEP 1', 0.75],
      ['STEP 0', 0.25],
    ]);
  });

  it('has every number of the trace under its name in Python, to 7 digits, masked scores being null', () => {
    const told: Record<string, unknown[]> = explained().trace;
    const numbers = numbersOf(trace);
    expect(Object.keys(told)).toEqual(expect.arrayContaining(Object.keys(numbers)));
    for (const [name, values] of Object.entries(told)) {
      const flat = values.flat(3);
      const expected = numbers[name].map((value) => (Number.isFinite(value) ? Number(value.toPrecision(7)) + 0 : null));
      expect(flat, name).toEqual(expected);
    }
  });

  it('tells where a number comes from and what it feeds, and nothing where the sequence has no such token', () => {
    const head = explained(readPenPart('head.2.3.9')).part;
    expect(head.kind).toBe('products');
    expect(head.terms.parts).toEqual(['value.2.0.9', 'value.2.1.9', 'value.2.2.9', 'value.2.3.9']);
    expect(head.terms.factors).toEqual([
      'attention.2.2.3.0',
      'attention.2.2.3.1',
      'attention.2.2.3.2',
      'attention.2.2.3.3',
    ]);
    expect(explained(readPenPart('embedding.3.5')).part.terms.parts).toEqual([
      `token.${FIRST_STEP}.5`,
      'position.3.5',
      'placeX.11.5',
      'placeY.11.5',
    ]);
    expect(explained(readPenPart('logit.2.30')).part.terms).not.toHaveProperty('factors');
    expect(explained(readPenPart('embedding.6.0')).part).toBeNull();
    const masked = { quantity: 'score', layer: 0, head: 0, token: 1, key: 2 } as const;
    expect(explained(masked).part).toMatchObject({ kind: 'masked', output: null });
  });
});
