/** What one key of the page's address holds, and how it is written there. */

import { architecture } from '../net/cnn/architecture.ts';
import type { Option } from './options.ts';

export interface Field<Value> {
  readonly within: 'query' | 'fragment';
  readonly key: string;
  /** The value until one is written. */
  readonly initial: Value;
  /** The value as written; undefined if damaged. */
  readonly read: (written: string) => Value | undefined;
  /** Null if it is not to be written: it is the initial one. */
  readonly write: (value: Value) => string | null;
}

export function inFragment(key: string): Pick<Field<unknown>, 'within' | 'key'> {
  return { within: 'fragment', key };
}

/** The query names even what would be chosen without it: the reader's browser might choose otherwise. */
export function queryField<Value>(key: string, { initial, parse }: Option<Value>): Field<Value> {
  return { within: 'query', key, initial, read: parse, write: String };
}

/** A choice by its name or, if something is on, by its key alone. */
export function optionField<Value>(key: string, { initial, parse }: Option<Value>): Field<Value> {
  return {
    ...inFragment(key),
    initial,
    read: (written) => parse(written === '' ? true : written),
    write: (value) => {
      if (value === initial) return null;
      return typeof value === 'boolean' ? '' : String(value);
    },
  };
}

/** One of the names, the first of which is never written. */
export function nameField<Name extends string>(key: string, [initial, ...others]: readonly Name[]): Field<Name> {
  return {
    ...inFragment(key),
    initial,
    read: (written) => others.find((name) => name === written),
    write: (name) => (name === initial ? null : name),
  };
}

export function digitField(key: string): Field<number | null> {
  const { units } = architecture.fc2;
  return {
    ...countField(key, 1),
    read: (written) => (/^\d$/.test(written) && Number(written) < units ? Number(written) : undefined),
  };
}

/** A whole number, written in as many decimals at most; null for none. */
export function countField(key: string, decimals: number): Field<number | null> {
  const written = new RegExp(`^\\d{1,${decimals}}$`);
  return {
    ...inFragment(key),
    initial: null,
    read: (text) => (written.test(text) ? Number(text) : undefined),
    write: (count) => (count === null ? null : String(count)),
  };
}
