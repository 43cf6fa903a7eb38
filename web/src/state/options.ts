import type { Maps } from '../explain/topology.ts';
import { DEFAULT_LANGUAGE } from '../text/language.ts';

/** `system` follows the system's light or dark. */
export type Theme = 'system' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** One thing that a person can choose about the page. */
interface Option<Value> {
  /** What holds until something is chosen. */
  readonly initial: Value;
  /** The value that is stored or written there; undefined where it is none: other pages and older versions write there too. */
  readonly parse: (written: unknown) => Value | undefined;
  /** Whether a choice is found again next time. */
  readonly remembered: boolean;
  /** Its name in the address's query; null where the address does not tell it. */
  readonly address: string | null;
}

/** Every option of the page. */
export const OPTIONS = {
  /** BCP 47 tag of one of the page's languages. */
  language: option(DEFAULT_LANGUAGE, text, true, 'lang'),
  theme: option<Theme>('system', oneOf(THEMES), true),
  /** Whether pad and panel change sides. */
  swapped: option(false, flag, true),
  /** Larger type, for the back of a classroom. */
  projector: option(false, flag, true),
  /** Which maps of the convolutions the diagram shows. */
  maps: option<Maps>('pooled', oneOf(['pooled', 'convolved']), false),
};

export type OptionName = keyof typeof OPTIONS;
export type Options = { readonly [Name in OptionName]: (typeof OPTIONS)[Name]['initial'] };

const NAMES = Object.keys(OPTIONS) as OptionName[];

export function initialOptions(): Options {
  return optionsOf((name) => OPTIONS[name].initial) as Options;
}

/** What was stored, as JSON, of what is remembered. What was never chosen, or is no value, is missing. */
export function storedOptions(stored: string | null): Partial<Options> {
  const values = parseObject(stored);
  return optionsOf((name) => (OPTIONS[name].remembered ? OPTIONS[name].parse(values[name]) : undefined));
}

/** What to store in the place of `stored`, once these options have been chosen. */
export function storing(stored: string | null, chosen: Partial<Options>): string {
  const remembered = optionsOf((name) => (OPTIONS[name].remembered ? chosen[name] : undefined));
  return JSON.stringify({ ...storedOptions(stored), ...remembered });
}

/** What the address's query tells. */
export function addressedOptions(address: string): Partial<Options> {
  const query = new URL(address).searchParams;
  return optionsOf((name) => {
    const { address: key, parse } = OPTIONS[name];
    return key === null ? undefined : parse(query.get(key));
  });
}

/** The address with these options, where it names them: else a reload would bring the old ones back. */
export function addressing(address: string, chosen: Partial<Options>): string {
  const url = new URL(address);
  for (const name of NAMES) {
    const key = OPTIONS[name].address;
    if (key !== null && chosen[name] !== undefined && url.searchParams.has(key))
      url.searchParams.set(key, String(chosen[name]));
  }
  return url.href;
}

function option<Value>(
  initial: Value,
  parse: (written: unknown) => Value | undefined,
  remembered: boolean,
  address: string | null = null,
): Option<Value> {
  return { initial, parse, remembered, address };
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

/** The options to which `give` gives a value. */
function optionsOf(give: (name: OptionName) => unknown): Partial<Options> {
  return Object.fromEntries(NAMES.map((name) => [name, give(name)]).filter(([, value]) => value !== undefined));
}

/** What is no object has no entry of an option's name. */
function parseObject(stored: string | null): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(stored ?? '{}') };
  } catch {
    return {};
  }
}
