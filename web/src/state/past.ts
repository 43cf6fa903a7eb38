/** What a network reads at the moments of a drawing: noted as one draws or scrubs, and worked out where nobody looked. */

import { type Reading, readingOf } from '../explain/reading.ts';
import type { VerdictRule } from '../explain/verdict.ts';
import { type Drawing, emptyDrawing, MAX_POINTS } from '../ink/drawing.ts';
import { createRasterizer } from '../ink/raster.ts';
import { architecture, INPUT_LENGTH } from '../net/cnn/architecture.ts';
import type { Network } from '../net/cnn/network.ts';
import { softmax } from '../net/cnn/operations.ts';
import { type AnswerCode, answerCode, answeredIn, UNREAD } from './answer-codes.ts';

const DIGITS = architecture.fc2.units;
/** Full probability as it is kept: finer than any picture of it. */
export const FULL_SHARE = 255;
/** So many moments of a longer drawing are read, evenly spaced; and those between which the answer changes. */
export const MOST_READ = 1024;
/** Of the longest runs of one answer, so many keep a picture of the drawing at their start. */
export const MOST_PICTURES = 32;
/** Moments read in one go. */
const BATCH = 4;

/** From `moment` on, up to the next change, this is the answer. */
export interface Change {
  readonly moment: number;
  /** Of its first moment. */
  readonly answer: AnswerCode;
  /** The network's input at its first moment, 0 to 255; null if it is not kept. */
  readonly picture: Uint8Array | null;
}

/** What is read at a moment; the network's input only where it is a picture. */
export interface MomentRead {
  readonly reading: Reading;
  readonly input: Float32Array | null;
}

/** Reads moments of one drawing, ascending, at most `most` at once. */
export interface MomentsReader {
  readonly most: number;
  read(moments: readonly number[]): readonly MomentRead[];
}

/** Whose reading it is. Bounded, however long the drawing and however often it changes. The arrays are reused: read them at once. */
export interface KeptPast<Source> {
  /** By moment, which counts from 1: index 0 is the first point's. UNREAD where not read. */
  readonly answers: Uint8Array;
  /** Ten of FULL_SHARE for each moment, likewise. */
  readonly shares: Uint8Array;
  /** The drawing is this now, and the network: what does not hold any more is forgotten. Returns whether anything is. */
  follow(drawing: Drawing, network: Source): boolean;
  /** At this moment of the drawing, the network reads this. */
  note(moment: number, reading: Reading, input: Float32Array | null): void;
  /** Where the answer becomes another, the first moment that was read included; the same array while nothing has changed. */
  changes(): readonly Change[];
  /** Reads what has not been read, a few moments a step, from the first on. Stop it when drawing or network change. */
  fill(readerOf: (network: Source, drawing: Drawing) => MomentsReader): Iterator<void, void>;
}

/** The same of the picture's network. */
export interface Past extends Omit<KeptPast<Network>, 'fill'> {
  fill(rule: VerdictRule): Iterator<void, void>;
}

export function createPast(): Past {
  const kept = createKeptPast<Network>();
  return { ...kept, fill: (rule) => kept.fill((network, drawing) => createReader(network, rule, drawing)) };
}

