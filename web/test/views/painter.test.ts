import { describe, expect, it } from 'vitest';
import { createContributions } from '../../src/explain/contributions.ts';
import { readingOf } from '../../src/explain/reading.ts';
import { LAYERS, type Maps } from '../../src/explain/topology.ts';
import { ALWAYS_A_DIGIT } from '../../src/explain/verdict.ts';
import { css, inkPixels, mix, type Palette } from '../../src/look/color.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import { layout } from '../../src/views/diagram/layout.ts';
import { createDiagramPainter, type DiagramParts } from '../../src/views/diagram/painter.ts';
import { lineStyleOf } from '../../src/views/diagram/scale.ts';
import { bucketsOf, createScenes, unpackScene } from '../../src/views/diagram/scene.ts';
import { createEasel } from '../../src/views/painting/easel.ts';
import { asCanvas, FakeCanvas } from '../fake-canvas.ts';
import { randomInput, randomWeights } from '../support.ts';

const PALETTE: Palette = {
  paper: [250, 250, 250],
  ink: [10, 20, 30],
  muted: [100, 100, 100],
  hairline: [200, 200, 200],
  for: [200, 50, 0],
  against: [0, 50, 200],
  heatLow: [240, 240, 240],
  heatMiddle: [240, 210, 150],
  heatHigh: [240, 180, 60],
};

function partsOf(maps: Maps): DiagramParts {
  const weights = randomWeights(3);
  const trace = createPlainNetwork(weights).forward(randomInput(4, 0.2));
  const { links } = createContributions()(trace, weights);
  return {
    diagram: { size: { width: 900, height: 700, ratio: 1 }, layout: layout(900, 700, 12, maps) },
    look: { palette: PALETTE, font: 'sans-serif' },
    scene: createScenes()(trace, links, maps, readingOf(trace.probabilities, ALWAYS_A_DIGIT)),
  };
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
      const { canvas, atlases } = paint(partsOf(maps), 3);
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
    const parts = partsOf('pooled');
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

  it('draws a curve for every link with a level, weak ones first, in the hue of its sign', () => {
    const parts = partsOf('pooled');
    const { calls } = paint(parts).canvas;
    const hues: unknown[] = [];
    let hue: unknown;
    for (const [name, value] of calls) {
      if (name === 'strokeStyle') hue = value;
      if (name === 'bezierCurveTo') hues.push(hue);
    }
    const { for: warm, against: cool, paper } = PALETTE;
    const buckets = bucketsOf(unpackScene(parts.scene).levels);
    expect(hues).toEqual(
      buckets.flatMap(({ level, links }) =>
        links.map(() => css(mix(paper, level > 0 ? warm : cool, lineStyleOf(level).hue))),
      ),
    );
    expect(hues.length).toBeGreaterThan(100);
  });
});
