/** The address's fragment, `#part=conv2.12.2.3&digit=3&rival=8&why&off=map2.5,fc1.12` or `#place=learn&step=3`: what is asked and where, from one table. */

import { isSwitchable } from '../explain/ablation.ts';
import { type Part, readPart, writePart } from '../explain/unit.ts';
import { architecture } from '../net/cnn/architecture.ts';
import { BEGINNING, LAB_STEP, type Placing } from './placing.ts';
import { type Asking, NOTHING_ASKED, NOTHING_OFF, NOTHING_SELECTED, type Selection, select } from './selection.ts';

/** What the fragment holds. */
type Addressed = Selection & Pick<Asking, 'off'> & Omit<Placing, 'guess'>;

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
};

const KEYS = Object.keys(FIELDS) as (keyof Addressed)[];

/**
 * What the fragment asks, with or without its #. Damaged values and unknown keys are as if they were not there; of edited
 * kernels it says nothing, and a step's question is open.
 */
export function readFragment(fragment: string): Omit<Asking, 'edited'> & Placing {
  const written = new URLSearchParams(fragment.replace(/^#/, ''));
  const { place, step, part, digit, rival, why, off } = FIELDS;
  const read = <Value>(key: keyof Addressed, field: Field<Value>): Value => {
    const value = written.get(key);
    return (value === null ? undefined : field.read(value)) ?? field.initial;
  };
  const selection = {
    part: read('part', part),
    digit: read('digit', digit),
    rival: read('rival', rival),
    why: read('why', why),
  };
  return {
    place: read('place', place),
    step: read('step', step),
    guess: null,
    selection: select(NOTHING_ASKED, selection).selection,
    pointed: null,
    off: read('off', off),
  };
}

/** The fragment without its #; empty if nothing is asked. */
export function writeFragment({ selection, off, place, step }: Pick<Asking, 'selection' | 'off'> & Placing): string {
  const asked: Addressed = { place, step: place === 'learn' ? step : BEGINNING.step, ...selection, off };
  const write = <Key extends keyof Addressed>(key: Key): string | null => {
    const written = FIELDS[key].write(asked[key]);
    if (written === null) return null;
    return written === '' ? key : `${key}=${written}`;
  };
  return KEYS.map(write)
    .filter((entry) => entry !== null)
    .join('&');
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
