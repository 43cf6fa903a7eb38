import type english from '../../../words/en.json';

/** Every text of the page has a key; words/en.json is the list of them. */
export type WordKey = keyof typeof english;

/** One language's texts, by key, with placeholders such as `{digit}`. */
export type Words = Readonly<Record<WordKey, string>>;

/** The page's languages, by their BCP 47 tags. */
export type Languages = Readonly<Record<string, Words>>;

/** The text of `key` with its placeholders filled in. A placeholder without a value stays as it is, to be seen. */
export function say(words: Words, key: WordKey, values: Readonly<Record<string, string | number>> = {}): string {
  return words[key].replace(/\{(\w+)\}/g, (written, name: string) => (name in values ? String(values[name]) : written));
}

/** Whether `key` is one of the page's texts; for keys written in shell.html. */
export function isWordKey(words: Words, key: string): key is WordKey {
  return Object.hasOwn(words, key);
}
