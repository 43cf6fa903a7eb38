/**
 * The page's address, `?lang=ja#place=learn&step=3&part=conv2.12.2.3&digit=3&rival=8&why&off=map2.5,fc1.12&at=34&ink=1…`, from one
 * table: in its query, which stays as it was given, what suits whoever looks at the page; in its fragment, which follows the
 * State, what is asked of which drawing, and where.
 */

import { isSwitchable } from '../explain/ablation.ts';
import { type Part, readPart, writePart } from '../explain/unit.ts';
import { countField, digitField, type Field, inFragment, nameField, optionField, queryField } from './address-field.ts';
import { initialOptions, OPTIONS, type Options } from './options.ts';
import { type AddressedPen, addressedPen, askedOfPen, isSameAddressedPen, PEN_FIELDS } from './pen-address.ts';
import type { AskingPen } from './pen-asking.ts';
import { BEGINNING, LAB_STEP, PLACES, type Placing } from './placing.ts';
import { restingMoment } from './playing.ts';
import { type Asking, NOTHING_ASKED, NOTHING_OFF, NOTHING_SELECTED, type Selection, select } from './selection.ts';
import type { State } from './state.ts';

/** The options in the fragment: how the network is shown and asked, not how the page suits whoever looks at it. */
const ADDRESSED_OPTIONS = ['maps', 'allLinks', 'logits', 'method'] as const;
/** Those that stand there only in the place of the pen's network. */
const WRITING_OPTIONS = ['writeDigit', 'temperature', 'topK', 'seed'] as const;
type AddressedOptions = Pick<Options, (typeof ADDRESSED_OPTIONS | typeof WRITING_OPTIONS)[number]>;

/** What else the fragment sends along: the drawing as a text (send/ink-text.ts), and its moment; null for all of it. */
interface Sent {
  readonly at: number | null;
  readonly ink: string | null;
}

/** The options in the query. */
type QueryOptions = Pick<Options, 'language' | 'kernels'>;

/** What the address holds. */
type Addressed = QueryOptions & FragmentContent;
type FragmentContent = Selection &
  Pick<Asking, 'off'> &
  Omit<Placing, 'guess'> &
  AddressedPen &
  AddressedOptions &
  Sent;

/** Everything that the address tells, in the order in which it is written. */
const FIELDS: { readonly [Name in keyof Addressed]: Field<Addressed[Name]> } = {
  /** BCP 47. */
  language: queryField('lang', OPTIONS.language),
  kernels: queryField('kernels', OPTIONS.kernels),
  place: nameField('place', PLACES),
  // Counted from 1.
  step: {
    ...inFragment('step'),
    initial: BEGINNING.step,
    read: (written) => (/^[1-9]$/.test(written) && Number(written) <= LAB_STEP + 1 ? Number(written) - 1 : undefined),
    write: (step) => (step === BEGINNING.step ? null : String(step + 1)),
  },
  part: {
    ...inFragment('part'),
    initial: NOTHING_SELECTED.part,
    read: (written) => readPart(written) ?? undefined,
    write: (part) => part && writePart(part),
  },
  digit: digitField('digit'),
  rival: digitField('rival'),
  why: {
    ...inFragment('why'),
    initial: NOTHING_SELECTED.why,
    read: (written) => (written === '' ? true : undefined),
    write: (why) => (why ? '' : null),
  },
  off: {
    ...inFragment('off'),
    initial: NOTHING_OFF,
    read: readSwitches,
    write: (off) => (off.length > 0 ? off.map(writePart).join(',') : null),
  },
  ...PEN_FIELDS,
  maps: optionField('maps', OPTIONS.maps),
  allLinks: optionField('allLinks', OPTIONS.allLinks),
  logits: optionField('logits', OPTIONS.logits),
  method: optionField('method', OPTIONS.method),
  writeDigit: optionField('write', OPTIONS.writeDigit),
  temperature: optionField('temperature', OPTIONS.temperature),
  topK: optionField('topk', OPTIONS.topK),
  seed: optionField('seed', OPTIONS.seed),
  at: countField('at', 5),
  // Last: it is long.
  ink: {
    ...inFragment('ink'),
    initial: null,
    read: (written) => (written === '' ? undefined : written),
    write: (text) => text,
  },
};

const NAMES = Object.keys(FIELDS) as (keyof Addressed)[];
const QUERY_NAMES = NAMES.filter((name) => !isInFragment(name));
const FRAGMENT_NAMES = NAMES.filter(isInFragment);

/** The options in the address's query; those that it does not name, or with invalid values, are missing. */
export function readQuery(address: string): Partial<QueryOptions> {
  const { language, kernels } = readWritten('query', new URL(address).searchParams);
  return { ...(language === undefined ? {} : { language }), ...(kernels === undefined ? {} : { kernels }) };
}

