import { describe, expect, it } from 'vitest';
import { ALWAYS_A_DIGIT, verdictOn, verdictRuleOf } from '../../src/explain/verdict.ts';

const RULE = { ...ALWAYS_A_DIGIT, digitFrom: 0.6, unsureFrom: 0.8 };
const STRICT = { digitFrom: 0.5, unsureFrom: 0, digitEvidenceFrom: 5, unsureEvidenceFrom: 2 };

/** Ten probabilities: the two given ones, and the others sharing the rest of 1. */
function shared(first: number, second: number): Float32Array {
  const rest = (1 - first - second) / 8;
  return Float32Array.from({ length: 10 }, (_, digit) => (digit === 7 ? first : digit === 1 ? second : rest));
}

describe('the verdict', () => {
  it('is a digit if one stands out, whatever comes second', () => {
    expect(verdictOn(shared(0.9, 0.02), RULE)).toBe('digit');
    expect(verdictOn(shared(0.6001, 0.05), RULE)).toBe('digit');
  });

  it('is unsure if two share nearly all of the probability', () => {
    expect(verdictOn(shared(0.5, 0.45), RULE)).toBe('unsure');
    expect(verdictOn(shared(0.45, 0.5), RULE)).toBe('unsure');
  });

  it('is none if all are alike, or if the leading digit does not lead by enough', () => {
    expect(verdictOn(shared(0.1, 0.1), RULE)).toBe('none');
    expect(verdictOn(shared(0.55, 0.1), RULE)).toBe('none');
  });

  it('counts both of two equal ones', () => {
    expect(verdictOn(shared(0.5, 0.5), RULE)).toBe('unsure');
  });

  it('asks for evidence: how far the leading digit is above the average one, however little the others have', () => {
    const evidence = (probabilities: Float32Array) =>
      Math.log(Math.max(...probabilities)) - probabilities.reduce((sum, share) => sum + Math.log(share), 0) / 10;
    const [sure, likely, weak] = [shared(0.99, 0.001), shared(0.9, 0.02), shared(0.6, 0.05)];
    expect(evidence(sure)).toBeGreaterThan(5);
    expect(evidence(likely)).toBeLessThan(5);
    expect(evidence(weak)).toBeLessThan(3);
    expect([sure, likely, weak].map((each) => verdictOn(each, STRICT))).toEqual(['digit', 'unsure', 'unsure']);
    expect(verdictOn(weak, { ...STRICT, unsureEvidenceFrom: 3 })).toBe('none');
    expect(verdictOn(shared(0.499, 0.4985), STRICT), 'two with much evidence each').toBe('unsure');
    expect(verdictOn(Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0), STRICT), 'certainty').toBe('digit');
  });

  it('is a digit for all ink if the weights have no rule', () => {
    expect(verdictRuleOf({})).toEqual(ALWAYS_A_DIGIT);
    expect(verdictOn(shared(0.1, 0.1), ALWAYS_A_DIGIT)).toBe('digit');
  });
});

describe('the numbers in the weights', () => {
  it('are read by name, from 0 to 1', () => {
    expect(verdictRuleOf({ verdict: '{"digit_from":0.6,"unsure_from":0.8}' })).toEqual(RULE);
    expect(verdictRuleOf({ verdict: '{"unsure_from":1,"digit_from":0}' })).toEqual({
      ...ALWAYS_A_DIGIT,
      unsureFrom: 1,
    });
    const written = '{"digit_from":0.5,"unsure_from":0,"digit_evidence_from":5,"unsure_evidence_from":2}';
    expect(verdictRuleOf({ verdict: written })).toEqual(STRICT);
  });

  it.each([
    'digit',
    '[0.6, 0.8]',
    'null',
    '7',
    '"digit_from"',
    '{"digit_from":0.6}',
    '{"digit_from":-0.1,"unsure_from":0.8}',
    '{"digit_from":0.6,"unsure_from":null}',
    '{"digit_from":0.6,"unsure_from":1.5}',
    '{"digit_from":"0.6","unsure_from":0.8}',
    '{"digit_from":true,"unsure_from":0.8}',
    '{"digit_from":0.6,"unsure_from":0.8,"more":1}',
    '{"digit_from":0.6,"unsure_from":0.8,"digit_evidence_from":-1}',
    '{"digit_from":0.6,"unsure_from":0.8,"digit_evidence_from":"5"}',
    '{"digit_evidence_from":5,"unsure_evidence_from":2}',
  ])('are refused in one clear line when they are %s', (verdict) => {
    expect(() => verdictRuleOf({ verdict })).toThrow(/^The weights' metadata verdict is .*, not \{"digit_from"/);
  });
});
