import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOf, cellPart, hasCells, isAtSameNode } from '../../src/explain/nodes.ts';
import { cellsAcross, LAYERS, STAGES } from '../../src/explain/topology.ts';
import { nodeOf, nodePart, type Part, readPart, writePart } from '../../src/explain/unit.ts';
import { anyPart, everyPart } from '../parts.ts';

describe('the written form of a part', () => {
  it.each<[string, Part]>([
    ['input.5.7', { layer: 'input', cell: 5 * 28 + 7 }],
    ['conv1.3.10.11', { layer: 'conv1', map: 3, cell: 10 * 24 + 11 }],
    ['pool2.12.2.3', { layer: 'pool2', map: 12, cell: 2 * 5 + 3 }],
    ['fc1.17', { layer: 'fc1', unit: 17 }],
    ['logit.3', { layer: 'logit', digit: 3 }],
    ['probability.3', { layer: 'probability', digit: 3 }],
    ['map1.3', { layer: 'map1', map: 3 }],
    ['map2.12', { layer: 'map2', map: 12 }],
    ['group.4', { layer: 'group', group: 4 }],
    ['picture', { layer: 'picture' }],
    ['link.conv2.5.12', { layer: 'link', stage: 'conv2', source: 5, target: 12 }],
    ['link.output.15.9', { layer: 'link', stage: 'output', source: 15, target: 9 }],
  ])('%s is read and written', (text, part) => {
    expect(readPart(text)).toEqual(part);
    expect(writePart(part)).toBe(text);
  });

  it('is its own for every part of the network, and is read back', () => {
    const written = everyPart().map(writePart);
    expect(new Set(written).size).toBe(written.length);
    expect(written.map(readPart)).toEqual(everyPart());
  });

  it.each([
    '',
    '.',
    'input',
    'input.5',
    'input.28.0',
    'input.0.28',
    'input.-1.0',
    'input.1.2.3',
    'input.01.2',
    'input.1e0.2',
    'conv1.8.0.0',
    'conv1.0.24.0',
    'pool1.0.12.0',
    'conv2.16.0.0',
    'conv2.0.10.0',
    'pool2.0.0.5',
    'pool2.0.0',
    'fc1.64',
    'fc1.NaN',
    'fc1. 1',
    'logit.10',
    'map1.8',
    'map2.16',
    'group.16',
    'picture.0',
    'link',
    'link.conv1.0',
    'link.conv1.1.0',
    'link.input.0.0',
    'link.output.16.0',
    'link.output.0.10',
    'link.output.0.0.0',
    'link.constructor.0.0',
    '__proto__',
    'fc1.0.0',
    'fc1.99999999999999999999',
    'FC1.3',
    ' picture',
  ])('%j is none', (text) => {
    expect(readPart(text)).toBeNull();
  });

  it('is none if damaged in any way that does not make it another part’s', () => {
    fc.assert(
      fc.property(anyPart(), fc.nat(20), fc.string({ maxLength: 3 }), (part, at, put) => {
        const text = writePart(part);
        const damaged = text.slice(0, at) + put + text.slice(at + 1);
        const read = readPart(damaged);
        expect(read === null || writePart(read) === damaged).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a part in the diagram', () => {
  it('lies in the node and cell that it is a part of', () => {
    for (const { name, nodes } of LAYERS) {
      for (let index = 0; index < nodes; index++) {
        const node = { layer: name, index };
        expect(nodeOf(nodePart(name, index))).toEqual(node);
        expect(cellOf(nodePart(name, index))).toBeNull();
        if (!hasCells(node)) continue;
        for (const maps of ['pooled', 'convolved'] as const) {
          const across = cellsAcross(node.layer, maps);
          for (let cell = 0; cell < across ** 2; cell++) {
            const part = cellPart(node, cell, maps);
            expect([nodeOf(part), cellOf(part)]).toEqual([node, { cell, across }]);
          }
        }
      }
    }
  });

  it('is at no node’s place if it is a link', () => {
    const link = { layer: 'link', stage: STAGES[0].name, source: 0, target: 0 } as const;
    expect(isAtSameNode(link, { layer: 'map1', map: 0 })).toBe(false);
  });
});
