import { describe, expect, it } from 'vitest';
import { createAveraged } from '../../src/explain/averaged.ts';
import type { Contributions } from '../../src/explain/contributions.ts';
import { createFlow, type Flow, KEPT_SHARE, leadersOf, tracedDigits } from '../../src/explain/flow.ts';
import { EMPTY_READING, mostProbable, type Reading, runnerUp, type Verdict } from '../../src/explain/reading.ts';
import { LINK_COUNT, STAGES, type Stage } from '../../src/explain/topology.ts';
import { forEachGoldenDrawing } from './golden-drawings.ts';

const [, , , OUTPUT] = STAGES;

/** A link's indices: of its stage's targets and sources, and its own among all links. */
function linksOf({ sources, targets, firstLink }: Stage) {
  return Array.from({ length: sources.nodes * targets.nodes }, (_, i) => ({
    source: i % sources.nodes,
    target: Math.trunc(i / sources.nodes),
    index: i,
    link: firstLink + i,
  }));
}

/** What each node of the stage's targets has been given by kept links of the stage after it. */
function given(stage: Stage, { shares, onTrace, digits }: Flow): Float64Array {
  const evidence = new Float64Array(stage.targets.nodes);
  const after = STAGES[STAGES.indexOf(stage) + 1];
  if (!after) for (const digit of digits) evidence[digit] = 1 / digits.length;
  else for (const { source, link } of linksOf(after)) if (onTrace[link]) evidence[source] += shares[link];
  return evidence;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Calls `look` with the flow of each golden drawing: of its most probable digit, of both leading digits, against the second. */
function forEachFlow(look: (flow: Flow, averaged: Contributions, name: string) => void): void {
  const averagedOf = createAveraged();
  const flowOf = createFlow();
  forEachGoldenDrawing(({ name, trace, contributions }) => {
    const averaged = averagedOf(contributions);
    const first = mostProbable(trace.probabilities);
    const second = runnerUp(trace.probabilities, first);
    look(flowOf(averaged, [first], null), averaged, `${name}: ${first}`);
    look(flowOf(averaged, [first, second], null), averaged, `${name}: ${first} and ${second}`);
    look(flowOf(averaged, [first], second), averaged, `${name}: ${first} rather than ${second}`);
  });
}

describe('the trace of digits', () => {
  it('hands on all that a node is given, unless no source speaks for it', () => {
    let handed = 0;
    forEachFlow((flow, averaged, name) => {
      const stages = flow.rival === null ? STAGES : STAGES.slice(0, -1);
      for (const stage of stages) {
        const evidence = given(stage, flow);
        evidence.forEach((amount, target) => {
          const into = linksOf(stage).filter((link) => link.target === target);
          const speaks = ({ index }: (typeof into)[0]) =>
            flow.rival === null ? averaged.links[stage.name][index] > 0 : averaged.links[stage.name][index] !== 0;
          const passed = sum(into.map(({ link }) => flow.shares[link]));
          if (into.some(speaks)) expect(passed, `${name}, ${stage.name} ${target}`).toBeCloseTo(amount, 12);
          else expect(passed, `${name}, ${stage.name} ${target} has nobody to hand to`).toBe(0);
          if (passed > 0) handed++;
        });
      }
    });
    expect(handed).toBeGreaterThan(1000);
  });

  it('gives a node’s sources what they are given in proportion to their contributions', () => {
    forEachFlow((flow, averaged, name) => {
      for (const stage of flow.rival === null ? STAGES : STAGES.slice(0, -1)) {
        const evidence = given(stage, flow);
        const links = averaged.links[stage.name];
        for (let target = 0; target < stage.targets.nodes; target++) {
          const into = linksOf(stage).filter((link) => link.target === target);
          const weights = into.map(({ index }) =>
            flow.rival === null ? Math.max(0, links[index]) : Math.abs(links[index]),
          );
          const whole = sum(weights);
          into.forEach(({ link }, i) => {
            const expected = whole === 0 ? 0 : (evidence[target] * weights[i]) / whole;
            expect(flow.shares[link], `${name}, link ${link}`).toBeCloseTo(expected, 12);
          });
        }
      }
    });
  });

  it('keeps the largest flows of each stage, at least 80 % of it and no more than that takes', () => {
    expect(KEPT_SHARE).toBe(0.8);
    forEachFlow(({ shares, onTrace }, _, name) => {
      for (const stage of STAGES) {
        const all = linksOf(stage).map(({ link }) => link);
        const kept = all.filter((link) => onTrace[link]).map((link) => shares[link]);
        const dropped = all.filter((link) => !onTrace[link]).map((link) => shares[link]);
        const whole = sum([...kept, ...dropped]);
        if (whole === 0) {
          expect(kept, name).toEqual([]);
          continue;
        }
        const smallest = Math.min(...kept);
        expect(smallest, `${name}, ${stage.name}`).toBeGreaterThan(0);
        expect(smallest, `${name}, ${stage.name}`).toBeGreaterThanOrEqual(Math.max(0, ...dropped));
        expect(sum(kept), `${name}, ${stage.name}`).toBeGreaterThanOrEqual(0.8 * whole - 1e-9);
        expect(sum(kept) - smallest, `${name}, ${stage.name}`).toBeLessThan(0.8 * whole);
      }
    });
  });

  it('hangs together: whatever is kept leads to a traced digit', () => {
    forEachFlow((flow, _, name) => {
      for (const stage of STAGES) {
        const meant = new Set<number>(flow.rival === null ? flow.digits : [...flow.digits, flow.rival]);
        const evidence = given(stage, flow);
        for (const { link, target } of linksOf(stage).filter((one) => flow.onTrace[one.link])) {
          const reached = stage === OUTPUT ? meant.has(target) : evidence[target] > 0;
          expect(reached, `${name}, link ${link}`).toBe(true);
        }
      }
    });
  });

  it('is about 40 links for a digit', () => {
    const averagedOf = createAveraged();
    const flowOf = createFlow();
    const counts: number[] = [];
    forEachGoldenDrawing(({ digit, contributions }) => {
      if (digit === null) return;
      counts.push(sum([...flowOf(averagedOf(contributions), [digit], null).onTrace]));
    });
    const median = counts.sort((a, b) => a - b)[counts.length >> 1];
    expect(median).toBeGreaterThan(30);
    expect(median).toBeLessThan(50);
  });

  it('of two digits told apart carries each source’s share of the difference on its links to both', () => {
    const averagedOf = createAveraged();
    const flowOf = createFlow();
    forEachGoldenDrawing(({ name, contributions }) => {
      const averaged = averagedOf(contributions);
      const { shares, onTrace } = flowOf(averaged, [3], 8);
      const into = (digit: number) => averaged.links.output.subarray(16 * digit, 16 * (digit + 1));
      const differences = Array.from(into(3), (mine, group) => Math.abs(mine - into(8)[group]));
      const whole = sum(differences);
      differences.forEach((difference, group) => {
        const carried = shares[OUTPUT.firstLink + 16 * 3 + group] + shares[OUTPUT.firstLink + 16 * 8 + group];
        // Where all groups are silent, there is nothing to carry.
        expect(carried, `${name}, group ${group}`).toBeCloseTo(whole === 0 ? 0 : difference / whole, 9);
      });
      const digits = linksOf(OUTPUT).filter(({ link }) => onTrace[link]);
      expect(digits.every(({ target }) => target === 3 || target === 8)).toBe(true);
    });
  });

  it('is empty where no digit is traced, whatever was traced before', () => {
    const averagedOf = createAveraged();
    const flowOf = createFlow();
    forEachGoldenDrawing(({ contributions }) => {
      const averaged = averagedOf(contributions);
      flowOf(averaged, [1], null);
      const { shares, onTrace } = flowOf(averaged, [], null);
      expect(shares).toEqual(new Float64Array(LINK_COUNT));
      expect(onTrace).toEqual(new Uint8Array(LINK_COUNT));
    });
  });
});

describe('the digits to trace', () => {
  const probabilities = Float32Array.of(0, 0, 0, 0.5, 0, 0, 0, 0.1, 0.4, 0);
  const reading = (verdict: Verdict): Reading => ({ verdict, digit: 3, probabilities });

  it('are the leading digit, both of an unsure reading, and none where there is no digit', () => {
    expect(leadersOf(reading('digit'))).toEqual([3]);
    expect(leadersOf(reading('unsure'))).toEqual([3, 8]);
    expect(leadersOf(reading('none'))).toEqual([]);
    expect(leadersOf(EMPTY_READING)).toEqual([]);
    expect(tracedDigits(reading('unsure'), [4])).toEqual({ digits: [4], rival: null });
  });

  it('are the chosen one whatever leads, and its rival only if that is asked for', () => {
    const chosen = { digit: 7, rival: 8, why: false };
    expect(tracedDigits(reading('none'), [], chosen)).toEqual({ digits: [7], rival: null });
    expect(tracedDigits(reading('digit'), [3], { ...chosen, why: true })).toEqual({ digits: [7], rival: 8 });
    expect(tracedDigits(reading('digit'), [3], { digit: null, rival: null, why: false }).digits).toEqual([3]);
  });

  it('without a choice of their own, are told apart from the second or by the leader', () => {
    expect(tracedDigits(reading('digit'), [3], { digit: 8, rival: null, why: true })).toEqual({
      digits: [8],
      rival: 3,
    });
    expect(tracedDigits(reading('digit'), [3], { digit: null, rival: null, why: true })).toEqual({
      digits: [3],
      rival: 8,
    });
  });

  it('are none while nothing is drawn, even if one is chosen', () => {
    expect(tracedDigits(EMPTY_READING, [], { digit: 7, rival: null, why: false })).toEqual({ digits: [], rival: null });
  });
});
