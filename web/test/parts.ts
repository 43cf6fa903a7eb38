import fc from 'fast-check';
import { STAGES } from '../src/explain/topology.ts';
import type { Part } from '../src/explain/unit.ts';

/** Every part of the network. */
export function everyPart(): Part[] {
  const counted = (count: number, make: (index: number) => Part): Part[] =>
    Array.from({ length: count }, (_, i) => make(i));
  const cells = (layer: 'conv1' | 'pool1' | 'conv2' | 'pool2', maps: number, across: number): Part[] =>
    counted(maps * across ** 2, (i) => ({ layer, map: Math.trunc(i / across ** 2), cell: i % across ** 2 }));
  return [
    { layer: 'picture' },
    ...counted(784, (cell) => ({ layer: 'input', cell })),
    ...cells('conv1', 8, 24),
    ...cells('pool1', 8, 12),
    ...cells('conv2', 16, 10),
    ...cells('pool2', 16, 5),
    ...counted(64, (unit) => ({ layer: 'fc1', unit })),
    ...counted(10, (digit) => ({ layer: 'logit', digit })),
    ...counted(10, (digit) => ({ layer: 'probability', digit })),
    ...counted(8, (map) => ({ layer: 'map1', map })),
    ...counted(16, (map) => ({ layer: 'map2', map })),
    ...counted(16, (group) => ({ layer: 'group', group })),
    ...STAGES.flatMap(({ name: stage, sources, targets }) =>
      counted(sources.nodes * targets.nodes, (i) => {
        return { layer: 'link', stage, source: i % sources.nodes, target: Math.trunc(i / sources.nodes) };
      }),
    ),
  ];
}

export function anyPart(): fc.Arbitrary<Part> {
  return fc.constantFrom(...everyPart());
}
