import type { TargetValues } from '../../explain/contributions.ts';
import type { Flow } from '../../explain/flow.ts';
import { answeredDigit, EMPTY_READING, type Reading, secondInQuestion, type Verdict } from '../../explain/reading.ts';
import { type CellLayer, cellsAcross, LAYERS, LINK_COUNT, type Maps, STAGES } from '../../explain/topology.ts';
import { inkOfShare } from '../../look/color.ts';
import { architecture } from '../../net/cnn/architecture.ts';
import type { Trace } from '../../net/cnn/trace.ts';
import { memoize } from '../../state/memo.ts';
import type { CellPictures } from '../painting/atlas.ts';
import { HALF_INK, HALF_STRENGTH, inkOf, levelOf, STRENGTH_LEVELS } from './scale.ts';

const DIGITS = architecture.fc2.units;

/** All that is painted for one drawing, as plain data: it can be painted here, sent to a worker, and read by a test. */
export interface Scene {
  /** Each link's step on the scale, −15…15, in the order of topology.ts. */
  readonly levels: Int8Array;
  /** How each link is drawn: EMPHASIS. */
  readonly emphasis: Uint8Array;
  readonly pictures: Readonly<Record<CellLayer, CellPictures>>;
  readonly verdict: Verdict;
  /** Ten shares of 1; null while nothing is drawn. */
  readonly probabilities: Float32Array | null;
  /** The digit to be marked as the answer; null where there is none. */
  readonly digit: number | null;
  /** The other digit in question while the reading is unsure; else null. */
  readonly second: number | null;
}

/** A link off the trace is faint; one on it is drawn in full ink, as are its nodes' outlines; or all are alike, in full ink. */
export const EMPHASIS = { faint: 0, traced: 1, alike: 2 } as const;

/**
 * A scene in one piece of memory, which the next one overwrites: the probabilities, the links' levels and emphasis, the ink of the
 * pictures, and a byte each for the maps, the verdict and the two digits.
 */
export type PackedScene = ArrayBuffer;

export const MAPS: readonly Maps[] = ['pooled', 'convolved'];
export const VERDICTS: readonly Verdict[] = ['empty', 'digit', 'unsure', 'none'];
export const NO_DIGIT = 255;

/** Cell layers in the order in which a scene's memory holds their ink. */
const CELL_LAYERS = ['input', 'conv1', 'conv2', 'fc1'] as const satisfies readonly CellLayer[];

/**
 * Makes scenes of a trace, its links' contributions, the flow to be told (null: all links are alike) and the reading, always
 * in the same memory: the next scene of the same maps overwrites it.
 */
export function createScenes(): (
  trace: Trace,
  links: TargetValues,
  flow: Pick<Flow, 'onTrace'> | null,
  maps: Maps,
  reading: Reading,
) => PackedScene {
  const arraysFor = memoize((maps: Maps) => arraysIn(new ArrayBuffer(bytesOf(maps)), maps));
  return (trace, links, flow, maps, reading) => {
    const { memory, probabilities, levels, emphasis, pictures, notes } = arraysFor(maps);
    for (const { name, firstLink } of STAGES) {
      const half = HALF_STRENGTH[name];
      const contributions = links[name];
      for (let i = 0; i < contributions.length; i++) levels[firstLink + i] = levelOf(contributions[i], half);
    }
    if (flow) emphasis.set(flow.onTrace);
    else emphasis.fill(EMPHASIS.alike);
    const shown = maps === 'pooled' ? 'pooled' : 'activations';
    const { input, conv1, conv2, fc1 } = pictures;
    for (let cell = 0; cell < input.ink.length; cell++) input.ink[cell] = inkOfShare(trace.input[cell]);
    fillInk(conv1.ink, trace.conv1[shown], HALF_INK.conv1);
    fillInk(conv2.ink, trace.conv2[shown], HALF_INK.conv2);
    fillInk(fc1.ink, trace.fc1.activations, HALF_INK.fc1);
    probabilities.set(trace.probabilities);
    note(notes, maps, reading);
    return memory;
  };
}

/** Nothing drawn: no link, blank pictures, no probability. */
export function blankScene(maps: Maps): PackedScene {
  const { memory, notes } = arraysIn(new ArrayBuffer(bytesOf(maps)), maps);
  note(notes, maps, EMPTY_READING);
  return memory;
}

