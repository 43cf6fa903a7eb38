import type { Maps } from '../../app/state.ts';
import { architecture } from '../../net/architecture.ts';
import type { Trace } from '../../net/trace.ts';
import { HALF_INK, HALF_STRENGTH, inkOf, levelOf } from './scale.ts';
import { GROUP_UNITS, INPUT_SIDE, LINK_COUNT, STAGES } from './topology.ts';

/** Pictures of a layer's nodes, one after another: `side`×`side` cells each, ink 0…255. */
export interface Pictures {
  readonly side: number;
  readonly ink: Uint8Array;
}

/** All that is painted for one drawing, as plain data: it can be painted here, sent to a worker, and read by a test. */
export interface Scene {
  /** The step of each link on the scale, −15…15, in the order of topology.ts. */
  readonly levels: Int8Array;
  readonly pictures: Readonly<Record<'input' | 'conv1' | 'conv2' | 'fc1', Pictures>>;
  /** Ten shares of 1, with their texts and the most probable digit; all null while nothing is drawn. */
  readonly probabilities: Float32Array | null;
  readonly percentages: readonly string[] | null;
  readonly digit: number | null;
}

function picture(activations: Float32Array, nodes: number, half: number): Pictures {
  const ink = new Uint8Array(activations.length);
  for (let cell = 0; cell < ink.length; cell++) ink[cell] = inkOf(activations[cell], half);
  return { side: Math.round(Math.sqrt(ink.length / nodes)), ink };
}

function inputPicture(input: Float32Array): Pictures {
  const ink = new Uint8Array(input.length);
  for (let cell = 0; cell < ink.length; cell++) ink[cell] = Math.round(255 * input[cell]);
  return { side: INPUT_SIDE, ink };
}

/** The scene of a trace and the contributions of its links; `percent` writes a share of 1 in the page's language. */
export function sceneOf(
  trace: Trace,
  contributions: Float64Array,
  maps: Maps,
  digit: number | null,
  percent: (share: number) => string,
): Scene {
  const levels = new Int8Array(LINK_COUNT);
  for (const { name, firstLink, links } of STAGES) {
    const half = HALF_STRENGTH[name];
    for (let link = firstLink; link < firstLink + links; link++) levels[link] = levelOf(contributions[link], half);
  }
  const { conv1, conv2, fc1, probabilities } = trace;
  const shown = maps === 'pooled' ? 'pooled' : 'activations';
  return {
    levels,
    pictures: {
      input: inputPicture(trace.input),
      conv1: picture(conv1[shown], architecture.conv1.channels, HALF_INK.conv1),
      conv2: picture(conv2[shown], architecture.conv2.channels, HALF_INK.conv2),
      fc1: picture(fc1.activations, architecture.fc1.units / GROUP_UNITS, HALF_INK.fc1),
    },
    probabilities: probabilities.slice(),
    percentages: Array.from(probabilities, percent),
    digit,
  };
}

/** Nothing drawn: no link, blank pictures, no probability. */
export function blankScene(): Scene {
  const blank = (nodes: number, side = 1): Pictures => ({ side, ink: new Uint8Array(nodes * side * side) });
  const { conv1, conv2, fc1 } = architecture;
  return {
    levels: new Int8Array(LINK_COUNT),
    pictures: {
      input: blank(conv1.inputChannels, INPUT_SIDE),
      conv1: blank(conv1.channels),
      conv2: blank(conv2.channels),
      fc1: blank(fc1.units),
    },
    probabilities: null,
    percentages: null,
    digit: null,
  };
}

/** Links to draw, weakest first, each bucket of one look: the sign's level and its links' numbers. */
export interface Bucket {
  readonly level: number;
  readonly links: readonly number[];
}

export function bucketsOf(levels: Int8Array): Bucket[] {
  const byLevel = new Map<number, number[]>();
  levels.forEach((level, link) => {
    if (level === 0) return;
    const links = byLevel.get(level);
    if (links) links.push(link);
    else byLevel.set(level, [link]);
  });
  return [...byLevel]
    .map(([level, links]) => ({ level, links }))
    .sort((a, b) => Math.abs(a.level) - Math.abs(b.level) || a.level - b.level);
}
