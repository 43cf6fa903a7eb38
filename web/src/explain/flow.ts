/**
 * The trace of a digit: which links carry the evidence for it. The digit hands its evidence back to its positive sources
 * in proportion to their contributions (in the last stage against the average digit, see averaged.ts), these to theirs,
 * and so on to the input. Where two digits are told apart, the difference of their contributions is handed back by
 * magnitude, with both signs: a link then raises or lowers its target.
 *
 * Of each stage only the largest flows are kept, until they make KEPT_SHARE of it, and only what they carry is followed
 * further: so the trace hangs together. A node hands on all that it gets by kept links, unless it has nobody to hand it
 * to: then its own bias made it live.
 */

import type { Contributions } from './contributions.ts';
import { type Reading, runnerUp, secondInQuestion } from './reading.ts';
import { LAYERS, LINK_COUNT, STAGES, type Stage } from './topology.ts';

/** The digits whose evidence is followed. */
export interface Traced {
  /** None, one, or both between which the reading is unsure; each hands back the same amount, together 1. */
  readonly digits: readonly number[];
  /** The digit against which the only one of `digits` is traced; null: the average digit. */
  readonly rival: number | null;
}

/** Whether both follow the same evidence; digits are told apart by identity, so that a list made anew counts as another. */
export function isSameTraced(a: Traced, b: Traced): boolean {
  return a.digits === b.digits && a.rival === b.rival;
}

export interface Flow extends Traced {
  /** By link, in the order of topology.ts: the share, 0 to 1, of the traced digits' evidence that it is handed. */
  readonly shares: Float64Array;
  /** By link: 1 if it is one of its stage's largest flows that together make KEPT_SHARE of it, else 0. */
  readonly onTrace: Uint8Array;
}

/** The share of a stage's flow that its links on the trace carry at least. */
export const KEPT_SHARE = 0.8;

/** What is missing from KEPT_SHARE is no more than rounding. */
const ROUNDING = 1e-12;

const NODE_COUNT = LAYERS.reduce((sum, layer) => sum + layer.nodes, 0);
const OUTPUT = STAGES[STAGES.length - 1];
const BACKWARDS = [...STAGES].reverse();
const DIGITS = OUTPUT.targets.nodes;

/**
 * Returns a function that traces digits through contributions whose last stage is told against the average digit. Each
 * call returns a new Flow but overwrites the same arrays.
 */
export function createFlow(): (averaged: Contributions, digits: readonly number[], rival: number | null) => Flow {
  const shares = new Float64Array(LINK_COUNT);
  const onTrace = new Uint8Array(LINK_COUNT);
  /** What each node has been handed by kept links, by node among all. */
  const evidence = new Float64Array(NODE_COUNT);
  const left = new Int16Array(Math.max(...STAGES.map(({ links }) => links)));
  return ({ links }, digits, rival) => {
    shares.fill(0);
    onTrace.fill(0);
    evidence.fill(0);
    if (digits.length > 0) {
      if (rival === null) for (const digit of digits) evidence[OUTPUT.targets.firstNode + digit] = 1 / digits.length;
      for (const stage of BACKWARDS) {
        if (rival !== null && stage === OUTPUT) tellApart(links.output, digits[0], rival, shares);
        else handBack(stage, links[stage.name], evidence, shares, rival !== null);
        keepLargest(stage, shares, onTrace, evidence, left);
      }
    }
    return { digits, rival, shares, onTrace };
  };
}

/** Each target's evidence goes to its sources in proportion to their contributions: the positive ones, or all by magnitude. */
function handBack(
  { sources, targets, firstLink }: Stage,
  contributions: Float64Array,
  evidence: Float64Array,
  shares: Float64Array,
  bothSigns: boolean,
): void {
  for (let target = 0, first = 0; target < targets.nodes; target++, first += sources.nodes) {
    const handed = evidence[targets.firstNode + target];
    if (handed === 0) continue;
    let whole = 0;
    for (let link = first; link < first + sources.nodes; link++) whole += weighed(contributions[link], bothSigns);
    if (whole === 0) continue;
    for (let source = 0; source < sources.nodes; source++) {
      const weight = weighed(contributions[first + source], bothSigns);
      shares[firstLink + first + source] = (handed * weight) / whole;
    }
  }
}

