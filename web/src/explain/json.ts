/** An explanation as JSON values, as docs/explanation-format.md has it; the package's explanation_json.py writes the same. */

import { architecture, INPUT_LENGTH } from '../net/cnn/architecture.ts';
import type { Network } from '../net/cnn/network.ts';
import type { Trace } from '../net/cnn/trace.ts';
import type { Alterations } from './alterations.ts';
import { INTEGRATION_STEPS, integratedGradients } from './attribution/integrated.ts';
import { createAveraged } from './averaged.ts';
import { type Contributions, createContributions, type TargetValues } from './contributions.ts';
import { createFlow, type Flow, leadersOf } from './flow.ts';
import type { EditedKernel } from './kernels.ts';
import type { Provenance } from './provenance/description.ts';
import { provenanceOf } from './provenance/provenance.ts';
import { type Reading, runnerUp } from './reading.ts';
import { rounded, roundedRow, roundedRows } from './rounding.ts';
import { STAGES, type TargetName } from './topology.ts';
import { type Part, writePart } from './unit.ts';

/** What a network reads in a drawing; input, trace and contributions are null while nothing is drawn. */
export interface Explained {
  /** As it is altered. */
  readonly network: Network;
  readonly input: Float32Array | null;
  readonly trace: Trace | null;
  /** As computed. */
  readonly contributions: Contributions | null;
  readonly reading: Reading;
}

/** What is asked: null for the most probable digits, and for no part. */
export interface Question {
  readonly digit: number | null;
  readonly rival: number | null;
  readonly part: Part | null;
}

/** Of the network's weights file as it is, and what is altered in it. */
export interface Origin extends Alterations {
  readonly sha256: string;
}

export type ExplanationJson = ReturnType<typeof explanationJson>;

export function explanationJson(explained: Explained, asked: Question, { sha256, off, edited }: Origin) {
  const { network, reading } = explained;
  const input = explained.input ?? new Float32Array(INPUT_LENGTH);
  const trace = explained.trace ?? network.forward(input);
  const contributions = explained.contributions ?? createContributions()(trace, network.weights);
  const averaged = createAveraged()(contributions);
  const pair = toldApart(asked, reading);
  const isAsked = pair !== null && (asked.digit !== null || asked.rival !== null);
  const flow = createFlow()(averaged, isAsked ? [pair.digit] : leadersOf(reading), isAsked ? asked.rival : null);
  const evidence = { trace, weights: network.weights, contributions };
  return {
    kind: 'inkspect-explanation',
    format: 1,
    network: sha256,
    off: off.map(writePart),
    ...(edited.length > 0 && { kernels: kernelRows(edited) }),
    picture: pictureRows(input),
    verdict: reading.verdict,
    digit: reading.digit,
    probabilities: reading.probabilities && roundedRow(reading.probabilities),
    logits: roundedRow(trace.logits),
    contributions: byStage(contributions.links, linkRows),
    biases: byStage(contributions.biases, roundedRow),
    sums: byStage(contributions.sums, roundedRow),
    average: {
      contributions: linkRows(averaged.links.output, 'output'),
      biases: roundedRow(averaged.biases.output),
      sums: roundedRow(averaged.sums.output),
    },
    trace: { digits: [...flow.digits], rival: flow.rival, links: tracedLinks(flow) },
    why: pair && whyJson(network, input, pair),
    part: asked.part && partJson(provenanceOf(asked.part, evidence)),
  };
}

interface Pair {
  readonly digit: number;
  readonly rival: number;
}

/** Without a digit, the most probable one other than the rival; without a rival, the most probable other digit. */
function toldApart({ digit, rival }: Question, { digit: leading, probabilities }: Reading): Pair | null {
  if (probabilities === null || leading === null) return null;
  const told = digit ?? (leading === rival ? runnerUp(probabilities, rival) : leading);
  return { digit: told, rival: rival ?? runnerUp(probabilities, told) };
}

/** The links on the trace, from the output to the picture, the largest of a stage first. */
function tracedLinks({ shares, onTrace }: Flow): Record<string, number> {
  const links = [...STAGES].reverse().flatMap(({ name: stage, sources, firstLink, links: count }) =>
    Array.from({ length: count }, (_, i) => firstLink + i)
      .filter((link) => onTrace[link] === 1)
      .sort((a, b) => shares[b] - shares[a])
      .map((link): [string, number] => {
        const i = link - firstLink;
        const ends = { source: i % sources.nodes, target: Math.trunc(i / sources.nodes) };
        return [writePart({ layer: 'link', stage, ...ends }), rounded(shares[link])];
      }),
  );
  return Object.fromEntries(links);
}

function whyJson(network: Network, input: Float32Array, { digit, rival }: Pair) {
  const { difference, blank, shares, remainder } = integratedGradients(network, input, digit, rival);
  return {
    digit,
    rival,
    difference: rounded(difference),
    blank: rounded(blank),
    shares: pictureRows(shares),
    remainder: rounded(remainder),
    steps: INTEGRATION_STEPS,
  };
}

function partJson(provenance: Provenance) {
  const { part, kind, output, terms, feeds } = provenance;
  const amounts = (of: readonly { readonly amount: number }[]) => roundedRow(of.map(({ amount }) => amount));
  return {
    name: writePart(part),
    kind,
    output: rounded(output),
    terms: {
      parts: terms.map(({ source }) => writePart(source)),
      inputs: roundedRow(terms.map(({ input }) => input)),
      ...(kind === 'sum' && { weights: roundedRow(terms.map(({ weight }) => weight)) }),
      amounts: amounts(terms),
    },
    feeds: {
      parts: feeds.map(({ target }) => writePart(target)),
      ...(feeds[0]?.weight !== undefined && { weights: roundedRow(feeds.map(({ weight = 0 }) => weight)) }),
      amounts: amounts(feeds),
    },
    ...ownKeys(provenance),
  };
}

/** What only some kinds of provenance have. */
function ownKeys(provenance: Provenance) {
  switch (provenance.kind) {
    case 'sum':
      return {
        bias: rounded(provenance.bias),
        sum: rounded(provenance.sum),
        preactivation: rounded(provenance.preactivation),
        rectified: provenance.rectified,
        needed: rounded(provenance.needed),
      };
    case 'largest': {
      const winner = provenance.terms.findIndex(({ wins }) => wins);
      return { winner: winner < 0 ? null : winner };
    }
    case 'softmax':
      return { sum: rounded(provenance.sum) };
    case 'contributions':
      return { bias: rounded(provenance.bias), sum: rounded(provenance.sum), live: provenance.live };
    default:
      return {};
  }
}

function byStage<Told>(values: TargetValues, tell: (of: Float64Array, stage: TargetName) => Told) {
  const told = STAGES.map(({ name }) => [name, tell(values[name], name)]);
  return Object.fromEntries(told) as Record<TargetName, Told>;
}

/** By the links that they are behind. */
function kernelRows(edited: readonly EditedKernel[]): Record<string, number[][]> {
  const told = edited.map(({ link, weights }) => [
    writePart(link),
    roundedRows(weights, architecture[link.stage].kernel),
  ]);
  return Object.fromEntries(told);
}

/** By target, then by source. */
function linkRows(links: Float64Array, name: TargetName): number[][] {
  return roundedRows(links, STAGES[STAGES.findIndex((stage) => stage.name === name)].sources.nodes);
}

function pictureRows(cells: ArrayLike<number>): number[][] {
  return roundedRows(cells, architecture.conv1.inputWidth);
}
