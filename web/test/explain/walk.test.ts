import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOf, isAtSameNode } from '../../src/explain/nodes.ts';
import { type Part, readPart, writePart } from '../../src/explain/unit.ts';
import { enter, walk, walkCells } from '../../src/explain/walk.ts';
import { anyPart } from '../parts.ts';

const at = (text: string): Part => {
  const part = readPart(text);
  if (part === null) throw new Error(text);
  return part;
};
const walked = (text: string, along: number, across: number) => writePart(walk(at(text), { along, across }));
const step = (text: string, right: number, down: number) => writePart(walkCells(at(text), { right, down }));

describe('walking between nodes', () => {
  it.each([
    ['map2.5', 1, 0, 'map2.6'],
    ['map2.15', 1, 0, 'map2.15'],
    ['map1.0', -1, 0, 'map1.0'],
    ['picture', 0, 1, 'map1.4'],
    ['picture', 0, -1, 'picture'],
    ['map1.0', 0, -1, 'picture'],
    ['map1.7', 0, 1, 'map2.15'],
    ['map2.4', 0, 1, 'group.4'],
    ['group.15', 0, 1, 'logit.9'],
    ['logit.3', 0, 1, 'logit.3'],
    ['logit.3', 1, 0, 'logit.4'],
    ['probability.3', 0, -1, 'group.5'],
    ['conv2.5.0.0', 1, 0, 'map2.6'],
    ['fc1.63', -1, 0, 'group.14'],
    ['link.conv2.3.12', 1, 0, 'link.conv2.4.12'],
    ['link.conv2.7.12', 1, 0, 'link.conv2.7.12'],
    ['link.conv2.3.12', 0, -1, 'map1.3'],
    ['link.conv2.3.12', 0, 1, 'map2.12'],
    ['link.conv1.0.2', 0, -1, 'picture'],
  ])('from %s, %i along and %i across, comes to %s', (from, along, across, to) => {
    expect(walked(from, along, across)).toBe(to);
  });

  it('reaches every layer, and every node of it', () => {
    const seen = new Set<string>();
    let part: Part = { layer: 'picture' };
    for (let column = 0; column < 5; column++) {
      for (let i = 0; i < 16; i++) part = walk(part, { along: -1, across: 0 });
      for (let i = 0; i < 16; i++) {
        seen.add(writePart(part));
        part = walk(part, { along: 1, across: 0 });
      }
      part = walk(part, { along: 0, across: 1 });
    }
    expect(seen.size).toBe(1 + 8 + 16 + 16 + 10);
  });
});

describe('walking between cells', () => {
  it.each([
    ['input.5.7', 1, 0, 'input.5.8'],
    ['input.5.27', 1, 0, 'input.5.27'],
    ['conv1.3.10.11', 0, -1, 'conv1.3.9.11'],
    ['pool2.12.4.0', -1, 1, 'pool2.12.4.0'],
    ['fc1.17', -1, 0, 'fc1.16'],
    ['fc1.17', 0, 1, 'fc1.19'],
    ['map1.3', 1, 0, 'map1.3'],
  ])('from %s, %i to the right and %i down, comes to %s', (from, right, down, to) => {
    expect(step(from, right, down)).toBe(to);
  });

  it('begins in the middle of a picture, in the maps that are shown', () => {
    expect(writePart(enter(at('map2.3'), 'pooled'))).toBe('pool2.3.2.2');
    expect(writePart(enter(at('map2.3'), 'convolved'))).toBe('conv2.3.5.5');
    expect(writePart(enter(at('picture'), 'pooled'))).toBe('input.14.14');
    expect(writePart(enter(at('group.3'), 'pooled'))).toBe('fc1.15');
    expect(writePart(enter(at('logit.3'), 'pooled'))).toBe('logit.3');
    expect(writePart(enter(at('fc1.3'), 'pooled'))).toBe('fc1.3');
  });

  it('never leaves the picture', () => {
    fc.assert(
      fc.property(anyPart(), fc.integer({ min: -1, max: 1 }), fc.integer({ min: -1, max: 1 }), (part, right, down) => {
        const next = walkCells(part, { right, down });
        if (cellOf(part) === null) expect(next).toBe(part);
        else expect([isAtSameNode(next, part), next.layer]).toEqual([true, part.layer]);
      }),
    );
  });
});
