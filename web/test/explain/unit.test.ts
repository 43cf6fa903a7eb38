import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAYERS, STAGES } from '../../src/explain/topology.ts';
import {
  cellAt,
  isSamePart,
  nodeOf,
  nodePart,
  type Part,
  readPart,
  type UnitLayer,
  unitAt,
  unitIndex,
  writePart,
} from '../../src/explain/unit.ts';

const COUNTS: readonly (readonly [UnitLayer, number])[] = [
  ['input', 784],
  ['conv1', 8 * 24 * 24],
  ['pool1', 8 * 12 * 12],
  ['conv2', 16 * 10 * 10],
  ['pool2', 16 * 5 * 5],
  ['fc1', 64],
  ['logit', 10],
  ['probability', 10],
];

const everyUnit = COUNTS.flatMap(([layer, count]) => Array.from({ length: count }, (_, i) => unitAt(layer, i)));
const everyNode = LAYERS.flatMap(({ name, nodes }) => Array.from({ length: nodes }, (_, i) => nodePart(name, i)));
const everyLink = STAGES.flatMap(({ name, sources, targets }) =>
  Array.from({ length: targets.nodes * sources.nodes }, (_, i) => ({
    layer: 'link' as const,
    stage: name,
    source: i % sources.nodes,
    target: Math.floor(i / sources.nodes),
  })),
);

describe('a part', () => {
  it.each<[Part, string]>([
    [{ layer: 'input', cell: 5 * 28 + 7 }, 'input.5.7'],
    [{ layer: 'conv1', map: 3, cell: 10 * 24 + 11 }, 'conv1.3.10.11'],
    [{ layer: 'pool2', map: 12, cell: 2 * 5 + 3 }, 'pool2.12.2.3'],
    [{ layer: 'fc1', unit: 17 }, 'fc1.17'],
    [{ layer: 'logit', digit: 3 }, 'logit.3'],
    [{ layer: 'probability', digit: 3 }, 'probability.3'],
    [{ layer: 'map1', map: 3 }, 'map1.3'],
    [{ layer: 'map2', map: 12 }, 'map2.12'],
    [{ layer: 'group', group: 4 }, 'group.4'],
    [{ layer: 'picture' }, 'picture'],
    [{ layer: 'link', stage: 'conv2', source: 5, target: 12 }, 'link.conv2.5.12'],
  ])('%j is written %s', (part, text) => {
    expect(writePart(part)).toBe(text);
    expect(readPart(text)).toEqual(part);
  });

  it('is read back from its written form, whatever part of the network it is; no two are written alike', () => {
    const parts = [...everyUnit, ...everyNode, ...everyLink];
    const texts = parts.map(writePart);
    expect(texts.map(readPart)).toEqual(parts);
    // An output's node is its logit, which is among the units.
    expect(new Set(texts).size).toBe(parts.length - 10);
  });

  it.each([
    '',
    'input',
    'input.5',
    'input.28.0',
    'input.0.28',
    'input.0.0.0',
    'conv1.8.0.0',
    'conv1.0.24.0',
    'pool1.0.12.0',
    'conv2.0.0.10',
    'pool2.16.0.0',
    'fc1.64',
    'logit.10',
    'group.16',
    'map1.8',
    'map2.16',
    'picture.0',
    'link.conv2.8.0',
    'link.conv2.0.16',
    'link.input.0.0',
    'link.conv2.0',
    'link',
    'fc1.-1',
    'fc1.01',
    'fc1.1e1',
    'fc1. 1',
    'fc1.',
    'fc1.0x1',
    'FC1.0',
    'output.3',
    'constructor',
    'toString.1',
    '__proto__',
  ])('is not what “%s” names', (text) => {
    expect(readPart(text)).toBeNull();
  });

  it('is null, never an error, if any other text is read', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const part = readPart(text);
        expect(part === null || writePart(part) === text).toBe(true);
      }),
    );
  });

  it('is the same as another of equal place, not only as itself', () => {
    expect(isSamePart({ layer: 'fc1', unit: 3 }, { layer: 'fc1', unit: 3 })).toBe(true);
    expect(isSamePart({ layer: 'logit', digit: 3 }, { layer: 'probability', digit: 3 })).toBe(false);
    expect([isSamePart(null, null), isSamePart(null, { layer: 'picture' })]).toEqual([true, false]);
  });

  it('belongs to a node of the diagram', () => {
    expect(everyNode.map(nodeOf)).toEqual(
      LAYERS.flatMap(({ name, nodes }) => Array.from({ length: nodes }, (_, index) => ({ layer: name, index }))),
    );
    const at = (text: string) => nodeOf(readPart(text) as Part);
    expect(at('input.5.7')).toEqual({ layer: 'input', index: 0 });
    expect(at('conv1.3.1.1')).toEqual({ layer: 'conv1', index: 3 });
    expect(at('pool2.12.1.1')).toEqual({ layer: 'conv2', index: 12 });
    expect([at('fc1.15'), at('fc1.16')]).toEqual([
      { layer: 'fc1', index: 3 },
      { layer: 'fc1', index: 4 },
    ]);
    expect(at('probability.7')).toEqual({ layer: 'output', index: 7 });
    expect(at('link.fc1.3.9')).toEqual({ layer: 'fc1', index: 9 });
  });
});

describe('units', () => {
  it('have indices as in their layer’s values', () => {
    expect(everyUnit.map(unitIndex)).toEqual(COUNTS.flatMap(([, count]) => Array.from({ length: count }, (_, i) => i)));
    expect(cellAt('conv2', 3, 4, 5)).toEqual({ layer: 'conv2', map: 3, cell: 45 });
  });
});