/** The address, its query updated where it names these options: otherwise a reload would bring the old ones back. */
export function withOptions(address: string, chosen: Partial<Options>): string {
  const url = new URL(address);
  for (const name of QUERY_NAMES) {
    const { key } = FIELDS[name];
    const written = name in chosen ? writtenAs(name, { ...initialOptions(), ...chosen }) : null;
    if (written !== null && url.searchParams.has(key)) url.searchParams.set(key, written);
  }
  return url.href;
}

/**
 * What the fragment asks, with or without its #. Damaged values and unknown keys are as if they were not there; of edited kernels it
 * says nothing, and a step's question is open.
 */
export function readFragment(fragment: string): Omit<Asking, 'edited'> & Placing & AskingPen & AddressedOptions {
  const { place, step, part, digit, rival, why, off, ...rest } = readAll(fragment);
  const { selection } = select(NOTHING_ASKED, { part, digit, rival, why });
  const penAsking = askedOfPen({ place, ...rest });
  return { place, step, guess: null, selection, pointed: null, penAsking, off, ...optionsIn(rest, place === 'pen') };
}

/** The drawing that the fragment sends, still as a text, and its moment. */
export function readSent(fragment: string): Sent {
  const { at, ink } = readAll(fragment);
  return { at, ink };
}

/** Whether a text is a fragment of the page's at all. */
export function isFragment(text: string): boolean {
  const written = new URLSearchParams(text);
  return FRAGMENT_NAMES.some((name) => written.has(FIELDS[name].key));
}

/** The parts of the State that the fragment tells. */
type Told = Pick<Asking, 'selection' | 'off'> &
  Pick<Placing, 'place' | 'step'> &
  AskingPen &
  AddressedOptions &
  Pick<State, 'moment' | 'playing' | 'linked' | 'history'>;

/** The fragment without its #; empty if nothing is asked. */
export function writeFragment(state: Told): string {
  const { place, selection, off } = state;
  const sent: Sent = { at: restingMoment(state), ink: linkedInk(state) };
  const step = place === 'learn' ? state.step : BEGINNING.step;
  const told: FragmentContent = {
    place,
    step,
    ...selection,
    off,
    ...addressedPen(state),
    ...optionsIn(state, place === 'pen'),
    ...sent,
  };
  const write = (name: keyof FragmentContent): string | null => {
    const { key } = FIELDS[name];
    const written = writtenAs(name, told);
    if (written === null) return null;
    return written === '' ? key : `${key}=${written}`;
  };
  return FRAGMENT_NAMES.map(write)
    .filter((entry) => entry !== null)
    .join('&');
}

/** Whether both have the same fragment. */
export function isSameFragment(a: Told, b: Told): boolean {
  const same = a.selection === b.selection && a.off === b.off && a.place === b.place && a.step === b.step;
  if (!isSameAddressedPen(a, b)) return false;
  if (!same || restingMoment(a) !== restingMoment(b)) return false;
  return (
    linkedInk(a) === linkedInk(b) && [...ADDRESSED_OPTIONS, ...WRITING_OPTIONS].every((name) => a[name] === b[name])
  );
}

/** The addressed options; those of writing as the page begins with them, if not wanted. */
function optionsIn(options: AddressedOptions, withWriting: boolean): AddressedOptions {
  const { maps, allLinks, logits, method } = options;
  const { writeDigit, temperature, topK, seed } = withWriting ? options : initialOptions();
  return { maps, allLinks, logits, method, writeDigit, temperature, topK, seed };
}

/** The drawing's text, as long as it is the drawing that came with it. */
function linkedInk({ linked, history }: Pick<Told, 'linked' | 'history'>): string | null {
  return linked?.drawing === history.present ? linked.ink : null;
}

function readAll(fragment: string): FragmentContent {
  const initial = Object.fromEntries(FRAGMENT_NAMES.map((name) => [name, FIELDS[name].initial]));
  const written = readWritten('fragment', new URLSearchParams(fragment.replace(/^#/, '')));
  return { ...(initial as unknown as FragmentContent), ...written };
}

/** What is written there, as far as it is not damaged. */
function readWritten(within: Field<unknown>['within'], written: URLSearchParams): Partial<Addressed> {
  const read = (name: keyof Addressed): readonly [string, unknown] => {
    const value = written.get(FIELDS[name].key);
    return [name, value === null ? undefined : FIELDS[name].read(value)];
  };
  const found = (within === 'query' ? QUERY_NAMES : FRAGMENT_NAMES).map(read);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

/** The value as it is written; null if it is not. */
function writtenAs<Name extends keyof Addressed>(name: Name, told: Pick<Addressed, Name>): string | null {
  return FIELDS[name].write(told[name]);
}

function isInFragment(name: keyof Addressed): name is keyof FragmentContent {
  return FIELDS[name].within === 'fragment';
}

/** What can be switched off: feature maps and FC units, each once. */
function readSwitches(written: string): Part[] {
  const parts = new Map<string, Part>();
  for (const text of written.split(',')) {
    const part = readPart(text);
    if (part && isSwitchable(part)) parts.set(text, part);
  }
  return [...parts.values()];
}