/** The scene that was packed; its arrays are views of the same memory. */
export function unpackScene(memory: PackedScene): Scene {
  const [mapsNote, verdictNote, digitNote, secondNote] = new Uint8Array(memory, memory.byteLength - NOTES);
  const { levels, emphasis, pictures, probabilities } = arraysIn(memory, MAPS[mapsNote]);
  const verdict = VERDICTS[verdictNote];
  return {
    levels,
    emphasis,
    pictures,
    verdict,
    probabilities: verdict === 'empty' ? null : probabilities,
    digit: digitNote === NO_DIGIT ? null : digitNote,
    second: secondNote === NO_DIGIT ? null : secondNote,
  };
}

function fillInk(ink: Uint8Array, activations: Float32Array, half: number): void {
  // Most cells are silent.
  for (let cell = 0; cell < ink.length; cell++) {
    const activation = activations[cell];
    ink[cell] = activation === 0 ? 0 : inkOf(activation, half);
  }
}

function note(notes: Uint8Array, maps: Maps, reading: Reading): void {
  notes[0] = MAPS.indexOf(maps);
  notes[1] = VERDICTS.indexOf(reading.verdict);
  notes[2] = answeredDigit(reading) ?? NO_DIGIT;
  notes[3] = secondInQuestion(reading) ?? NO_DIGIT;
}

const PROBABILITY_BYTES = DIGITS * Float32Array.BYTES_PER_ELEMENT;
const NOTES = 4;

function cellsOf(layer: CellLayer, maps: Maps): number {
  const nodes = LAYERS.find(({ name }) => name === layer)?.nodes ?? 0;
  return nodes * cellsAcross(layer, maps) ** 2;
}

function bytesOf(maps: Maps): number {
  return CELL_LAYERS.reduce((sum, layer) => sum + cellsOf(layer, maps), PROBABILITY_BYTES + 2 * LINK_COUNT + NOTES);
}

function arraysIn(memory: ArrayBuffer, maps: Maps) {
  let offset = PROBABILITY_BYTES + 2 * LINK_COUNT;
  const [input, conv1, conv2, fc1] = CELL_LAYERS.map((layer): CellPictures => {
    const ink = new Uint8Array(memory, offset, cellsOf(layer, maps));
    offset += ink.length;
    return { side: cellsAcross(layer, maps), ink };
  });
  return {
    memory,
    probabilities: new Float32Array(memory, 0, DIGITS),
    levels: new Int8Array(memory, PROBABILITY_BYTES, LINK_COUNT),
    emphasis: new Uint8Array(memory, PROBABILITY_BYTES + LINK_COUNT, LINK_COUNT),
    pictures: { input, conv1, conv2, fc1 },
    notes: new Uint8Array(memory, offset, NOTES),
  };
}

/** Links that look alike: their signed level, whether they are drawn in full ink, and their indices. */
export interface Bucket {
  readonly level: number;
  readonly full: boolean;
  readonly links: readonly number[];
}

/** The links to draw: the faint ones first, and weak ones before strong ones. */
export function bucketsOf(levels: Int8Array, emphasis: Uint8Array): Bucket[] {
  const buckets = new Map<number, { level: number; full: boolean; links: number[] }>();
  levels.forEach((level, link) => {
    if (level === 0) return;
    const full = emphasis[link] !== EMPHASIS.faint;
    const key = full ? level : level + 2 * STRENGTH_LEVELS;
    const bucket = buckets.get(key);
    if (bucket) bucket.links.push(link);
    else buckets.set(key, { level, full, links: [link] });
  });
  return [...buckets.values()].sort(
    (a, b) => Number(a.full) - Number(b.full) || Math.abs(a.level) - Math.abs(b.level) || a.level - b.level,
  );
}

/** By node among all: whether a link on the trace leaves or reaches it. */
export function nodesOnTrace(emphasis: Uint8Array): boolean[] {
  const nodes = LAYERS.flatMap((layer) => Array.from({ length: layer.nodes }, () => false));
  for (const { sources, targets, firstLink, links } of STAGES) {
    for (let i = 0; i < links; i++) {
      if (emphasis[firstLink + i] !== EMPHASIS.traced) continue;
      nodes[sources.firstNode + (i % sources.nodes)] = true;
      nodes[targets.firstNode + Math.trunc(i / sources.nodes)] = true;
    }
  }
  return nodes;
}
