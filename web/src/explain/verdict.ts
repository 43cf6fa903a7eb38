/** The verdict on a drawing that has ink: a digit, one of two, or none. */
export type InkVerdict = 'digit' | 'unsure' | 'none';

/**
 * Numbers that come with the weights. Probabilities tell which digit it is, if it is one; whether it is one, the evidence tells
 * better: how far the leading digit's logit is above the average digit's. The verdict is a digit if the highest probability is at
 * least `digitFrom`, on evidence of at least `digitEvidenceFrom`; else unsure if the two highest add up to at least `unsureFrom`, on
 * evidence of at least `unsureEvidenceFrom`; else none. The package's verdict.py has the same rule; the golden cases keep the two
 * in step.
 */
export interface VerdictRule {
  /** From 0 to 1, as is `unsureFrom`. */
  readonly digitFrom: number;
  readonly unsureFrom: number;
  /** A difference of logits, at least 0, as is `unsureEvidenceFrom`. */
  readonly digitEvidenceFrom: number;
  readonly unsureEvidenceFrom: number;
}

/** The rule for weights without one: all ink is a digit. */
export const ALWAYS_A_DIGIT: VerdictRule = {
  digitFrom: 0,
  unsureFrom: 0,
  digitEvidenceFrom: 0,
  unsureEvidenceFrom: 0,
};

/** The numbers' names in the metadata, and the most that each may be; files may lack those of the evidence, which are 0 then. */
const NAMES = [
  ['digitFrom', 'digit_from', 1],
  ['unsureFrom', 'unsure_from', 1],
  ['digitEvidenceFrom', 'digit_evidence_from', 1e9],
  ['unsureEvidenceFrom', 'unsure_evidence_from', 1e9],
] as const;

/**
 * The rule in the metadata of a weights file; without one, all ink is a digit.
 * @throws Error one clear line: the entry is not a JSON object with the rule's numbers.
 */
export function verdictRuleOf(metadata: Readonly<Record<string, string>>): VerdictRule {
  const text = metadata.verdict;
  if (text === undefined) return ALWAYS_A_DIGIT;
  const rule = ruleIn(numbersIn(text));
  if (rule !== null) return rule;
  const wanted =
    '{"digit_from": …, "unsure_from": …} with numbers from 0 to 1, and if need be "digit_evidence_from" and ' +
    '"unsure_evidence_from" of at least 0';
  throw new Error(`The weights' metadata verdict is ${JSON.stringify(text.slice(0, 60))}, not ${wanted}.`);
}

function ruleIn(numbers: ReadonlyMap<string, unknown> | null): VerdictRule | null {
  if (numbers === null || !numbers.has('digit_from') || !numbers.has('unsure_from')) return null;
  const rule = { ...ALWAYS_A_DIGIT };
  let known = 0;
  for (const [name, written, most] of NAMES) {
    const number = numbers.get(written);
    if (number === undefined) continue;
    if (typeof number !== 'number' || !(number >= 0 && number <= most)) return null;
    rule[name] = number;
    known++;
  }
  return known === numbers.size ? rule : null;
}

/** The verdict on ten probabilities. */
export function verdictOn(probabilities: ArrayLike<number>, rule: VerdictRule): InkVerdict {
  let [first, second] = [0, 0];
  for (let digit = 0; digit < probabilities.length; digit++) {
    const probability = probabilities[digit];
    if (probability > first) [first, second] = [probability, first];
    else if (probability > second) second = probability;
  }
  const above = evidenceIn(probabilities, first);
  if (first >= rule.digitFrom && above >= rule.digitEvidenceFrom) return 'digit';
  return first + second >= rule.unsureFrom && above >= rule.unsureEvidenceFrom ? 'unsure' : 'none';
}

/**
 * How far the leading digit's logit is above the average digit's: the logarithm of its probability over the geometric mean of all.
 * A probability of 0 makes it infinite.
 */
function evidenceIn(probabilities: ArrayLike<number>, highest: number): number {
  let sum = 0;
  for (let digit = 0; digit < probabilities.length; digit++) sum += Math.log(probabilities[digit]);
  return Math.log(highest) - sum / probabilities.length;
}

function numbersIn(text: string): ReadonlyMap<string, unknown> | null {
  try {
    return new Map(Object.entries(JSON.parse(text)));
  } catch {
    return null;
  }
}
