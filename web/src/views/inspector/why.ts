import { type AlteredLogits, alteredLogits, differenceChanges } from '../../explain/attribution/altered.ts';
import { addDot } from '../../explain/attribution/insertion.ts';
import {
  INTEGRATION_STEPS,
  type IntegratedGradients,
  integratedGradients,
} from '../../explain/attribution/integrated.ts';
import { WHY_METHODS } from '../../explain/attribution/methods.ts';
import { clearSquare, OCCLUDED_SIDE } from '../../explain/attribution/occlusion.ts';
import { differencePaths } from '../../explain/attribution/paths.ts';
import { leadingRegions, strongestRegion } from '../../explain/attribution/regions.ts';
import { PEN_RADIUS } from '../../ink/raster.ts';
import { architecture, INPUT_LENGTH } from '../../net/cnn/architecture.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { memoize } from '../../state/memo.ts';
import { isWriting } from '../../state/state.ts';
import { createQuantities, type WriteQuantity } from '../../text/quantities.ts';
import { regionLine, strongestLine } from '../../text/regions.ts';
import { printSum, type SumStyle } from '../../text/sums.ts';
import { say, type Words } from '../../text/words.ts';
import { contextOf } from '../parts/canvas.ts';
import { create, renewText, setAttribute, setFlag, setText } from '../parts/dom.ts';
import { createPaces, type MakePace } from '../parts/pace.ts';
import { createRest, type MakeRest, TEXT_REST_MS } from '../parts/rest.ts';
import { createSlices } from '../parts/slices.ts';
import { fullColorOf, writeSharePixels } from './share-picture.ts';
import { createPathTable } from './why-paths.ts';

export interface WhyView {
  /** Answers for the frame's digit and rival; with null it is closed and computes nothing. `time` is the display frame's. */
  update(frame: Frame | null, time: number): void;
}

/** Two digits of a frame. */
interface Question {
  readonly frame: Frame;
  readonly digit: number;
  readonly rival: number;
}

const SIDE = architecture.conv1.inputWidth;
/** Blank paper's difference, the shares' total, and what rounding and steps leave over: always these lines. */
const SUM_STYLE: SumStyle = { decimals: 2, shown: 2, order: 'given', steady: true };
const BLANK = new Float32Array(INPUT_LENGTH);

/** What has been worked out: shares at once, altered logits in slices once the drawing rests. */
interface Answer {
  readonly shares: IntegratedGradients | null;
  readonly altered: AlteredLogits | null;
}

/**
 * "Why 3 and not 8": the drawing coloured by what each cell says, the sums, the leading regions, and the difference
 * followed back through the network. Picture and sums follow the pen, as often as they can be afforded; words and table
 * do when it rests, and until then are marked as of a moment ago. Every part keeps its room whatever it says, so that nothing moves while one draws.
 */
