import {
  type CellLayer,
  cellsAcross,
  LAYERS,
  type Layer,
  type LayerName,
  LINK_COUNT,
  type Maps,
  STAGES,
} from '../../explain/topology.ts';

/** A rectangle in CSS px, relative to the diagram's top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An output's parts: its digit, and the track its bar grows along, away from the links. In rows both are one stroke over the dial's cell. */
export interface OutputBoxes {
  readonly glyph: Box;
  readonly track: Box;
}

/**
 * The place of a layer's heading: at the top of its column, in the gutter beside its row, or right at the input, which is the
 * picture that the network is given: above it or, in rows, beside it.
 */
export interface Heading {
  readonly x: number;
  readonly y: number;
  readonly at: 'top' | 'gutter' | 'above' | 'beside';
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Whether the signal runs from top to bottom instead of from left to right. */
  readonly upright: boolean;
  readonly headings: readonly Heading[];
  /** All nodes' boxes, layer by layer; an output's box is its digit's. */
  readonly nodes: readonly Box[];
  readonly outputs: readonly OutputBoxes[];
  /** Link i runs from (ends[4i], ends[4i+1]) to (ends[4i+2], ends[4i+3]), in the order of topology.ts. */
  readonly ends: Float32Array;
}

/** Space around the picture, and between a node and the ends of its links, in px. */
const MARGIN = 4;
const LINK_GAP = 2;
/** The share of a node's edge over which the ends of its links are spread. */
const SPREAD = 0.8;
/** Between the dial's cells where they stand in one row, as in answer.css, in px; the links of rows lead to them. */
export const DIAL_GAP = 4;
/** In rows: the height of the strokes over the dial's cells. */
const OUTPUT_STROKE = 4;

/** The side lengths of the nodes' pictures, in px; an output's picture is its digit. */
type Sides = Readonly<Record<LayerName, number>>;

/**
 * The diagram's geometry for its size and the maps it shows; `text` is the size of its small text, in px. Which way
 * the signal runs is the style sheet's choice: in rows (`upright`) the outputs are the dial's cells, right below and as wide.
 */
export function layout(width: number, height: number, text: number, maps: Maps, upright = false): Layout {
  return (upright ? layoutRows : layoutColumns)(width, height, text, maps);
}

/** The largest side within `room` that gives every cell of a picture the same whole number of px. */
function sideWithin(layer: CellLayer, maps: Maps, room: number): number {
  const cells = cellsAcross(layer, maps);
  return Math.max(1, Math.floor(room / cells)) * cells;
}

function layoutColumns(width: number, height: number, text: number, maps: Maps): Layout {
  const top = Math.round(text * 3.2);
  const room = height - top - MARGIN;
  const pitch = (layer: Layer): number => room / layer.nodes;
  const [, conv1, conv2, fc1, output] = LAYERS;
  const sides: Sides = {
    input: sideWithin('input', maps, Math.min(0.2 * width, 0.4 * room)),
    conv1: sideWithin('conv1', maps, Math.min(0.86 * pitch(conv1), 0.11 * width)),
    conv2: sideWithin('conv2', maps, Math.min(0.86 * pitch(conv2), 0.06 * width)),
    fc1: sideWithin('fc1', maps, Math.min(0.72 * pitch(fc1), 0.05 * width)),
    output: Math.round(Math.min(0.8 * pitch(output), text * 2)),
  };
  const track = Math.round(0.07 * width);
  const widths = [sides.input, sides.conv1, sides.conv2, sides.fc1, sides.output + text / 2 + track];
  const gap = (width - 2 * MARGIN - widths.reduce((sum, one) => sum + one, 0)) / STAGES.length;
  const lefts = widths.map((_, column) => MARGIN + widths.slice(0, column).reduce((sum, one) => sum + one + gap, 0));

  const nodes = LAYERS.flatMap((layer, column) => {
    const side = sides[layer.name];
    const x = Math.round(lefts[column]);
    return Array.from({ length: layer.nodes }, (_, index) => {
      const y = Math.round(top + pitch(layer) * (index + 0.5) - side / 2);
      return { x, y, width: side, height: side };
    });
  });
  const outputs = nodes.slice(output.firstNode).map((glyph): OutputBoxes => {
    const x = glyph.x + glyph.width + Math.round(text / 2);
    const bar = Math.max(3, Math.round(sides.output / 4));
    const y = glyph.y + glyph.height - bar;
    return { glyph, track: { x, y, width: width - MARGIN - x, height: bar } };
  });
  const headings = LAYERS.map(({ name, firstNode }, column): Heading => {
    const { x, y } = nodes[firstNode];
    if (name === 'input') return { x, y: y - Math.round(text / 2), at: 'above' };
    return { x: Math.round(lefts[column] + widths[column] / 2), y: 0, at: 'top' };
  });
  return { width, height, upright: false, headings, nodes, outputs, ends: endsOf(nodes, false) };
}

