import { type CellLayer, cellsAcross, LAYERS, LINK_COUNT, type Maps, STAGES } from '../../explain/topology.ts';
import { inkOfShare } from '../../look/color.ts';
import type { Trace } from '../../net/cnn/trace.ts';
import type { ProbabilityFormats } from '../../text/numbers.ts';
import type { CellPictures } from '../painting/atlas.ts';
import { HALF_INK, HALF_STRENGTH, inkOf, levelOf } from './scale.ts';

/** Everything painted for one drawing, as plain data that can be painted here, sent to a worker or read by a test. */
export interface Scene {
  /** Each link's step on the scale, −15…15, in the order of topology.ts. */
  readonly levels: Int8Array;
  readonly pictures: Readonly<Record<CellLayer, CellPictures>>;
  /** Ten probabilities, their texts, and shorter texts for tight spaces; all null while nothing is drawn. */
  readonly probabilities: Float32Array | null;
  readonly percentages: readonly string[] | null;
  readonly roughPercentages: readonly string[] | null;
  /** The digit to mark as the answer; null if there is none. */
  readonly digit: number | null;
}

/** The scene of a trace and its links' contributions, with `digit` marked; `written` formats the probabilities. */
export function sceneOf(
  trace: Trace,
  contributions: Float64Array,
  maps: Maps,
  digit: number | null,
  written: Pick<ProbabilityFormats, 'usual' | 'rough'>,
): Scene {
  const levels = new Int8Array(LINK_COUNT);
  for (const { name, firstLink, links } of STAGES) {
    const half = HALF_STRENGTH[name];
    for (let link = firstLink; link < firstLink + links; link++) levels[link] = levelOf(contributions[link], half);
  }
  const { input, conv1, conv2, fc1, probabilities } = trace;
  const shown = maps === 'pooled' ? 'pooled' : 'activations';
  const pictures = (layer: CellLayer, values: Float32Array): CellPictures => {
    const ink = new Uint8Array(values.length);
    const half = layer === 'input' ? null : HALF_INK[layer];
    for (let cell = 0; cell < ink.length; cell++)
      ink[cell] = half === null ? inkOfShare(values[cell]) : inkOf(values[cell], half);
    return { side: cellsAcross(layer, maps), ink };
  };
  return {
    levels,
    pictures: {
      input: pictures('input', input),
      conv1: pictures('conv1', conv1[shown]),
      conv2: pictures('conv2', conv2[shown]),
      fc1: pictures('fc1', fc1.activations),
    },
    probabilities: probabilities.slice(),
    percentages: Array.from(probabilities, written.usual),
    roughPercentages: Array.from(probabilities, written.rough),
    digit,
  };
}

/** The scene while nothing is drawn: no links, blank pictures, no probabilities. */
export function blankScene(): Scene {
  const [input, conv1, conv2, fc1] = LAYERS.map(({ name, nodes }): CellPictures => {
    const side = name === 'output' ? 0 : cellsAcross(name, 'pooled');
    return { side, ink: new Uint8Array(nodes * side * side) };
  });
  return {
    levels: new Int8Array(LINK_COUNT),
    pictures: { input, conv1, conv2, fc1 },
    probabilities: null,
    percentages: null,
    roughPercentages: null,
    digit: null,
  };
}

/** Links that look alike: their signed level and their indices. */
export interface Bucket {
  readonly level: number;
  readonly links: readonly number[];
}

/** The links to draw, weakest first. */
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