export function mountWhy(
  root: HTMLElement,
  actions: Pick<Actions, 'choose' | 'chooseRival'>,
  makeRest: MakeRest = createRest,
  makePace: MakePace = createPaces(makeRest),
): WhyView {
  const rivals = create('select', 'why-rival');
  const choices = Array.from({ length: architecture.fc2.units }, (_, digit) =>
    rivals.appendChild(create('option', '', String(digit))),
  );
  rivals.addEventListener('change', () => actions.chooseRival(Number(rivals.value)));
  const methods = create('div', 'why-methods');
  methods.setAttribute('role', 'group');
  const buttons = WHY_METHODS.map((method) => {
    const button = create('button', 'quiet');
    button.type = 'button';
    button.addEventListener('click', () => actions.choose('method', method));
    methods.append(button);
    return button;
  });
  const canvas = create('canvas', 'why-picture');
  canvas.width = SIDE;
  canvas.height = SIDE;
  canvas.setAttribute('role', 'img');
  const scale = create('p', 'why-note why-scale');
  const facts = create('dl', 'facts why-facts');
  const factRows = Array.from({ length: 4 }, () => {
    const [name, value] = [create('dt'), create('dd')];
    facts.append(name, value);
    return { name, value };
  });
  const regions = create('ul', 'why-regions');
  const means = create('p', 'why-note why-means');
  const table = createPathTable();
  const tableRoom = create('div', 'why-paths-room');
  tableRoom.append(table.element);
  root.replaceChildren(rivals, methods, canvas, scale, facts, regions, means, tableRoom);

  const context = contextOf(canvas);
  const image = context.createImageData(SIDE, SIDE);
  const sharesOf = memoize(integratedGradients);
  const pathsOf = memoize(differencePaths);
  const writeIn = memoize(createQuantities);
  let shown: Frame | null = null;
  let altered: AlteredLogits | null = null;
  const slices = createSlices<AlteredLogits>((result) => {
    altered = result;
    paint();
    write();
  });

  const answerTo = ({ frame, digit, rival }: Question): Answer =>
    frame.state.method === 'integrated'
      ? { shares: sharesOf(frame.network, frame.input ?? BLANK, digit, rival), altered: null }
      : { shares: null, altered };

  const valuesIn = ({ shares, altered }: Answer, { frame, digit, rival }: Question): Float64Array | null => {
    if (shares) return shares.shares;
    const changes = altered && differenceChanges(altered, digit, rival);
    // What goes when ink is cleared is what that ink was worth.
    return changes && frame.state.method === 'occlusion' ? changes.map((change) => 0 - change) : changes;
  };

  /** The picture and the sums. */
  const paint = (): void => {
    if (shown === null) return;
    const { words, language, numbers, input, palette } = shown;
    const question = questionOf(shown);
    const answer = question && answerTo(question);
    const values = question && answer && valuesIn(answer, question);
    const full = fullColorOf(values);
    writeSharePixels(image.data, { input: input ?? BLANK, values, full }, palette);
    context.putImageData(image, 0, 0);
    const waiting = question ? say(words, 'why.waiting') : '';
    renewText(scale, values ? say(words, 'why.scale', { amount: `±${numbers.decimal(full)}` }) : waiting);
    if (values === null) regions.replaceChildren();
    const amounts = question && answer ? amountsOf(question, answer, writeIn(language)) : [];
    factRows.forEach(({ value }, i) => {
      renewText(value, amounts[i] ?? '');
    });
  };

  /** What need not follow the pen: words, regions and the table. */
  const write = (): void => {
    if (shown === null) return;
    mark(false);
    const { words, language, trace, network } = shown;
    const { method } = shown.state;
    const question = questionOf(shown);
    setAttribute(rivals, 'aria-label', say(words, 'why.against'));
    setFlag(rivals, 'hidden', question === null);
    rivals.value = String(question?.rival);
    choices.forEach((choice, digit) => {
      choice.disabled = digit === question?.digit;
    });
    setAttribute(methods, 'aria-label', say(words, 'why.method'));
    buttons.forEach((button, i) => {
      setText(button, say(words, `why.${WHY_METHODS[i]}`));
      setAttribute(button, 'aria-pressed', String(WHY_METHODS[i] === method));
    });
    const digits = question && { digit: question.digit, rival: question.rival };
    setAttribute(canvas, 'aria-label', say(words, digits ? 'why.picture' : 'selection.empty', digits ?? {}));
    const names = ['why.difference', 'why.blank', 'why.total', 'why.remainder'] as const;
    factRows.forEach(({ name, value }, i) => {
      setText(name, say(words, names[i]));
      for (const part of [name, value]) setFlag(part, 'hidden', i > 0 && method !== 'integrated');
    });
    regions.replaceChildren(...linesFor(question, words).map((line) => create('li', '', line)));
    setText(means, say(words, `why.means.${method}`, { steps: INTEGRATION_STEPS }));
    const paths = trace && question && pathsOf(trace, network.weights, question.digit, question.rival);
    table.fill(paths, words, writeIn(language));
  };

  const mark = (stale: boolean): void => {
    for (const one of [regions, tableRoom]) one.classList.toggle('stale', stale);
  };

  const linesFor = (question: Question | null, words: Words): string[] => {
    if (question === null) return [say(words, 'story.empty')];
    const { frame, digit, rival } = question;
    const { numbers, input } = frame;
    const values = valuesIn(answerTo(question), question);
    if (values === null) return [];
    if (input === null) return [say(words, 'why.empty')];
    const strongest = frame.state.method === 'integrated' ? null : strongestRegion(input, values);
    const lines = strongest
      ? [strongestLine(words, numbers, strongest)]
      : leadingRegions(input, values).map((region) => regionLine(words, numbers, region, digit, rival));
    return lines.length > 0 ? lines : [say(words, 'why.even')];
  };

  const pace = makePace(paint);
  const rest = makeRest(TEXT_REST_MS, write);
  return {
    update(frame, time) {
      const before = shown;
      shown = frame;
      if (frame === null || !asksAnew(frame, before)) {
        if (frame === null) slices.stop();
        return;
      }
      const { method } = frame.state;
      if (method === 'integrated') {
        slices.stop();
        altered = null;
      } else if (isNewSubject(frame, before)) {
        altered = null;
        const alter = method === 'occlusion' ? clearSquare(OCCLUDED_SIDE) : addDot(PEN_RADIUS);
        slices.begin(alteredLogits(frame.network, frame.input ?? BLANK, alter), TEXT_REST_MS);
      }
      if (before?.state.method === method && isWriting(frame.state)) {
        mark(true);
        pace.note(time);
        rest.note(time);
      } else {
        paint();
        pace.done(time);
        write();
      }
    },
  };
}

/** The digits that are asked about; null if nothing is drawn and not both are chosen. */
function questionOf(frame: Frame): Question | null {
  const { digit, rival } = frame.selection;
  return digit === null || rival === null ? null : { frame, digit, rival };
}

/** The difference and, of shares, what it consists of, as printed: it adds up to the difference. */
function amountsOf({ frame, digit, rival }: Question, { shares, altered }: Answer, write: WriteQuantity): string[] {
  const signed = (amount: number) => write(amount, SUM_STYLE.decimals, 'plus and minus');
  if (shares) {
    const terms = [shares.blank, shares.total].map((amount) => ({ amount }));
    const { lines } = printSum({ terms, sum: shares.difference }, SUM_STYLE, write);
    return [signed(shares.difference), ...lines.map(({ text }) => text)];
  }
  const logits = frame.trace?.logits ?? altered?.untouched;
  return logits ? [signed(logits[digit] - logits[rival])] : [];
}

/** Whether the pictures to run are others. */
function isNewSubject(frame: Frame, before: Frame | null): boolean {
  return (
    before?.state.method !== frame.state.method || before.network !== frame.network || before.input !== frame.input
  );
}

function asksAnew(frame: Frame, before: Frame | null): boolean {
  return (
    before === null ||
    isNewSubject(frame, before) ||
    before.selection !== frame.selection ||
    before.words !== frame.words ||
    before.palette !== frame.palette
  );
}