function weighed(contribution: number, bothSigns: boolean): number {
  return contribution > 0 ? contribution : bothSigns ? -contribution : 0;
}

/**
 * Hands back the difference of two digits by the magnitudes of its sources' parts. A source's share is carried by its
 * links to both digits, in proportion to their own magnitudes.
 */
function tellApart(contributions: Float64Array, digit: number, rival: number, shares: Float64Array): void {
  const { sources, firstLink } = OUTPUT;
  const [forDigit, forRival] = [digit * sources.nodes, rival * sources.nodes];
  let whole = 0;
  for (let i = 0; i < sources.nodes; i++) whole += Math.abs(contributions[forDigit + i] - contributions[forRival + i]);
  if (whole === 0) return;
  for (let source = 0; source < sources.nodes; source++) {
    const [mine, other] = [contributions[forDigit + source], contributions[forRival + source]];
    const share = Math.abs(mine - other) / whole;
    if (share === 0) continue;
    const carried = (share * Math.abs(mine)) / (Math.abs(mine) + Math.abs(other));
    shares[firstLink + forDigit + source] = carried;
    shares[firstLink + forRival + source] = share - carried;
  }
}

/**
 * Marks a stage's largest flows, of equal ones the first, until together they make KEPT_SHARE of it, and hands their
 * sources what they carry.
 */
function keepLargest(
  { sources, firstLink, links }: Stage,
  shares: Float64Array,
  onTrace: Uint8Array,
  evidence: Float64Array,
  left: Int16Array,
): void {
  let waiting = 0;
  let missing = 0;
  for (let link = firstLink; link < firstLink + links; link++) {
    if (shares[link] === 0) continue;
    left[waiting++] = link;
    missing += KEPT_SHARE * shares[link];
  }
  // Few of the links that carry anything are kept: looking for the largest again and again is faster than sorting them.
  while (missing > ROUNDING && waiting > 0) {
    let at = 0;
    let largest = shares[left[0]];
    for (let i = 1; i < waiting; i++) {
      const share = shares[left[i]];
      if (share < largest || (share === largest && left[i] > left[at])) continue;
      at = i;
      largest = share;
    }
    const link = left[at];
    onTrace[link] = 1;
    missing -= largest;
    evidence[sources.firstNode + ((link - firstLink) % sources.nodes)] += largest;
    left[at] = left[--waiting];
  }
}

/** Lists of one digit each, always the same objects, so that whoever compares by identity sees no change. */
const ALONE: readonly (readonly number[])[] = Array.from({ length: DIGITS }, (_, digit) => [digit]);
const NOBODY: readonly number[] = [];

/** What a selection says about digits. */
interface ChosenDigits {
  readonly digit: number | null;
  readonly rival: number | null;
  /** Whether it is asked why the digit and not the rival. */
  readonly why: boolean;
}

/** The digits that a reading leaves in question: one, two that it is unsure of, or none. */
export function leadersOf(reading: Reading): readonly number[] {
  const { verdict, digit } = reading;
  if (digit === null || verdict === 'none') return NOBODY;
  const second = secondInQuestion(reading);
  return second === null ? ALONE[digit] : [digit, second];
}

/**
 * The digits to trace: the chosen one, against its rival if that is asked for; else the leaders, which whoever calls has
 * steadied so that they do not flicker while one draws.
 */
export function tracedDigits(
  { digit: leader, probabilities }: Reading,
  steadyLeaders: readonly number[],
  selection?: ChosenDigits,
): Traced {
  if (leader === null || probabilities === null || !selection) return { digits: steadyLeaders, rival: null };
  const digit = selection.digit ?? (selection.why ? leader : null);
  if (digit === null) return { digits: steadyLeaders, rival: null };
  const rival = selection.why ? (selection.rival ?? runnerUp(probabilities, digit)) : null;
  return { digits: ALONE[digit], rival: rival === digit ? null : rival };
}
