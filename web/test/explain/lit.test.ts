import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createContributions } from '../../src/explain/contributions.ts';
import { fieldOf, type LitCells, linkNumber, litBy } from '../../src/explain/lit.ts';
import { cellOf, nodeIndexOf } from '../../src/explain/nodes.ts';
import { provenanceOf } from '../../src/explain/provenance/provenance.ts';
import { receptiveField } from '../../src/explain/receptive.ts';
import { LINK_COUNT, STAGES } from '../../src/explain/topology.ts';
import { cellPlace, nodeOf, type Unit, writePart } from '../../src/explain/unit.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import type { Trace } from '../../src/net/cnn/trace.ts';
import { everyPart } from '../parts.ts';
import { randomInput, randomWeights } from '../support.ts';

/** A network in which more ink anywhere means more everywhere that depends on it. */
function growingNetwork() {
  const weights = randomWeights(1);
  for (const { weight, bias } of Object.values(weights)) {
    weight.forEach((_, i) => {
      weight[i] = 1 / weight.length;
    });
    bias.fill(0);
  }
  return createPlainNetwork(weights);
}

const GRIDS = [
  ['conv1', 24, (trace: Trace) => trace.conv1.activations],
  ['pool1', 12, (trace: Trace) => trace.conv1.pooled],
  ['conv2', 10, (trace: Trace) => trace.conv2.activations],
  ['pool2', 5, (trace: Trace) => trace.conv2.pooled],
] as const;

/** What an input that is blank but for one cell reaches. */
function reached(cell: number): Trace {
  return growingNetwork().forward(Float32Array.from({ length: 784 }, (_, i) => (i === cell ? 1 : 0)));
}

function holds({ cells }: Pick<LitCells, 'cells'>, row: number, column: number): boolean {
  const [down, right] = [row - cells.top, column - cells.left];
  return down >= 0 && down < cells.height && right >= 0 && right < cells.width;
}

describe('a receptive field', () => {
  it('holds exactly the cells of the input that reach the unit through the network', () => {
    fc.assert(
      fc.property(fc.nat(27), fc.nat(27), (row, column) => {
        const trace = reached(row * 28 + column);
        for (const [layer, across, valuesIn] of GRIDS) {
          const values = valuesIn(trace);
          for (let cell = 0; cell < across ** 2; cell++) {
            const field = receptiveField({ layer, map: 0, cell } as Unit);
            expect(values[cell] > 0, `${layer} ${cell}`).toBe(field !== null && holds({ cells: field }, row, column));
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is a cell itself, for the input, and all of it for an FC unit, a logit and a probability', () => {
    const all = { top: 0, left: 0, height: 28, width: 28 };
    expect(receptiveField({ layer: 'input', cell: 5 * 28 + 7 })).toEqual({ top: 5, left: 7, height: 1, width: 1 });
    expect(receptiveField({ layer: 'fc1', unit: 3 })).toEqual(all);
    expect(receptiveField({ layer: 'logit', digit: 3 })).toEqual(all);
    expect(fieldOf({ layer: 'fc1', unit: 3 })).toBeNull();
  });
});

describe('what lights up', () => {
  it('with a node are the links into and out of it, and the nodes at their ends', () => {
    const ends = STAGES.flatMap(({ sources, targets, links }) =>
      Array.from({ length: links }, (_, i) => [
        sources.firstNode + (i % sources.nodes),
        targets.firstNode + Math.trunc(i / sources.nodes),
      ]),
    );
    expect(ends).toHaveLength(LINK_COUNT);
    for (const part of everyPart().filter((one) => cellOf(one) === null && one.layer !== 'link')) {
      const node = nodeOf(part);
      const own = nodeIndexOf(node);
      const { links, nodes } = litBy(part);
      const meeting = ends.flatMap((pair, link) => (pair.includes(own) ? [link] : []));
      expect([...links].sort((a, b) => a - b)).toEqual(meeting);
      expect(new Set(nodes)).toEqual(new Set([own, ...meeting.flatMap((link) => ends[link])]));
    }
  });

  it('with a link is the link alone, and its ends', () => {
    const link = { layer: 'link', stage: 'fc1', source: 3, target: 5 } as const;
    expect(litBy(link)).toMatchObject({ own: null, links: [linkNumber(link)], nodes: [1 + 8 + 3, 1 + 8 + 16 + 5] });
  });

  it('with a cell of the input are the cells of Conv1 that it reaches', () => {
    fc.assert(
      fc.property(fc.nat(783), (cell) => {
        const [fed] = litBy({ layer: 'input', cell }).cells;
        const { activations } = reached(cell).conv1;
        expect([fed.layer, fed.index, fed.across]).toEqual(['conv1', null, 24]);
        for (let i = 0; i < 576; i++) expect(holds(fed, Math.trunc(i / 24), i % 24)).toBe(activations[i] > 0);
      }),
      { numRuns: 40 },
    );
  });

  it('with a cell of a Conv1 map are the cells of Conv2 computed from it, and those of Conv2 light it up in turn', () => {
    for (let pooled = 0; pooled < 144; pooled++) {
      const fed = litBy({ layer: 'pool1', map: 2, cell: pooled }).cells.find(({ layer }) => layer === 'conv2');
      for (let cell = 0; cell < 100; cell++) {
        const feeding = litBy({ layer: 'conv2', map: 7, cell }).cells.find(({ layer }) => layer === 'conv1');
        const forwards = fed && holds(fed, Math.trunc(cell / 10), cell % 10);
        const backwards = feeding && holds(feeding, Math.trunc(pooled / 12), pooled % 12);
        expect(forwards).toBe(backwards);
        expect(feeding?.across).toBe(12);
      }
    }
  });

  it('is where all lies that the provenance says feeds the part or is fed by it', () => {
    const weights = randomWeights(3);
    const trace = createPlainNetwork(weights).forward(randomInput(4, 0.3));
    const evidence = { trace, weights, contributions: createContributions()(trace, weights) };
    for (const part of everyPart().filter((one, i) => one.layer !== 'link' && i % 17 === 0)) {
      const { terms, feeds } = provenanceOf(part, evidence);
      const { nodes, cells, ownCells } = litBy(part);
      for (const one of [...terms.map(({ source }) => source), ...feeds.map(({ target }) => target)]) {
        const node = nodeOf(one);
        // The softmax stays within the outputs.
        if (node.layer === 'output' && nodeOf(part).layer === 'output') continue;
        expect(nodes, `${writePart(part)}: ${writePart(one)}`).toContain(nodeIndexOf(node));
        if (!('cell' in one) || !('cell' in part) || node.layer === nodeOf(part).layer) continue;
        const lit = [...cells, ownCells].filter(
          (each) => each?.layer === node.layer && each.across === cellOf(one)?.across,
        );
        const { row, column } = cellPlace(one.layer, one.cell);
        expect(
          lit.some((each) => each && holds(each, row, column)),
          `${writePart(part)}: ${writePart(one)}`,
        ).toBe(true);
      }
    }
  });

  it('includes the input wherever a field is shown in it', () => {
    for (const part of everyPart()) if (fieldOf(part)) expect(litBy(part).nodes).toContain(0);
  });
});
