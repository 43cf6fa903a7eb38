import { describe, expect, it } from 'vitest';
import { createAveraged } from '../../src/explain/averaged.ts';
import { createContributions, linkContributions } from '../../src/explain/contributions.ts';
import { createFlow, leadersOf } from '../../src/explain/flow.ts';
import { readingOf, type Verdict } from '../../src/explain/reading.ts';
import { LAYERS, type Maps, STAGES } from '../../src/explain/topology.ts';
import { ALWAYS_A_DIGIT } from '../../src/explain/verdict.ts';
import { css, inkPixels, mix } from '../../src/look/color.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import { type Box, layout } from '../../src/views/diagram/layout.ts';
import { createDiagramPainter, type DiagramParts } from '../../src/views/diagram/painter.ts';
import { HALF_STRENGTH, lineStyleOf } from '../../src/views/diagram/scale.ts';
import {
  blankScene,
  createScenes,
  EMPHASIS,
  nodesOnTrace,
  type PackedScene,
  unpackScene,
} from '../../src/views/diagram/scene.ts';
import { createEasel } from '../../src/views/painting/easel.ts';
import { asCanvas, FakeCanvas } from '../fake-canvas.ts';
import { PALETTE } from '../palette.ts';
import { randomInput, randomWeights } from '../support.ts';

const SIZES = [
  [900, 700],
  [358, 620],
  [2400, 1300],
] as const;

/** The parts of a picture; with the trace of the most probable digit, or all links alike. */
function partsOf(maps: Maps, traced = false, [width, height]: readonly [number, number] = SIZES[0]) {
  const weights = randomWeights(3);
  const trace = createPlainNetwork(weights).forward(randomInput(4, 0.2));
  const contributions = createAveraged()(createContributions()(trace, weights));
  const reading = readingOf(trace.probabilities, ALWAYS_A_DIGIT);
  const flow = createFlow()(contributions, leadersOf(reading), null);
  const parts: DiagramParts = {
    diagram: { size: { width, height, ratio: 1 }, layout: layout(width, height, 12, maps) },
    look: { palette: PALETTE, font: 'sans-serif' },
    scene: createScenes()(trace, contributions.links, traced ? flow : null, maps, reading),
    off: [],
  };
  return { parts, contributions: linkContributions(contributions), flow };
}

interface DrawnLine {
  readonly stroke: unknown;
  readonly width: unknown;
  readonly ends: number[];
}

/** The curves that were drawn, each with the colour and the width in force. */
function linesOf(calls: unknown[][]): DrawnLine[] {
  const lines: DrawnLine[] = [];
  let [stroke, width]: unknown[] = [];
  let start: number[] = [];
  for (const [name, ...values] of calls) {
    if (name === 'strokeStyle') [stroke] = values;
    if (name === 'lineWidth') [width] = values;
    if (name === 'moveTo') start = values as number[];
    if (name === 'bezierCurveTo') lines.push({ stroke, width, ends: [...start, ...(values as number[]).slice(4)] });
  }
  return lines;
}

function paint(parts: DiagramParts, times = 1) {
  const atlases: FakeCanvas[] = [];
  const painter = createDiagramPainter((width, height) => {
    atlases.push(new FakeCanvas(width, height));
    return asCanvas(atlases[atlases.length - 1]);
  });
  const canvas = new FakeCanvas(1, 1);
  const easel = createEasel(asCanvas(canvas), painter);
  for (let time = 0; time < times; time++) easel.paint(parts, parts);
  return { canvas, atlases };
}

