import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import { type PenPart, readPenPart } from '../../src/explain/pen/parts.ts';
import type { PenEvidence } from '../../src/explain/pen/provenance/description.ts';
import { penOrigin } from '../../src/explain/pen/provenance/origins.ts';
import { penProvenance } from '../../src/explain/pen/provenance/provenance.ts';
import { penValue } from '../../src/explain/pen/values.ts';
import { tracePen } from '../../src/net/pen/network.ts';
import { createPlainPenNetwork } from '../../src/net/pen/plain.ts';
import { loadPenWeights } from '../../src/net/pen/weights.ts';
import { styleOf } from '../../src/text/formula.ts';
import { formulaTex, formulaText } from '../../src/text/notation.ts';
import { createNumbers } from '../../src/text/numbers.ts';
import { mostPenRows, type PenSumRow, penArithmetic, penFeedRows } from '../../src/text/pen-arithmetic.ts';
import { penFormulas } from '../../src/text/pen-formula.ts';
import { penFacts, penNotes } from '../../src/text/pen-notes.ts';
import { penName } from '../../src/text/pen-parts.ts';
import { movementName, tokenMeaning, tokenSign } from '../../src/text/pen-tokens.ts';
import { partsOf } from '../explain/pen-every-part.ts';
import { TOKENS_CASES } from '../pen-golden.ts';
import { anySequence, randomPenWeights } from '../pen-networks.ts';

const style = styleOf(english, createNumbers('en', english));
const { weights } = loadPenWeights(
  readFileSync(new URL('../../../src/inkspect/pretrained/pen.safetensors', import.meta.url)),
);
const drawn = TOKENS_CASES.find(({ ids, up }) => ids.length > 20 && !up.includes(1));
if (!drawn) throw new Error('No golden drawing is one long stroke.');
const ids = Uint8Array.from(drawn.ids);
const evidence: PenEvidence = { trace: tracePen(createPlainPenNetwork(weights), ids), weights };
const last = ids.length - 1;

function partAt(name: string): PenPart {
  const part = readPenPart(name);
  if (part === null) throw new Error(`There is no ${name}.`);
  return part;
}

/** A printed number in whole units of its last decimal, so that adding is exact. */
function stepsIn(text: string, decimals: number): bigint {
  expect(text).toMatch(new RegExp(`^[+−]?\\d+\\.\\d{${decimals}}$`));
  return BigInt(text.replace('−', '-').replace('+', '').replace('.', ''));
}

function expectToAddUp(rows: readonly PenSumRow[], decimals: number, where: string): void {
  const [result, ...lines] = [...rows].reverse();
  const total = lines.reduce((sum, { text }) => sum + stepsIn(text, decimals), 0n);
  expect(total, where).toBe(stepsIn(result.text, decimals));
}

function notesOf(name: string): string {
  return penNotes(penOrigin(partAt(name), evidence), evidence.trace, style).join(' ');
}

function formulasOf(name: string): string[] {
  const origin = penOrigin(partAt(name), evidence);
  return penFormulas(origin, penArithmetic(origin, ids, style).printed, style).map(formulaText);
}

