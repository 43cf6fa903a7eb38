import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createContributions } from '../../src/explain/contributions.ts';
import { type ExplanationJson, explanationJson, type Question } from '../../src/explain/json.ts';
import { EMPTY_READING, readingOf } from '../../src/explain/reading.ts';
import { readPart } from '../../src/explain/unit.ts';
import { verdictRuleOf } from '../../src/explain/verdict.ts';
import { createRasterizer } from '../../src/ink/raster.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { loadWeights, type Weights } from '../../src/net/cnn/weights.ts';
import { NETWORKS } from '../networks.ts';

const project = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url));
const lines = (path: string) =>
  project(path)
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const { weights, metadata } = loadWeights(project('src/inkspect/pretrained/weights.safetensors'));
const rule = verdictRuleOf(metadata);
const drawings = new Map(lines('tests/golden/drawings.jsonl').map(({ name, strokes }) => [name, strokes]));

interface Golden {
  readonly drawing: string;
  readonly asked: { digit?: number; rival?: number; part?: string; off?: string[] };
  readonly explanation: ExplanationJson;
}
const goldens: readonly Golden[] = lines('tests/golden/explanations.jsonl');

/** The weights with these maps and units set to 0. */
function without(off: readonly string[]): Weights {
  const copy = structuredClone(weights) as Weights;
  for (const name of off) {
    const [layer, index] = name.split('.');
    const { weight, bias } = copy[layer === 'fc1' ? 'fc1' : layer === 'map1' ? 'conv1' : 'conv2'];
    const each = weight.length / bias.length;
    weight.fill(0, Number(index) * each, (Number(index) + 1) * each);
    bias[Number(index)] = 0;
  }
  return copy;
}

function explain(createNetwork: (typeof NETWORKS)[number][1], { drawing, asked, explanation }: Golden) {
  const network = createNetwork(without(asked.off ?? []));
  const input = drawing ? createRasterizer()(fromStrokes(drawings.get(drawing), { placed: true })) : null;
  const trace = input && network.forward(input);
  const question: Question = {
    digit: asked.digit ?? null,
    rival: asked.rival ?? null,
    part: asked.part === undefined ? null : readPart(asked.part),
  };
  const read = {
    network,
    input,
    trace,
    contributions: trace && createContributions()(trace, network.weights),
    reading: trace ? readingOf(trace.probabilities, rule) : EMPTY_READING,
  };
  const off = (asked.off ?? []).flatMap((name) => readPart(name) ?? []);
  return explanationJson(read, question, { sha256: explanation.network, off, edited: [] });
}

/** As tests/golden/README.md compares explanations: keys in order, texts equal, numbers to 1e-5 of the largest beside them. */
function expectSame(found: unknown, expected: unknown, where: string): void {
  if (typeof expected === 'number') expectNumbers([found], [expected], where);
  else if (typeof expected !== 'object' || expected === null) expect(found, where).toBe(expected);
  else if (!Array.isArray(expected)) {
    // Of two links with nearly the same share, rounding may put either first.
    const keys = (of: object) => (where.endsWith('trace.links') ? Object.keys(of).sort() : Object.keys(of));
    expect(keys(found as object), where).toEqual(keys(expected));
    for (const [key, value] of Object.entries(expected))
      expectSame((found as Record<string, unknown>)[key], value, `${where}.${key}`);
  } else if (typeof expected[0] === 'string') expect(found, where).toEqual(expected);
  else {
    expect((found as unknown[]).length, where).toBe(expected.length);
    expectNumbers((found as unknown[]).flat(), expected.flat(), where);
  }
}

function expectNumbers(found: readonly unknown[], expected: readonly number[], where: string): void {
  expect(found.length, where).toBe(expected.length);
  const largest = Math.max(0, ...expected.map(Math.abs));
  const single = expected.length === 1;
  const share = where.endsWith('why.shares') ? 5e-3 : single ? 1e-4 : 1e-5;
  const least = where.endsWith('remainder') ? 2e-2 : single ? 1e-4 : 1e-8;
  expected.forEach((value, i) => {
    const number = found[i];
    if (typeof number !== 'number') throw new TypeError(`${where} holds ${number}`);
    expect(Math.abs(number - value), `${where}[${i}]: ${number}, not ${value}`).toBeLessThanOrEqual(
      Math.max(least, share * largest),
    );
  });
}

describe.each(NETWORKS)('an explanation as JSON, with the network in %s', (_, createNetwork) => {
  it.each(goldens.map((golden) => [golden.drawing, JSON.stringify(golden.asked), golden] as const))(
    'of "%s", asked %s, is the one that the package gives',
    (name, _asked, golden) => {
      expectSame(explain(createNetwork, golden), golden.explanation, name);
    },
  );

  it('has seven significant digits and never a zero with a sign', () => {
    const text = JSON.stringify(goldens.slice(0, 4).map((golden) => explain(createNetwork, golden)));
    const numbers = text.match(/-?\d+(\.\d+)?(e[+-]?\d+)?(?=[,\]}])/g) ?? [];
    expect(numbers.length).toBeGreaterThan(5000);
    for (const number of numbers) {
      const digits = number.replace(/e.*/, '').replace(/[-.]/g, '').replace(/^0+/, '');
      expect(digits.length, number).toBeLessThanOrEqual(7);
    }
    const values = goldens.slice(0, 4).flatMap((golden) => explain(createNetwork, golden).picture.flat());
    expect(values.some((value) => Object.is(value, -0))).toBe(false);
  });
});
