/** The golden cases of the pen, which Python and TypeScript share; see tests/golden/README.md. */

import { readFileSync } from 'node:fs';

type Strokes = number[][][];

interface NamedStrokes {
  readonly name: string;
  readonly strokes: Strokes;
}

/** A drawing's first `points` points. */
interface BegunCase {
  readonly points: number;
  readonly ids: number[];
  readonly left_out: number;
  readonly followed?: number[];
}

export interface TokensCase {
  readonly name: string;
  readonly strokes: Strokes;
  readonly ids: number[];
  readonly left_out: number;
  readonly x: number[];
  readonly y: number[];
  readonly up: number[];
  readonly begun: BegunCase[];
}

const project = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const linesOf = <Line>(path: string): Line[] =>
  project(path)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const elsewhere: Readonly<Record<string, NamedStrokes[]>> = {
  'drawings.jsonl': linesOf('tests/golden/drawings.jsonl'),
  'examples.json': JSON.parse(project('web/examples.json')),
};

/** Drawings with their tokens, wherever their strokes stand. */
export const TOKENS_CASES: readonly TokensCase[] = linesOf<TokensCase & { file?: string }>(
  'tests/golden/pen_tokens.jsonl',
).map(({ file, ...told }) => {
  if (file === undefined) return told;
  const found = elsewhere[file].find(({ name }) => name === told.name);
  if (found === undefined) throw new Error(`${file} has no drawing ${told.name}.`);
  return { ...told, strokes: found.strokes };
});

export interface RandomCase {
  readonly seed: number;
  readonly uint32: number[];
  readonly uniform: number[];
}

export interface WritingCase {
  readonly digit: number;
  readonly temperature: number;
  readonly top_k: number | null;
  readonly seed: number;
  readonly ids: number[];
  readonly ended: boolean;
}

const written = linesOf<RandomCase | WritingCase>('tests/golden/pen_writing.jsonl');
export const RANDOM_CASES = written.filter((line): line is RandomCase => 'uint32' in line);
export const WRITING_CASES = written.filter((line): line is WritingCase => 'digit' in line);