describe('the printed lines of a number of the pen’s network', () => {
  it('add up exactly to the printed result, in both details, for any parameters and sequence', () => {
    fc.assert(
      fc.property(fc.integer(), anySequence, fc.nat(), (seed, sequence, some) => {
        const random = randomPenWeights(seed);
        const made = { trace: tracePen(createPlainPenNetwork(random), sequence), weights: random };
        const parts = partsOf(sequence.length - 1);
        for (let i = some % 23; i < parts.length; i += 23) {
          const origin = penOrigin(parts[i], made);
          for (const detail of ['usual', 'full'] as const) {
            const { rows, printed, decimals } = penArithmetic(origin, sequence, style, detail);
            if (printed) expectToAddUp(rows, decimals, JSON.stringify(parts[i]));
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('end with the number that the network computed, which a sum that is divided or exponentiated leads to', () => {
    for (const part of partsOf(last)) {
      const origin = penOrigin(part, evidence);
      const { rows, printed, decimals } = penArithmetic(origin, ids, style);
      if (printed === null || origin.kind === 'softmax' || part.quantity === 'score') continue;
      expect(rows.at(-1)?.text).toBe(style.write(penValue(evidence.trace, part), decimals, 'plus and minus'));
    }
  });

  it('need no more room than is kept for them', () => {
    for (const part of partsOf(last)) {
      const origin = penOrigin(part, evidence);
      expect(penArithmetic(origin, ids, style).rows.length, JSON.stringify(part)).toBeLessThanOrEqual(
        mostPenRows(origin),
      );
    }
  });

  it('group the units that are silent, and lead to every number that they name', () => {
    const { rows } = penArithmetic(penOrigin(partAt(`fedForward.1.${last}.3`), evidence), ids, style);
    const heads = rows.map(({ head }) => head.map(({ text }) => text).join(''));
    expect(heads.some((head) => /^\d+ silent$/.test(head))).toBe(true);
    const score = penArithmetic(penOrigin(partAt(`score.1.1.${last}.4`), evidence), ids, style).rows[0];
    expect(score.head.flatMap(({ part }) => part?.quantity ?? [])).toEqual(['query', 'key']);
    const head = penArithmetic(penOrigin(partAt(`head.1.${last}.4`), evidence), ids, style).rows[0];
    expect(head.head.flatMap(({ part }) => part?.quantity ?? [])).toEqual(['attention', 'value']);
  });
});

describe('formulas', () => {
  it('are those of docs/mathematics.md, for every quantity, in the embedding only of the rows that are added', () => {
    expect(formulasOf(`embedding.${last}.0`)[0]).toBe('x[t,u] = E[i,u] + P[t,u] + X[c,u] + Y[r,u]');
    expect(formulasOf('embedding.0.0')[0]).toBe('x[t,u] = E[i,u] + P[t,u]');
    expect(formulasOf(`score.1.2.${last}.3`)[0]).toBe('s[t,j] = (∑[u] q[t,u] · k[j,u]) / √8');
    expect(formulasOf(`normalized1.1.${last}.3`)[1]).toBe('s = √(σ^2 + ε)');
    for (const part of partsOf(last)) {
      const origin = penOrigin(part, evidence);
      for (const formula of penFormulas(origin, penArithmetic(origin, ids, style).printed, style)) {
        expect(formulaText(formula)).not.toMatch(/NaN|undefined|\\/);
      }
    }
  });

  it('have roots in LaTeX, too', () => {
    const origin = penOrigin(partAt(`score.1.2.${last}.3`), evidence);
    const [symbols] = penFormulas(origin, penArithmetic(origin, ids, style).printed, style);
    expect(formulaTex(symbols)).toContain('\\sqrt{8}');
  });

  it('say that a token which sees only itself looks there with exactly 1', () => {
    expect(formulasOf('attention.1.1.0.0').at(-1)).toBe('a = e^0.00 / 1.0000 ≈ 1');
  });
});

describe('what is said beside a number', () => {
  it('is of attention that it is no reason, and which tokens are masked', () => {
    expect(notesOf('attention.1.1.5.2')).toBe(
      `Attention is where the head looked, not why. The later tokens 6 to ${last} are masked: this one does not see them.`,
    );
    expect(notesOf(`attention.1.1.${last - 1}.2`)).toContain(`The later token ${last} is masked`);
    expect(notesOf(`attention.1.1.${last}.2`)).toContain('none is masked');
    const masked: PenPart = { quantity: 'score', layer: 0, head: 0, token: 3, key: 8 };
    expect(penNotes(penOrigin(masked, evidence), evidence.trace, style)).toEqual([
      'Token 8 comes after token 3, which does not see it: the score is −∞ and the attention 0, whatever is drawn.',
    ]);
    expect(penFacts(evidence, masked, style)).toContain('score = −∞');
  });

  it('is of a probability that only some tokens may follow and the others are masked', () => {
    expect(notesOf(`probability.${last}.33`)).toMatch(
      /Only 18 of the 47 tokens may follow here; the other 29 are masked/,
    );
    expect(notesOf(`probability.${last}.7`)).toMatch(/may not follow here, so it is masked/);
    expect(formulasOf(`probability.${last}.7`).at(-1)).toBe('p = 0');
    const { rows } = penArithmetic(penOrigin(partAt(`probability.${last}.33`), evidence), ids, style);
    expect(rows.map(({ head }) => head[0].text)).toContain('29 masked');
  });

  it('are at a glance the name and three to five numbers, of every number', () => {
    for (const part of partsOf(last)) {
      const [name, ...facts] = penFacts(evidence, part, style);
      expect(name).toContain(`token ${last}`);
      expect(facts.length, JSON.stringify(part)).toBeGreaterThanOrEqual(1);
      expect(facts.length, JSON.stringify(part)).toBeLessThanOrEqual(4);
    }
  });
});

describe('names', () => {
  it('lead from the token to the number, layers, heads and units counting from 1', () => {
    const signs = [english, japanese].map((words) => tokenSign(words, ids[17]));
    expect(penName(english, { part: partAt('attention.2.3.17.9'), ids })).toBe(
      `token 17, ${signs[0]} ▸ layer 2 ▸ head 3 ▸ attention to token 9`,
    );
    expect(penName(english, { part: partAt('query.1.17.9'), ids })).toMatch(/layer 1 ▸ head 2 ▸ query, unit 2$/);
    expect(penName(japanese, { part: partAt('attention.2.3.17.9'), ids })).toBe(
      `トークン 17（${signs[1]}） ▸ 層 2 ▸ ヘッド 3 ▸ トークン 9 へのアテンション`,
    );
  });

  it('of tokens can be read aloud, every direction by one name', () => {
    const signs = (...ids: number[]) => ids.map((id) => tokenSign(english, id));
    expect(signs(31, 32, 33, 46)).toEqual([
      'right',
      'right and a little down',
      'down and right',
      'right and a little up',
    ]);
    expect(signs(0, 4, 9, 20)).toEqual(['READ', 'LIFT', '3', 'AT 4']);
    expect(tokenMeaning(english, 46)).toBe('STEP 15: the pen goes right and a little up');
    expect(movementName(english, 46)).toBe('a step right and a little up');
    for (const words of [english, japanese]) {
      const steps = Array.from({ length: 16 }, (_, direction) => tokenSign(words, 31 + direction));
      expect(new Set(steps).size).toBe(16);
      for (const name of steps) expect(name).not.toMatch(/[←-↿]|undefined/);
    }
    for (const words of [english, japanese])
      for (let id = 0; id < 47; id++) expect(tokenMeaning(words, id)).not.toMatch(/\{|undefined/);
  });
});

describe('what a number feeds', () => {
  it('is told by the six that it brings most to, the largest first, and how many more there are', () => {
    const part = partAt(`normalized1.1.${last}.3`);
    const feeds = penProvenance(part, evidence)?.feeds ?? [];
    const { rows, more } = penFeedRows(part, feeds, style);
    expect([rows.length, more]).toEqual([6, 90]);
    const sizes = rows.map(({ text }) => Math.abs(Number(text.replace('−', '-'))));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });
});
