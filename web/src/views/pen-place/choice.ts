import { CONTEXT, END, FIRST_PLACE } from '../../net/pen/description.ts';
import { legalAfter } from '../../net/pen/grammar.ts';
import { type Choice, isOver, type Progress } from '../../net/pen/writing.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { askedWriting, isAsAsked, shownWriting, type Weigh, type Writing } from '../../state/pen-writing.ts';
import { movementName } from '../../text/pen-tokens.ts';
import { say, type WordKey } from '../../text/words.ts';
import { type CanvasSize, watchSize } from '../parts/canvas.ts';
import { create, setAttribute, setText } from '../parts/dom.ts';
import { readAs } from '../verdict-words.ts';
import type { View } from '../view.ts';
import type { ShownChoice } from './choice-picture.ts';
import { sequenceGrid } from './sequence-picture.ts';
import type { PenSources } from './sources.ts';

/** A choice as it is looked at: of the token at a position. */
interface Looked {
  readonly position: number;
  readonly progress: Progress;
  readonly choice: Choice;
  readonly uncut: Float64Array;
  /** Whether it is made, and the number is shown. */
  readonly made: boolean;
}

/**
 * The choice of one token: what may come with its probability, the number drawn and where it falls; and the sequence so far, in
 * which the choice of every token can be looked at again.
 */
export function mountChoice(
  root: HTMLElement,
  actions: Pick<Actions, 'lookAtChoice'>,
  { studio, penNetworks: { weigh }, makeRest }: PenSources,
): View {
  const sentence = root.appendChild(create('p', 'pen-choice-sentence'));
  const picture = root.appendChild(create('div', 'pen-choice'));
  picture.setAttribute('role', 'img');
  const heading = root.appendChild(create('p', 'pen-sequence-note'));
  const sequence = root.appendChild(create('div', 'pen-sequence'));
  sequence.tabIndex = 0;
  sequence.setAttribute('role', 'slider');
  const said = root.appendChild(create('p', 'unseen'));
  said.setAttribute('role', 'status');
  studio.hang('choice', picture);
  studio.hang('sequence', sequence);
  let size: CanvasSize | null = null;
  let unit = 1;
  watchSize(picture, (measured) => studio.give({ choiceBox: { size: inUnits(measured, unitOf(picture)) } }));
  watchSize(sequence, (measured) => {
    unit = unitOf(sequence);
    size = inUnits(measured, unit);
    studio.give({ sequenceBox: { size } });
  });
  let shown: Frame | null = null;
  const announce = makeRest(ANNOUNCE_MS, () => {
    if (shown && shown.state.penWriting.writing?.gait === null) setText(said, sentence.textContent ?? '');
  });

  sequence.addEventListener('pointerdown', (event) => {
    const progress = shown && shownWriting(shown.state)?.progress;
    if (!progress || !size) return;
    const { left, top } = sequence.getBoundingClientRect();
    const { side, columns } = sequenceGrid(size);
    const column = Math.min(columns - 1, Math.floor((event.clientX - left) / unit / side));
    const position = Math.floor((event.clientY - top) / unit / side) * columns + column;
    if (position >= progress.given && position < progress.ids.length) actions.lookAtChoice(position - progress.given);
  });
  sequence.addEventListener('keydown', (event) => {
    const writing = shown && shownWriting(shown.state);
    if (!writing || event.altKey || event.ctrlKey || event.metaKey) return;
    const newest = writing.progress.choices.length - 1;
    const at = writing.looked ?? newest;
    const to = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, Home: 0, End: newest }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    actions.lookAtChoice(Math.min(newest, Math.max(0, to)));
  });

  return {
    update(frame, time) {
      const before = shown;
      const { words, numbers, state } = frame;
      shown = frame;
      if (before === null || standsElsewhere(frame, before)) setText(heading, progressSentence(frame));
      if (before && !showsOther(frame, before)) return;
      const writing = shownWriting(state);
      const looked = lookedAt(frame, weigh);
      const text = choiceSentence(frame, looked);
      studio.give({ choice: shownChoice(frame, looked), sequence: sequenceOf(writing, looked) });
      setText(sentence, text);
      setAttribute(picture, 'aria-label', spokenChoice(frame, looked));
      const { ids, given } = writing?.progress ?? askedWriting(state);
      setAttribute(sequence, 'aria-label', say(words, 'penWriting.sequence'));
      setAttribute(sequence, 'aria-valuemin', String(given));
      setAttribute(sequence, 'aria-valuemax', String(Math.max(given, ids.length - 1)));
      setAttribute(sequence, 'aria-valuenow', String(Math.min(looked.position, Math.max(given, ids.length - 1))));
      setAttribute(sequence, 'aria-valuetext', text);
      setAttribute(sequence, 'title', say(words, 'penWriting.sequenceHint', { most: numbers.count(CONTEXT) }));
      if (before) announce.note(time);
    },
  };
}

const ANNOUNCE_MS = 600;

/** How much larger the page's type is than its pictures are for: on the stage, or by the reader's choice. */
function unitOf(element: Element): number {
  return Number.parseFloat(getComputedStyle(element.ownerDocument.documentElement).fontSize) / 16;
}

function inUnits({ width, height, ratio }: CanvasSize, unit: number): CanvasSize {
  return { width: width / unit, height: height / unit, ratio: ratio * unit };
}

function showsOther(frame: Frame, before: Frame): boolean {
  const [a, b] = [frame.state, before.state];
  const isSameAsked =
    a.writeDigit === b.writeDigit && a.temperature === b.temperature && a.topK === b.topK && a.seed === b.seed;
  return shownWriting(a) !== shownWriting(b) || !isSameAsked || frame.words !== before.words;
}

