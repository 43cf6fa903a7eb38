/** The address's fragment, `#place=learn&step=3&part=conv2.12.2.3&digit=3&rival=8&why&off=map2.5,fc1.12&at=34&ink=1…`: what is asked of which drawing, and where, from one table. */

import { isSwitchable } from '../explain/ablation.ts';
import { type Part, readPart, writePart } from '../explain/unit.ts';
import { architecture } from '../net/cnn/architecture.ts';
import { OPTIONS, type Option, type Options } from './options.ts';
import { BEGINNING, LAB_STEP, type Placing } from './placing.ts';
import { restingMoment } from './playing.ts';
import { type Asking, NOTHING_ASKED, NOTHING_OFF, NOTHING_SELECTED, type Selection, select } from './selection.ts';
import type { State } from './state.ts';

/** The options in the fragment: how the network is shown and asked, not how the page suits whoever looks at it. */
const ADDRESSED_OPTIONS = ['maps', 'allLinks', 'logits', 'method'] as const;
type AddressedOptions = Pick<Options, (typeof ADDRESSED_OPTIONS)[number]>;

/** What else the fragment sends along: the drawing as a text (send/ink-text.ts), and its moment; null for all of it. */
interface Sent {
  readonly at: number | null;
  readonly ink: string | null;
}

/** What the fragment holds. */
type Addressed = Selection & Pick<Asking, 'off'> & Omit<Placing, 'guess'> & AddressedOptions & Sent;

/** One key of the fragment. */
interface Field<Value> {
  /** The value until one is written. */
  readonly initial: Value;
  /** The value as written; undefined if damaged. */
  readonly read: (written: string) => Value | undefined;
  /** Null if it is not to be written: it is the initial one. */
  readonly write: (value: Value) => string | null;
}

/** Every key, in the order in which they are written. */
const FIELDS: { readonly [Key in keyof Addressed]: Field<Addressed[Key]> } = {
  place: {
    initial: BEGINNING.place,
    read: (written) => (written === 'learn' ? written : undefined),
    write: (place) => (place === BEGINNING.place ? null : place),
  },
  // Counted from 1.
  step: {
    initial: BEGINNING.step,
    read: (written) => (/^[1-9]$/.test(written) && Number(written) <= LAB_STEP + 1 ? Number(written) - 1 : undefined),
    write: (step) => (step === BEGINNING.step ? null : String(step + 1)),
  },
  part: {
    initial: NOTHING_SELECTED.part,
    read: (written) => readPart(written) ?? undefined,
    write: (part) => part && writePart(part),
  },
  digit: digitField(),
  rival: digitField(),
  why: {
    initial: NOTHING_SELECTED.why,
    read: (written) => (written === '' ? true : undefined),
    write: (why) => (why ? '' : null),
  },
  off: {
    initial: NOTHING_OFF,
    read: readSwitches,
    write: (off) => (off.length > 0 ? off.map(writePart).join(',') : null),
  },
  maps: optionField(OPTIONS.maps),
  allLinks: optionField(OPTIONS.allLinks),
  logits: optionField(OPTIONS.logits),
  method: optionField(OPTIONS.method),
  at: {
    initial: null,
    read: (written) => (/^\d{1,5}$/.test(written) ? Number(written) : undefined),
    write: (moment) => (moment === null ? null : String(moment)),
  },
  // Last: it is long.
  ink: {
    initial: null,
    read: (written) => (written === '' ? undefined : written),
    write: (text) => text,
  },
};

const KEYS = Object.keys(FIELDS) as (keyof Addressed)[];

/**
 * What the fragment asks, with or without its #. Damaged values and unknown keys are as if they were not there; of edited kernels it
 * says nothing, and a step's question is open.
 */
export function readFragment(fragment: string): Omit<Asking, 'edited'> & Placing & AddressedOptions {
  const { place, step, part, digit, rival, why, off, maps, allLinks, logits, method } = readAll(fragment);
  const { selection } = select(NOTHING_ASKED, { part, digit, rival, why });
  return { place, step, guess: null, selection, pointed: null, off, maps, allLinks, logits, method };
}

/** The drawing that the fragment sends, still as a text, and its moment. */
export function readSent(fragment: string): Sent {
  const { at, ink } = readAll(fragment);
  return { at, ink };
}

/** Whether a text is a fragment of the page's at all. */
export function isFragment(text: string): boolean {
  const written = new URLSearchParams(text);
  return KEYS.some((key) => written.has(key));
}

/** The parts of the State that the fragment tells. */
type Told = Pick<Asking, 'selection' | 'off'> &
  Pick<Placing, 'place' | 'step'> &
  AddressedOptions &
  Pick<State, 'moment' | 'playing' | 'linked' | 'history'>;

/** The fragment without its #; empty if nothing is asked. */
export function writeFragment(state: Told): string {
  const { place, selection, off, maps, allLinks, logits, method } = state;
  const sent: Sent = { at: restingMoment(state), ink: linkedInk(state) };
  const step = place === 'learn' ? state.step : BEGINNING.step;
  const told: Addressed = { place, step, ...selection, off, maps, allLinks, logits, method, ...sent };
  const write = <Key extends keyof Addressed>(key: Key): string | null => {
    const written = FIELDS[key].write(told[key]);
    if (written === null) return null;
    return written === '' ? key : `${key}=${written}`;
  };
  return KEYS.map(write)
    .filter((entry) => entry !== null)
    .join('&');
}

/** Whether both have the same fragment. */
export function isSameFragment(a: Told, b: Told): boolean {
  const same = a.selection === b.selection && a.off === b.off && a.place === b.place && a.step === b.step;
  if (!same || restingMoment(a) !== restingMoment(b)) return false;
  return linkedInk(a) === linkedInk(b) && ADDRESSED_OPTIONS.every((name) => a[name] === b[name]);
}

/** The drawing's text, as long as it is the drawing that came with it. */
function linkedInk({ linked, history }: Pick<Told, 'linked' | 'history'>): string | null {
  return linked?.drawing === history.present ? linked.ink : null;
}

function readAll(fragment: string): Addressed {
  const written = new URLSearchParams(fragment.replace(/^#/, ''));
  const read = <Key extends keyof Addressed>(key: Key): readonly [Key, Addressed[Key]] => {
    const value = written.get(key);
    const field: Field<Addressed[Key]> = FIELDS[key];
    return [key, (value === null ? undefined : field.read(value)) ?? field.initial];
  };
  return Object.fromEntries(KEYS.map(read)) as unknown as Addressed;
}

/** A choice by its name or, if something is on, by its key alone. */
function optionField<Value>({ initial, parse }: Option<Value>): Field<Value> {
  return {
    initial,
    read: (written) => parse(written === '' ? true : written),
    write: (value) => {
      if (value === initial) return null;
      return typeof value === 'boolean' ? '' : String(value);
    },
  };
}

function digitField(): Field<number | null> {
  return {
    initial: null,
    read: (written) => (/^\d$/.test(written) && Number(written) < architecture.fc2.units ? Number(written) : undefined),
    write: (digit) => (digit === null ? null : String(digit)),
  };
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