/** Keeps a picture of the input at changes, if the network has one. */
export function createKeptPast<Source extends object>(): KeptPast<Source> {
  const answers = new Uint8Array(MAX_POINTS);
  const shares = new Uint8Array(DIGITS * MAX_POINTS);
  /** By moment, at which the answer changes or did when it was noted. */
  let pictures = new Map<number, Uint8Array>();
  let drawing = emptyDrawing();
  let network: Source | null = null;
  let changes: readonly Change[] | null = null;
  /** The last moment of `drawing` that was read; 0 for none. */
  let last = 0;

  function forgetFrom(moments: number): void {
    answers.fill(UNREAD, moments);
    for (const moment of pictures.keys()) if (moment > moments) pictures.delete(moment);
    last = lastRead(answers, moments);
    changes = null;
  }

  function note(moment: number, reading: Reading, input: Float32Array | null): void {
    const code = answerCode(reading);
    const at = moment - 1;
    if (reading.probabilities === null || code === UNREAD || answers[at] === code) return;
    for (let digit = 0; digit < DIGITS; digit++)
      shares[DIGITS * at + digit] = Math.round(FULL_SHARE * reading.probabilities[digit]);
    const before = lastRead(answers, at);
    const isChange = before === 0 || answeredIn(answers[before - 1]) !== answeredIn(code);
    if (isChange && input) pictures.set(moment, pictureOf(input));
    // A moment among others may make the next one a change, or none.
    if (isChange || moment < last || answers[at] !== UNREAD) changes = null;
    answers[at] = code;
    last = Math.max(last, moment);
  }

  function findChanges(): readonly Change[] {
    const found: { moment: number; answer: AnswerCode; picture: Uint8Array | null }[] = [];
    for (let moment = 1; moment <= drawing.points; moment++) {
      const answer = answers[moment - 1];
      if (answer === UNREAD) continue;
      const before = found.at(-1);
      if (before && answeredIn(before.answer) === answeredIn(answer)) continue;
      found.push({ moment, answer, picture: pictures.get(moment) ?? null });
    }
    return found;
  }

  /** Forgets pictures of what is no change any more, and of short runs if there are too many. */
  function prunePictures(found: readonly Change[]): readonly Change[] {
    if (pictures.size <= MOST_PICTURES) return found;
    const kept = new Set(longestRuns(found, drawing.points).slice(0, MOST_PICTURES));
    pictures = new Map([...kept].flatMap(({ moment, picture }) => (picture ? [[moment, picture] as const] : [])));
    return found.map((change) => (kept.has(change) ? change : { ...change, picture: null }));
  }

  /** The next to be read, ascending; empty when all is known. */
  function unread(): number[] {
    const { points } = drawing;
    const count = Math.min(points, MOST_READ);
    const spaced = Array.from({ length: count }, (_, i) => Math.round(((i + 1) * points) / count));
    const missing = spaced.filter((moment) => answers[moment - 1] === UNREAD);
    return missing.length > 0 ? missing : betweenChanges();
  }

  /** The middle between each two moments with other answers, if there are any between. */
  function betweenChanges(): number[] {
    return found()
      .slice(1)
      .flatMap(({ moment }) => {
        const before = lastRead(answers, moment - 1);
        return moment - before > 1 ? [(moment + before) >> 1] : [];
      });
  }

  function found(): readonly Change[] {
    changes ??= prunePictures(findChanges());
    return changes;
  }

  function* fill(readerOf: (network: Source, drawing: Drawing) => MomentsReader): Iterator<void, void> {
    if (network === null) return;
    const reader = readerOf(network, drawing);
    const readAll = (moments: readonly number[]): void => {
      reader.read(moments).forEach(({ reading, input }, i) => {
        note(moments[i], reading, input);
      });
    };
    for (let moments = unread(); moments.length > 0; moments = unread()) {
      for (let i = 0; i < moments.length; i += reader.most) {
        readAll(moments.slice(i, i + reader.most));
        yield;
      }
    }
    if (pictures.size === 0) return;
    const rasterize = createRasterizer();
    for (const { moment } of byMoment(longestRuns(found(), drawing.points).slice(0, MOST_PICTURES))) {
      if (pictures.has(moment)) continue;
      const input = rasterize({ ...drawing, points: moment });
      if (input) pictures.set(moment, pictureOf(input));
      changes = null;
      yield;
    }
  }

  return {
    answers,
    shares,
    follow(now, by) {
      if (now === drawing && by === network) return false;
      const kept = by === network ? sharedPoints(drawing, now) : 0;
      const forgets = kept < drawing.points || by !== network;
      // Of the same columns, later moments stay what they were.
      if (by !== network || now.columns !== drawing.columns) forgetFrom(kept);
      else if (now.points < drawing.points || answers[now.points - 1] !== UNREAD) {
        changes = null;
        last = lastRead(answers, now.points);
      }
      drawing = now;
      network = by;
      return forgets;
    },
    note,
    changes: found,
    fill,
  };
}

/** Reads many inputs in one pass. */
function createReader(network: Network, rule: VerdictRule, drawing: Drawing): MomentsReader {
  let rasterize = createRasterizer();
  let latest = 0;
  return {
    most: BATCH,
    read(moments) {
      // Of ascending moments it draws only what is new.
      if (moments[0] < latest) rasterize = createRasterizer();
      latest = moments[moments.length - 1];
      const inputs = moments.map(
        (points) => rasterize({ ...drawing, points })?.slice() ?? new Float32Array(INPUT_LENGTH),
      );
      const pictures = new Float32Array(INPUT_LENGTH * inputs.length);
      inputs.forEach((input, i) => {
        pictures.set(input, INPUT_LENGTH * i);
      });
      const logits = network.logits(pictures);
      return inputs.map((input, i) => {
        const probabilities = logits.subarray(DIGITS * i, DIGITS * (i + 1));
        softmax(probabilities, probabilities);
        return { reading: readingOf(probabilities, rule), input };
      });
    },
  };
}

/** The changes, those first whose answers stood longest, digits before none; the newest before all. */
export function longestRuns(changes: readonly Change[], points: number): Change[] {
  const weightOf = (change: Change, i: number): number => {
    const length = (changes[i + 1]?.moment ?? points + 1) - change.moment;
    return answeredIn(change.answer) === null ? length / points : length;
  };
  const lengths = new Map(changes.map((change, i) => [change, weightOf(change, i)]));
  const newest = changes.at(-1);
  if (newest) lengths.set(newest, points + 1);
  return [...changes].sort((a, b) => (lengths.get(b) ?? 0) - (lengths.get(a) ?? 0));
}

function byMoment(changes: readonly Change[]): Change[] {
  return [...changes].sort((a, b) => a.moment - b.moment);
}

/** The last moment up to `moments` that was read; 0 for none. */
function lastRead(answers: Uint8Array, moments: number): number {
  let moment = moments;
  while (moment > 0 && answers[moment - 1] === UNREAD) moment--;
  return moment;
}

/** How many points from the first on both have. */
function sharedPoints(a: Drawing, b: Drawing): number {
  const most = Math.min(a.points, b.points);
  if (a.columns === b.columns) return most;
  let shared = 0;
  while (shared < most && isSamePoint(a, b, shared)) shared++;
  return shared;
}

function isSamePoint({ columns: a }: Drawing, { columns: b }: Drawing, point: number): boolean {
  return a.x[point] === b.x[point] && a.y[point] === b.y[point] && a.stroke[point] === b.stroke[point];
}

function pictureOf(input: Float32Array): Uint8Array {
  return Uint8Array.from(input, (ink) => Math.round(255 * ink));
}
