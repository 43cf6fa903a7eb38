import type { Numbers } from '../text/numbers.ts';
import { isWordKey, say, type Words } from '../text/words.ts';

/** One line of the card. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Lines break after it, never within a digit and its share. */
const SEPARATOR = '\u00a0· ';

/** How many of the forms are shown, worst first. */
const WORST_FORMS = 4;

/**
 * A line for each source, with its accuracy and each digit's, and one with the forms read worst. The values may be
 * from anybody's file: what is no number is left out.
 */
export function measuredFacts(
  { sources, forms }: Readonly<Record<string, unknown>>,
  words: Words,
  numbers: Numbers,
): Fact[] {
  const list = (shares: readonly [string, number][]): string =>
    shares.map(([name, share]) => `${name}:\u00a0${numbers.exact(Math.round(1000 * share) / 10)}`).join(SEPARATOR);
  const worst = entriesOfNumbers(Object(forms).accuracy)
    .sort(([, a], [, b]) => a - b)
    .slice(0, WORST_FORMS);
  return [
    ...(Array.isArray(sources) ? sources : []).flatMap((source) => {
      const { accuracy, writers, lowest_of_writers: share } = Object.fromEntries(entriesOfNumbers(source));
      const name = source?.name === 'mnist_test' ? say(words, 'card.mnistTest') : source?.name;
      const lowest = numbers.finePercent(share);
      const label = share >= 0 ? say(words, 'card.writers', { name, writers, lowest }) : name;
      const value = `${numbers.finePercent(accuracy)}${SEPARATOR}${list(entriesOfNumbers(source?.digits))}`;
      return accuracy >= 0 ? [{ label, value }] : [];
    }),
    ...(worst.length
      ? [{ label: say(words, 'card.forms'), value: list(worst.map(([name, share]) => [formName(name, words), share])) }]
      : []),
  ];
}

/** "1 (broad flag)" for `broad_flag_1`; a form without words keeps its name. */
function formName(name: string, words: Words): string {
  const key = `form.${name.slice(0, -2)}`;
  return isWordKey(words, key) ? `${name.at(-1)} (${say(words, key)})` : name;
}

function entriesOfNumbers(value: unknown): [string, number][] {
  return Object.entries(value ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
}
