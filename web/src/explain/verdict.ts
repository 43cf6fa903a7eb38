/** The verdict on a drawing that has ink: a digit, one of two, or none. */
export type InkVerdict = 'digit' | 'unsure' | 'none';

/**
 * Two numbers from 0 to 1, which come with the weights. If the highest probability is at least `digitFrom`, the verdict
 * is a digit; else, if the two highest add up to at least `unsureFrom`, one of two digits; else none. The package's
 * verdict.py has the same rule; the golden cases keep the two in step.
 */
export interface VerdictRule {
  readonly digitFrom: number;
  readonly unsureFrom: number;
}

/** The rule for weights without one: all ink is a digit. */
export const ALWAYS_A_DIGIT: VerdictRule = { digitFrom: 0, unsureFrom: 0 };

/**
 * The rule in the metadata of a weights file; without one, all ink is a digit.
 * @throws Error one clear line: the entry is not a JSON object with exactly these two numbers, each from 0 to 1.
 */
export function verdictRuleOf(metadata: Readonly<Record<string, string>>): VerdictRule {
  const text = metadata.verdict;
  if (text === undefined) return ALWAYS_A_DIGIT;
  const numbers = numbersIn(text);
  const names = ['digit_from', 'unsure_from'];
  if (numbers === null || numbers.size !== names.length || !names.every((name) => isShare(numbers.get(name)))) {
    const wanted = '{"digit_from": …, "unsure_from": …} with numbers from 0 to 1';
    throw new Error(`The weights' metadata verdict is ${JSON.stringify(text.slice(0, 60))}, not ${wanted}.`);
  }
  return { digitFrom: Number(numbers.get('digit_from')), unsureFrom: Number(numbers.get('unsure_from')) };
}

/** The verdict on ten probabilities. */
export function verdictOn(probabilities: ArrayLike<number>, rule: VerdictRule): InkVerdict {
  let [first, second] = [0, 0];
  for (let digit = 0; digit < probabilities.length; digit++) {
    const probability = probabilities[digit];
    if (probability > first) [first, second] = [probability, first];
    else if (probability > second) second = probability;
  }
  if (first >= rule.digitFrom) return 'digit';
  return first + second >= rule.unsureFrom ? 'unsure' : 'none';
}

function numbersIn(text: string): ReadonlyMap<string, unknown> | null {
  try {
    return new Map(Object.entries(JSON.parse(text)));
  } catch {
    return null;
  }
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