describe('the diagram’s painter', () => {
  it.each([
    ['pooled', [28, 12, 5]],
    ['convolved', [28, 24, 10]],
  ] as const)(
    'uploads one picture for the input and each convolution, %s, and none that is not shown',
    (maps, sides) => {
      const { canvas, atlases } = paint(partsOf(maps).parts, 3);
      expect(atlases.map(({ width }) => width)).toEqual(sides);
      for (const atlas of atlases) {
        expect(atlas.uploads).toHaveLength(3);
        expect(canvas.drawn.filter(([image]) => image === atlas).length, 'what is uploaded is shown').toBeGreaterThan(
          0,
        );
      }
    },
  );

  it('scales each map from its own cells, into its own box, by a whole number', () => {
    const { parts } = partsOf('pooled');
    const { canvas, atlases } = paint(parts);
    const boxes = parts.diagram.layout.nodes.slice(LAYERS[2].firstNode, LAYERS[3].firstNode);
    const maps = canvas.drawn.filter(([image]) => image === atlases[2]);
    expect(maps.map(([, ...place]) => place)).toEqual(
      boxes.map(({ x, y, width, height }, map) => [0, 5 * map, 5, 5, x, y, width, height]),
    );
    expect(boxes[0].width % 5).toBe(0);
    const pixels = inkPixels(PALETTE);
    const { ink } = unpackScene(parts.scene).pictures.conv2;
    expect(new Uint32Array(atlases[2].uploads[0].data.buffer)).toEqual(Uint32Array.from(ink, (value) => pixels[value]));
  });

  it.each(SIZES.flatMap((size) => [false, true].map((traced) => [...size, traced] as const)))(
    'draws every link in the width and the hue of its own number, at %i×%i px, traced: %s',
    (width, height, traced) => {
      const { parts, contributions, flow } = partsOf('pooled', traced, [width, height]);
      const { ends } = parts.diagram.layout;
      const lines = new Map(
        linesOf(paint(parts).canvas.calls).map((line) => [line.ends.map(Math.fround).join(), line]),
      );
      let drawn = 0;
      for (const { name, firstLink, links } of STAGES) {
        for (let link = firstLink; link < firstLink + links; link++) {
          const line = lines.get(ends.subarray(4 * link, 4 * link + 4).join());
          const contribution = contributions[link];
          // The scale as it is written down in the legend, worked out anew.
          const strength = Math.abs(contribution) / (Math.abs(contribution) + HALF_STRENGTH[name]);
          const step = Math.floor(16 * strength);
          if (step === 0) {
            expect(line, `link ${link} is too weak to be drawn`).toBeUndefined();
            continue;
          }
          const ink = traced && !flow.onTrace[link] ? 0.15 : 1;
          const style = lineStyleOf(step);
          expect(line?.width, `link ${link}`).toBeCloseTo((style.width * Math.sqrt(width * height)) / 640, 9);
          const hue = contribution > 0 ? PALETTE.for : PALETTE.against;
          expect(line?.stroke, `link ${link}`).toBe(css(mix(PALETTE.paper, hue, style.hue * ink)));
          drawn++;
        }
      }
      expect(drawn).toBeGreaterThan(100);
      expect(drawn, 'nothing is drawn twice, and nothing else').toBe(lines.size);
    },
  );

  it('draws what is off the trace first, and strong links over weak ones', () => {
    const { parts } = partsOf('pooled', true);
    const { levels, emphasis } = unpackScene(parts.scene);
    const widths = linesOf(paint(parts).canvas.calls).map(({ width }) => Number(width));
    const faint = [...levels.keys()].filter((link) => levels[link] !== 0 && emphasis[link] === EMPHASIS.faint).length;
    expect(faint).toBeGreaterThan(0);
    expect(faint).toBeLessThan(widths.length);
    for (const group of [widths.slice(0, faint), widths.slice(faint)]) {
      expect(group).toEqual([...group].sort((a, b) => a - b));
    }
  });

  it('outlines the nodes on the trace twice as wide, in full ink', () => {
    const { parts } = partsOf('pooled', true);
    const onTrace = nodesOnTrace(unpackScene(parts.scene).emphasis).slice(0, LAYERS[4].firstNode);
    const outlined = ({ canvas }: ReturnType<typeof paint>) => {
      let [stroke, width]: unknown[] = [];
      return canvas.calls.filter(([name, value]) => {
        if (name === 'strokeStyle') stroke = value;
        if (name === 'lineWidth') width = value;
        return name === 'strokeRect' && stroke === css(PALETTE.ink) && width === 2;
      }).length;
    };
    expect(onTrace.includes(true) && onTrace.includes(false)).toBe(true);
    expect(outlined(paint(parts))).toBe(onTrace.filter(Boolean).length);
    expect(outlined(paint(partsOf('pooled').parts)), 'all links alike: no node stands out').toBe(0);
  });

  it('crosses out what is switched off, and nothing else, a map as a whole and a unit in its group', () => {
    const { parts } = partsOf('pooled');
    const crosses = (off: DiagramParts['off']) => {
      const { calls } = paint({ ...parts, off }).canvas;
      return calls.filter(([name]) => name === 'lineTo').map(([, x, y]) => [x, y]);
    };
    expect(crosses([])).toEqual([]);
    const { nodes } = parts.diagram.layout;
    const [map, group] = [nodes[LAYERS[2].firstNode + 5], nodes[LAYERS[3].firstNode + 3]];
    expect(crosses([{ layer: 'map2', map: 5 }])).toEqual([
      [map.x + map.width, map.y + map.height],
      [map.x, map.y + map.height],
    ]);
    // The unit at the lower left of the group's square of four.
    expect(crosses([{ layer: 'fc1', unit: 14 }])).toEqual([
      [group.x + group.width / 2, group.y + group.height],
      [group.x, group.y + group.height],
    ]);
  });

  it('tells an answer, two answers and none apart by squares, not by colour alone', () => {
    const squares = (verdict: Verdict) => {
      const { parts } = partsOf('pooled');
      const { outputs } = parts.diagram.layout;
      const scene = repacked(verdict);
      const { calls } = paint({ ...parts, scene }).canvas;
      const at = ({ x, y, width, height }: Box) => [x, y, width, height].join();
      const glyphs = outputs.map(({ glyph }) => at(glyph));
      const edges = outputs.map(({ glyph: { x, y, width, height } }) =>
        at({ x: x - 1, y: y - 1, width: width + 2, height: height + 2 }),
      );
      const named = (wanted: string, places: string[]) =>
        calls.filter(([name, ...box]) => name === wanted && places.includes(box.join())).length;
      return { filled: named('fillRect', glyphs), open: named('strokeRect', edges) };
    };
    expect(squares('digit')).toEqual({ filled: 1, open: 0 });
    expect(squares('unsure')).toEqual({ filled: 0, open: 2 });
    expect(squares('none')).toEqual({ filled: 0, open: 0 });
    expect(squares('empty')).toEqual({ filled: 0, open: 0 });
  });
});

/** A scene of the same drawing with this verdict. */
function repacked(verdict: Verdict): PackedScene {
  if (verdict === 'empty') return blankScene('pooled');
  const weights = randomWeights(3);
  const trace = createPlainNetwork(weights).forward(randomInput(4, 0.2));
  const { links } = createContributions()(trace, weights);
  return createScenes()(trace, links, null, 'pooled', { verdict, digit: 4, probabilities: trace.probabilities });
}
