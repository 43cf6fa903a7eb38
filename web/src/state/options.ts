import { WHY_METHODS, type WhyMethod } from '../explain/attribution/methods.ts';
import type { LogitForm } from '../explain/provenance/description.ts';
import type { Maps } from '../explain/topology.ts';
import { COMPUTATIONS, type Computation } from '../net/computation.ts';
import { VOCABULARY } from '../net/pen/description.ts';
import { LARGEST_SEED } from '../net/pen/generator.ts';
import { MOST_LEGAL } from '../net/pen/grammar.ts';
import { DEFAULT_LANGUAGE } from '../text/language.ts';

/** `system` follows the system's light or dark. */
export type Theme = 'system' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** How fast a drawing can be replayed. */
export const PLAY_SPEEDS: readonly number[] = [0.25, 1, 4];

/** Temperatures that can be chosen for writing. */
export const TEMPERATURES = { least: 0, most: 1.5, step: 0.05 } as const;

/** One thing that a user can choose about the page. Those that the address tells stand in address.ts, too. */
export interface Option<Value> {
  /** The value until one is chosen. */
  readonly initial: Value;
  /** The value as stored or addressed; undefined if invalid, since other pages and older versions write there, too. */
  readonly parse: (written: unknown) => Value | undefined;
  /** Whether a choice is kept for the next visit. */
  readonly remembered: boolean;
}

/** Every option of the page. */
export const OPTIONS = {
  /** BCP 47 tag of one of the page's languages. */
  language: option(DEFAULT_LANGUAGE, text, true),
  theme: option<Theme>('system', oneOf(THEMES), true),
  /** Whether pad and panel swap sides. */
  swapped: option(false, flag, true),
  /** Larger type, for the back of a classroom. */
  projector: option(false, flag, true),
  /** Which maps of the convolutions the diagram shows. */
  maps: option<Maps>('pooled', oneOf(['pooled', 'convolved']), false),
  /** Whether the diagram shows the trace of the answer in full ink, or all links alike. */
  allLinks: option(false, flag, false),
  /** Which form of the last stage is shown. */
  logits: option<LogitForm>('average', oneOf(['average', 'computed']), false),
  /** How it is asked why one digit and not another. */
  method: option<WhyMethod>('integrated', oneOf(WHY_METHODS), false),
  /** How fast the drawing is replayed; 1: as fast as it was drawn. */
  playSpeed: option(1, oneOf(PLAY_SPEEDS), false),
  /** Whether a replay begins again after its end. */
  playLoop: option(false, flag, false),
  /** The lab's steps of the ink rule, each taken or left out: the fit, the centre of mass, the fixed pen. */
  stepFit: option(true, flag, false),
  stepMass: option(true, flag, false),
  stepPen: option(true, flag, false),
  /** The digit that the pen's network is to write. */
  writeDigit: option(3, asDigit, false),
  /** How it chooses a token, as in WritingOptions. */
  temperature: option(0.8, asTemperature, false),
  topK: option<number | null>(null, asTopK, false),
  seed: option(0, (written) => asWhole(written, 0, LARGEST_SEED), false),
  /** What a drawing is to become that it finishes; null: whatever it expects. */
  finishDigit: option<number | null>(null, asDigit, false),
  /** How the network is computed, from the start on. */
  kernels: option<Computation>('wasm', oneOf(COMPUTATIONS), false),
};

export type OptionName = keyof typeof OPTIONS;
export type Options = { readonly [Name in OptionName]: (typeof OPTIONS)[Name]['initial'] };

const NAMES = Object.keys(OPTIONS) as OptionName[];

export function initialOptions(): Options {
  return optionsOf((name) => OPTIONS[name].initial) as Options;
}

/** The remembered options in the stored JSON; those never chosen, or with invalid values, are missing. */
export function storedOptions(stored: string | null): Partial<Options> {
  const values = parseObject(stored);
  return optionsOf((name) => (OPTIONS[name].remembered ? OPTIONS[name].parse(values[name]) : undefined));
}

/** What to store in place of `stored` once these options have been chosen. */
export function storing(stored: string | null, chosen: Partial<Options>): string {
  const remembered = optionsOf((name) => (OPTIONS[name].remembered ? chosen[name] : undefined));
  return JSON.stringify({ ...storedOptions(stored), ...remembered });
}

function option<Value>(
  initial: Value,
  parse: (written: unknown) => Value | undefined,
  remembered: boolean,
): Option<Value> {
  return { initial, parse, remembered };
}

function text(written: unknown): string | undefined {
  return typeof written === 'string' ? written : undefined;
}

function flag(written: unknown): boolean | undefined {
  return typeof written === 'boolean' ? written : undefined;
}

function oneOf<Value>(values: readonly Value[]): (written: unknown) => Value | undefined {
  return (written) => values.find((value) => value === written);
}

/** A number, or one as it is written in an address. */
function asNumber(written: unknown, least: number, most: number): number | undefined {
  const value = typeof written === 'string' && /^\d+(\.\d+)?$/.test(written) ? Number(written) : written;
  return typeof value === 'number' && value >= least && value <= most ? value : undefined;
}

function asWhole(written: unknown, least: number, most: number): number | undefined {
  const value = asNumber(written, least, most);
  return Number.isInteger(value) ? value : undefined;
}

function asDigit(written: unknown): number | undefined {
  return asWhole(written, 0, 9);
}

/** The nearest of those that can be chosen. */
function asTemperature(written: unknown): number | undefined {
  const { least, most, step } = TEMPERATURES;
  const value = asNumber(written, least, most);
  // By a whole number, so that 0.15 is 0.15 to the last bit.
  return value === undefined ? undefined : Math.round(value / step) / Math.round(1 / step);
}

/** As many as may ever come are all of them. */
function asTopK(written: unknown): number | null | undefined {
  const value = asWhole(written, 1, VOCABULARY.length - 1);
  return value !== undefined && value >= MOST_LEGAL ? null : value;
}

/** The options for which `give` returns a value. */
function optionsOf(give: (name: OptionName) => unknown): Partial<Options> {
  return Object.fromEntries(NAMES.map((name) => [name, give(name)]).filter(([, value]) => value !== undefined));
}

/** Anything but a JSON object gives no entry with an option's name. */
function parseObject(stored: string | null): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(stored ?? '{}') };
  } catch {
    return {};
  }
}
