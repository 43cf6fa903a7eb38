/** Explanations as the page works them out, against those of Python's `inkspect explain`. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { integratedGradients } from '../../src/explain/attribution/integrated.ts';
import { createAveraged } from '../../src/explain/averaged.ts';
import { type Contributions, createContributions } from '../../src/explain/contributions.ts';
import { createFlow } from '../../src/explain/flow.ts';
import type { Term } from '../../src/explain/provenance/description.ts';
import { provenanceOf } from '../../src/explain/provenance/provenance.ts';
import { STAGES } from '../../src/explain/topology.ts';
import { readPart, writePart } from '../../src/explain/unit.ts';
import type { Network } from '../../src/net/cnn/network.ts';
import type { Trace } from '../../src/net/cnn/trace.ts';
import { publishedWeights } from '../golden-drawings.ts';
import { NETWORKS } from '../networks.ts';

/** Lists of equal length, as docs/explanation-format.md has them. */
interface Links {
  readonly parts: readonly string[];
  readonly inputs?: readonly number[];
  readonly weights?: readonly number[];
  readonly amounts: readonly number[];
}

interface Golden {
  readonly drawing: string;
  readonly explanation: {
    readonly off: readonly string[];
    readonly picture: readonly (readonly number[])[];
    readonly logits: readonly number[];
    readonly trace: {
      readonly digits: readonly number[];
      readonly rival: number | null;
      readonly links: Readonly<Record<string, number>>;
    };
    readonly why: null | {
      readonly digit: number;
      readonly rival: number;
      readonly difference: number;
      readonly blank: number;
      readonly shares: readonly (readonly number[])[];
      readonly remainder: number;
    };
    readonly part:
      | null
      | (Readonly<Record<string, unknown>> & {
          readonly name: string;
          readonly kind: string;
          readonly terms: Links;
          readonly feeds: Links;
        });
  };
}

/** Switched-off parts are another network's. */
const cases = readFileSync(new URL('../../../tests/golden/explanations.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): Golden => JSON.parse(line))
  .filter(({ explanation }) => explanation.off.length === 0)
  .map((golden) => [golden.drawing || 'an empty pad', golden.explanation] as const);

/** Of the largest number beside; the file's own numbers have seven digits. */
const TOLERANCE = 1e-5;
/** In logits: a small difference of large numbers. */
const REMAINDER_TOLERANCE = 1e-4;

const weights = publishedWeights();

const largestOf = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function expectClose(found: readonly number[], expected: readonly number[], tolerance = TOLERANCE): void {
  expect(found.length).toBe(expected.length);
  const off = largestOf(found.map((value, i) => value - expected[i]));
  expect(off).toBeLessThanOrEqual(tolerance * largestOf(expected) + Number.EPSILON);
}

describe.each(NETWORKS)('what Python explains, the page explains alike, by %s', (_, createNetwork) => {
  const network = createNetwork(weights);
  const explain = createContributions();

  /** What the network computes of it, overwritten by the next. */
  const runOn = (picture: Golden['explanation']['picture']): Run => {
    const input = Float32Array.from(picture.flat());
    const trace = network.forward(input);
    return { network, input, trace, contributions: explain(trace, weights) };
  };

  it.each(cases)(
    '%s: the links on the trace, and what each carries',
    (_name, { picture, trace: { digits, rival, links } }) => {
      const { contributions } = runOn(picture);
      const { shares, onTrace } = createFlow()(createAveraged()(contributions), digits, rival);
      const found = new Map<string, number>(
        STAGES.flatMap(({ name, firstLink, sources, links: count }) =>
          Array.from({ length: count }, (_unused, i) => ({ i, link: firstLink + i })).flatMap(({ i, link }) =>
            onTrace[link] === 1
              ? [[`link.${name}.${i % sources.nodes}.${Math.trunc(i / sources.nodes)}`, shares[link]] as const]
              : [],
          ),
        ),
      );
      const names = Object.keys(links).sort();
      expect([...found.keys()].sort()).toEqual(names);
      expectClose(
        names.map((name) => found.get(name) ?? Number.NaN),
        names.map((name) => links[name]),
      );
    },
  );

  it.each(cases.filter(([, { why }]) => why !== null))('%s: each cell’s share', (_name, { picture, logits, why }) => {
    if (why === null) return;
    const { input } = runOn(picture);
    const found = integratedGradients(network, input, why.digit, why.rival);
    expectClose([...found.shares], why.shares.flat());
    // Two logits may nearly cancel: what they differ by is as exact as they are.
    for (const key of ['difference', 'blank'] as const)
      expect(Math.abs(found[key] - why[key])).toBeLessThanOrEqual(TOLERANCE * largestOf([...logits, why.blank]));
    expect(Math.abs(found.remainder - why.remainder)).toBeLessThan(REMAINDER_TOLERANCE);
  });

  it.each(cases.filter(([, { part }]) => part !== null))(
    '%s: where the part comes from and goes',
    (_name, { picture, part }) => {
      const asked = readPart(part?.name ?? '');
      if (part === null || asked === null) throw new Error(`The page knows no part ${part?.name}.`);
      const { trace, contributions } = runOn(picture);
      const found = provenanceOf(asked, { trace, weights, contributions });
      const { terms, feeds, kind, name, ...numbers } = part;
      expect([writePart(asked), found.kind]).toEqual([name, kind]);

      const listed = new Map<string, Term>(found.terms.map((term) => [writePart(term.source), term]));
      // Of a link, only cells that its target's live units look at need be listed: the others' weight is 0.
      const unlisted = terms.parts.filter((source) => !listed.has(source));
      expect(
        unlisted.filter((source) => asked.layer !== 'link' || terms.weights?.[terms.parts.indexOf(source)] !== 0),
      ).toEqual([]);
      expect([...listed.keys()]).toEqual(terms.parts.filter((source) => listed.has(source)));
      expectClose(
        terms.parts.map((source) => listed.get(source)?.amount ?? 0),
        terms.amounts,
      );
      terms.parts.forEach((source, i) => {
        const input = listed.get(source)?.input;
        if (input !== undefined && terms.inputs) expect(input, source).toBeCloseTo(terms.inputs[i], 4);
      });

      const fed = new Map(found.feeds.map((feed) => [writePart(feed.target), feed.amount]));
      expect([...fed.keys()].sort()).toEqual([...feeds.parts].sort());
      expectClose(
        feeds.parts.map((target) => fed.get(target) ?? Number.NaN),
        feeds.amounts,
      );

      const weightOf = new Map(found.feeds.map((feed) => [writePart(feed.target), feed.weight]));
      expect([...weightOf.values()].some((weight) => weight !== undefined)).toBe(feeds.weights !== undefined);
      expectClose(
        feeds.parts.map((target) => weightOf.get(target) ?? 0),
        feeds.weights ?? feeds.parts.map(() => 0),
      );

      const wins = found.kind === 'largest' ? found.terms.findIndex((term) => term.wins) : -1;
      const own: Readonly<Record<string, unknown>> = { ...found, winner: wins < 0 ? null : wins };
      const scale = largestOf([
        ...terms.amounts,
        ...Object.values(numbers).filter((value) => typeof value === 'number'),
      ]);
      for (const [key, value] of Object.entries(numbers)) {
        if (typeof value !== 'number') expect(own[key], key).toEqual(value);
        else expect(Math.abs(Number(own[key]) - value), key).toBeLessThanOrEqual(TOLERANCE * scale);
      }
    },
  );
});

interface Run {
  readonly network: Network;
  readonly input: Float32Array;
  readonly trace: Trace;
  readonly contributions: Contributions;
}