function layoutRows(width: number, height: number, text: number, maps: Maps): Layout {
  const gutter = Math.round(text * 1.6);
  const room = width - gutter - MARGIN;
  const pitch = (layer: Layer): number => room / layer.nodes;
  const [, conv1, conv2, fc1, output] = LAYERS;
  const sides: Sides = {
    input: sideWithin('input', maps, Math.min(0.32 * room, 0.28 * height)),
    conv1: sideWithin('conv1', maps, Math.min(0.86 * pitch(conv1), 0.16 * height)),
    conv2: sideWithin('conv2', maps, Math.min(0.93 * pitch(conv2), 0.1 * height)),
    fc1: sideWithin('fc1', maps, Math.min(0.76 * pitch(fc1), 0.08 * height)),
    output: OUTPUT_STROKE,
  };
  const heights = LAYERS.map(({ name }) => sides[name]);
  const gap = (height - MARGIN - heights.reduce((sum, one) => sum + one, 0)) / STAGES.length;
  const tops = heights.map((_, row) => MARGIN + heights.slice(0, row).reduce((sum, one) => sum + one + gap, 0));
  const cell = (width + DIAL_GAP) / output.nodes;

  const nodes = LAYERS.flatMap((layer, row) => {
    const side = sides[layer.name];
    const y = Math.round(tops[row]);
    return Array.from({ length: layer.nodes }, (_, index) => {
      if (layer === output) return { x: cell * index, y, width: cell - DIAL_GAP, height: side };
      const x = Math.round(gutter + pitch(layer) * (index + 0.5) - side / 2);
      return { x, y, width: side, height: side };
    });
  });
  const outputs = nodes.slice(output.firstNode).map((glyph): OutputBoxes => ({ glyph, track: glyph }));
  const headings = LAYERS.map(({ name, firstNode }, row): Heading => {
    const y = Math.round(tops[row] + heights[row] / 2);
    if (name === 'input') return { x: nodes[firstNode].x + sides.input + text, y, at: 'beside' };
    return { x: gutter / 2, y, at: 'gutter' };
  });
  return { width, height, upright: true, headings, nodes, outputs, ends: endsOf(nodes, true) };
}

/**
 * Links leave and reach a node side by side along the facing edge, in the order of the nodes at their other ends, so
 * that they fan out instead of crossing at one point.
 */
function endsOf(nodes: readonly Box[], upright: boolean): Float32Array {
  const ends = new Float32Array(4 * LINK_COUNT);
  for (const { sources, targets, firstLink } of STAGES) {
    for (let target = 0; target < targets.nodes; target++) {
      for (let source = 0; source < sources.nodes; source++) {
        const from = nodes[sources.firstNode + source];
        const to = nodes[targets.firstNode + target];
        const leaving = 0.5 + SPREAD * ((target + 0.5) / targets.nodes - 0.5);
        const arriving = 0.5 + SPREAD * ((source + 0.5) / sources.nodes - 0.5);
        const at = 4 * (firstLink + target * sources.nodes + source);
        if (upright) {
          ends[at] = from.x + from.width * leaving;
          ends[at + 1] = from.y + from.height + LINK_GAP;
          ends[at + 2] = to.x + to.width * arriving;
          ends[at + 3] = to.y - LINK_GAP;
        } else {
          ends[at] = from.x + from.width + LINK_GAP;
          ends[at + 1] = from.y + from.height * leaving;
          ends[at + 2] = to.x - LINK_GAP;
          ends[at + 3] = to.y + to.height * arriving;
        }
      }
    }
  }
  return ends;
}
