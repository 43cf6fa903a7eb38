import { createQuantities, type WriteQuantity, wideMinus } from './quantities.ts';
import { say, type WordKey, type Words } from './words.ts';

/** Of quantities, but where they stand in sums. */
export const DECIMALS = 2;

/** Numbers as the page's language writes them, with a wide minus. Make them once per language: `Intl` formats are slow to make, fast to use. */
export interface Numbers {
  /** A share from 0 to 1 as whole percent: "97%". Unlike a probability, it may read "0%" or "100%". */
  percent(share: number): string;
  /** A share from 0 to 1 as percent with two decimals, "99.43%". */
  finePercent(share: number): string;
  readonly probability: ProbabilityFormats;
  /** A count, with the language's grouping: "27,690". */
  count(amount: number): string;
  /** A number with up to six significant digits, such as a recipe's setting: "0.004". */
  exact(value: number): string;
  /** A quantity with two decimals; without grouping, as in sums. */
  decimal(quantity: number): string;
  /** A quantity with two decimals and a sign, "+1.25"; 0 has none. */
  signed(quantity: number): string;
  /** As it stands in sums. */
  readonly inSums: WriteQuantity;
}

/** Whether a quantity is printed as 0, so that it is not worth naming. */
export function printsAsZero({ signed }: Pick<Numbers, 'signed'>, quantity: number): boolean {
  return signed(quantity) === signed(0);
}

/**
 * A softmax never gives 0 or 1, so no probability reads "0%" or "100%": if it would round to one of them, the text says
 * that it lies beyond the last number that can be written.
 */
export interface ProbabilityFormats {
  /** "97%", near the ends "0.3%" and "99.7%", beyond these "<0.1%" and ">99.9%". */
  usual(share: number): string;
  /** With one decimal everywhere: "97.2%". */
  tenths(share: number): string;
  /** For tight spaces: "97%", "<1%", ">99%". */
  rough(share: number): string;
  /** As `usual`, for screen readers: "more than 99.9%". */
  spoken(share: number): string;
  /** Eight significant digits above ½, else four; in scientific notation if next to nothing. */
  exact(share: number): string;
}

export function createNumbers(language: string, words: Words): Numbers {
  const format = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
    const formatter = new Intl.NumberFormat(language, options);
    return (value) => wideMinus(formatter.format(value));
  };
  const decimals = (count: number): Intl.NumberFormatOptions => ({
    minimumFractionDigits: count,
    maximumFractionDigits: count,
  });
  const whole = format({ style: 'percent', ...decimals(0) });
  const tenth = format({ style: 'percent', ...decimals(1) });
  const near = (share: number): string => (share < 0.01 || share > 0.99 ? tenth(share) : whole(share));
  const within = (
    lowest: number,
    inside: (share: number) => string,
    bound: typeof tenth,
    below: WordKey,
    above: WordKey,
  ) => {
    const [under, over] = [
      say(words, below, { number: bound(lowest) }),
      say(words, above, { number: bound(1 - lowest) }),
    ];
    return (share: number): string => (share < lowest ? under : share > 1 - lowest ? over : inside(share));
  };
  return {
    percent: whole,
    finePercent: format({ style: 'percent', ...decimals(2) }),
    probability: {
      usual: within(0.001, near, tenth, 'number.below', 'number.above'),
      tenths: within(0.001, tenth, tenth, 'number.below', 'number.above'),
      rough: within(0.01, whole, whole, 'number.below', 'number.above'),
      spoken: within(0.001, near, tenth, 'number.lessThan', 'number.moreThan'),
      exact: exactProbability(words, format),
    },
    count: format(decimals(0)),
    exact: format({ maximumSignificantDigits: 6 }),
    decimal: format({ ...decimals(DECIMALS), useGrouping: false }),
    signed: format({ ...decimals(DECIMALS), useGrouping: false, signDisplay: 'exceptZero' }),
    inSums: createQuantities(language),
  };
}

/** The largest float32 below 1 and the smallest above 0; a probability that is 1 or 0 in float32 lies beyond them. */
const HIGHEST = 1 - 2 ** -24;
const LOWEST = 2 ** -149;
/** Enough significant digits to tell float32 values near 1 apart, and enough for the others. */
const DIGITS_NEAR_ONE = 8;
const DIGITS = 4;
/** Below this, a row of zeros is harder to read than an exponent. */
const SCIENTIFIC_BELOW = 1e-6;

function exactProbability(
  words: Words,
  format: (options: Intl.NumberFormatOptions) => (value: number) => string,
): (share: number) => string {
  const large = format({ style: 'percent', maximumSignificantDigits: DIGITS_NEAR_ONE });
  const small = format({ style: 'percent', maximumSignificantDigits: DIGITS });
  const tiny = format({ style: 'percent', notation: 'scientific', maximumSignificantDigits: DIGITS });
  return (share) => {
    if (share > HIGHEST) return say(words, 'number.above', { number: large(HIGHEST) });
    if (share < LOWEST) return say(words, 'number.below', { number: tiny(LOWEST) });
    return (share > 0.5 ? large : share < SCIENTIFIC_BELOW ? tiny : small)(share);
  };
}
