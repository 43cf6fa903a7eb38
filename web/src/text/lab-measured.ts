import { parseJson } from './json.ts';
import { STEPS, type Step } from './lab.ts';
import type { Numbers } from './numbers.ts';
import { say, type Words } from './words.ts';

/** The accuracy on real digits, 0 to 1, by the step left out, and with all steps and none. */
export type Measured = Readonly<Record<Step | 'all' | 'none' | 'drawings', number>>;

/** What the weights' metadata say of it; null if they say nothing, or something else. */
export function measuredIn(written: string | undefined): Measured | null {
  const said: unknown = parseJson(written);
  if (typeof said !== 'object' || said === null) return null;
  const values: Readonly<Record<string, unknown>> = { ...said };
  const names = [...STEPS, 'all', 'none', 'drawings'] as const;
  return names.every((name) => typeof values[name] === 'number')
    ? (Object.fromEntries(names.map((name) => [name, values[name]])) as Measured)
    : null;
}

/** How many of the digits are read right without a step. */
export function withoutText(words: Words, { finePercent }: Numbers, measured: Measured, step: Step): string {
  return say(words, 'lab.without', { share: finePercent(measured[step]) });
}

/** With what it was measured, and how many are read right with all steps and with none. */
export function measuredText(words: Words, { count, finePercent }: Numbers, { drawings, all, none }: Measured): string {
  const [shareOfAll, shareOfNone] = [all, none].map(finePercent);
  return say(words, 'lab.measured', { drawings: count(drawings), all: shareOfAll, none: shareOfNone });
}