function standsElsewhere(frame: Frame, before: Frame): boolean {
  const isRead = frame.reading === before.reading && frame.drawing === before.drawing;
  return !isRead || frame.words !== before.words || shownWriting(frame.state) !== shownWriting(before.state);
}

/** What would be chosen first, unless something as it is asked for is written; then its next token, its newest, or an earlier one. */
function lookedAt({ state }: Frame, weigh: Weigh): Looked {
  const writing = shownWriting(state);
  if (writing === null || (!isAsAsked(writing, state) && writing.looked === null)) {
    return weighedIn(askedWriting(state), weigh);
  }
  const { progress, phase, looked } = writing;
  const made = looked ?? (phase === 'chosen' ? progress.choices.length - 1 : null);
  if (made === null || progress.choices.length === 0) return weighedIn(progress, weigh);
  const choice = progress.choices[made];
  const before = { ...progress, ids: progress.ids.slice(0, progress.given + made) };
  return { position: before.ids.length, progress: before, choice, uncut: weigh(before).uncut, made: true };
}

function weighedIn(progress: Progress, weigh: Weigh): Looked {
  const { choice, uncut } = weigh(progress);
  return { position: progress.ids.length, progress, choice, uncut, made: false };
}

function shownChoice({ numbers }: Frame, { progress, choice, uncut, made }: Looked): ShownChoice {
  const tokens = legalAfter(progress.ids);
  const shares = tokens.map((token) => choice.probabilities[token]);
  return {
    tokens,
    before: progress.ids[progress.ids.length - 1],
    shares,
    uncut: tokens.map((token) => uncut[token]),
    whole: numbers.percent(1),
    labels: shares.map((share) => (share === 1 ? numbers.percent(1) : numbers.probability.rough(share))),
    uniform: made ? { value: choice.uniform, label: fourDecimals(choice.uniform) } : null,
    chosen: made ? tokens.indexOf(choice.token) : null,
  };
}

/** Cut off, not rounded: it never reads 1. */
function fourDecimals(uniform: number): string {
  return (Math.floor(uniform * 1e4) / 1e4).toFixed(4);
}

function sequenceOf(writing: Writing | null, { position }: Looked) {
  if (writing === null) return { ids: [], shares: [], looked: null };
  const { ids, given, choices } = writing.progress;
  const shares = Array.from(ids, (_, i) => (i < given ? null : choices[i - given].probabilities[ids[i]]));
  return { ids: [...ids], shares, looked: position < ids.length ? position : null };
}

function choiceSentence(frame: Frame, { position, progress, choice, made }: Looked): string {
  const { words, numbers } = frame;
  const tokens = legalAfter(progress.ids);
  const kept = tokens.filter((token) => choice.probabilities[token] > 0).length;
  const { temperature } = progress.options;
  const told = {
    which: say(words, whichKey(progress.ids), { position: numbers.count(position + 1) }),
    count: numbers.count(tokens.length),
    kept: numbers.count(kept),
  };
  if (!made) {
    if (temperature === 0) return say(words, 'penWriting.weighsCertain', told);
    return say(words, kept < tokens.length ? 'penWriting.weighsCut' : 'penWriting.weighs', told);
  }
  const token = movementName(words, choice.token);
  if (temperature === 0) return say(words, 'penWriting.choosesCertain', { ...told, token });
  const share = numbers.probability.usual(choice.probabilities[choice.token]);
  return say(words, 'penWriting.chooses', { ...told, token, share, number: fourDecimals(choice.uniform) });
}

/** What a sequence's next token is: one of the two that tell where it begins, or any other. */
function whichKey(ids: Uint8Array): WordKey {
  if (legalAfter(ids)[0] !== FIRST_PLACE) return 'penWriting.token';
  return ids[ids.length - 1] >= FIRST_PLACE ? 'penWriting.tokenY' : 'penWriting.tokenX';
}

/** The picture in words: its largest bars. */
function spokenChoice(frame: Frame, looked: Looked): string {
  const { words, numbers } = frame;
  const { probabilities } = looked.choice;
  const ranked = legalAfter(looked.progress.ids)
    .filter((token) => probabilities[token] > 0)
    .sort((a, b) => probabilities[b] - probabilities[a])
    .slice(0, MOST_SPOKEN)
    .map((token) =>
      say(words, 'penWriting.share', {
        token: movementName(words, token),
        share: numbers.probability.spoken(probabilities[token]),
      }),
    );
  return say(words, 'penWriting.picture', {
    list: new Intl.ListFormat(frame.language, { type: 'conjunction' }).format(ranked),
  });
}

const MOST_SPOKEN = 5;

/** What was asked for, how far its writing has come, and what it is read as while it is on the pad. */
function progressSentence({ words, numbers, state, drawing, reading }: Frame): string {
  const writing = shownWriting(state);
  const most = numbers.count(CONTEXT);
  if (writing === null) return say(words, 'penWriting.unwritten', { most });
  const standing = standingOf(writing);
  const read = drawing === writing.drawing ? readAs(words, reading) : '';
  const key = standing === 'penWriting.under' ? 'penWriting.readSoFar' : 'penWriting.readInTheEnd';
  return say(words, standing, {
    digit: writing.digit,
    count: numbers.count(writing.progress.ids.length),
    most,
    seed: String(writing.progress.options.seed),
    temperature: numbers.decimal(writing.progress.options.temperature),
    read: read && say(words, key, { read }),
  });
}

function standingOf({ progress }: Writing) {
  if (progress.failed) return 'penWriting.failed' as const;
  const isEnded = isOver(progress) && progress.ids.at(-1) === END;
  return isEnded ? ('penWriting.ended' as const) : ('penWriting.under' as const);
}
