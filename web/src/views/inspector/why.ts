import { type AlteredLogits, alteredLogits, differenceChanges } from '../../explain/attribution/altered.ts';
import { addDot } from '../../explain/attribution/insertion.ts';
import {
  INTEGRATION_STEPS,
  type IntegratedGradients,
  integratedGradients,
} from '../../explain/attribution/integrated.ts';
import { WHY_METHODS, type WhyMethod } from '../../explain/attribution/methods.ts';
import { clearSquare, OCCLUDED_SIDE } from '../../explain/attribution/occlusion.ts';
import { differencePaths } from '../../explain/attribution/paths.ts';
import { leadingRegions, strongestRegion } from '../../explain/attribution/regions.ts';
import { PEN_RADIUS } from '../../ink/raster.ts';
import { architecture, INPUT_LENGTH } from '../../net/cnn/architecture.ts';
import type { Network } from '../../net/cnn/network.ts';
import type { Frame } from '../../state/frame.ts';
import { memoize } from '../../state/memo.ts';
import { isWriting } from '../../state/state.ts';
import { roundingOf } from '../../text/paths.ts';
import { regionLine, strongestLine } from '../../text/regions.ts';
import { say } from '../../text/words.ts';
import { contextOf } from '../parts/canvas.ts';
import { create, setAttribute, setFlag, setText } from '../parts/dom.ts';
import { createRest, TEXT_REST_MS } from '../parts/rest.ts';
import { createSlices } from '../parts/slices.ts';
import { fullColorOf, writeSharePixels } from './share-picture.ts';
import { createPathTable } from './why-paths.ts';

/** What is asked. */
export interface WhyQuestion {
  readonly frame: Frame;
  /** The network that made the frame's trace. */
  readonly network: Network;
  readonly digit: number;
  readonly rival: number;
  readonly method: WhyMethod;
}

export interface WhyView {
  /** Shows the answer; with null it is closed and computes nothing. `time` is the display frame's. */
  update(question: WhyQuestion | null, time: number): void;
}

const SIDE = architecture.conv1.inputWidth;
const BLANK = new Float32Array(INPUT_LENGTH);

/** What has been worked out: shares at once, altered logits in slices once the drawing rests. */
interface Answer {
  readonly shares: IntegratedGradients | null;
  readonly altered: AlteredLogits | null;
}

/**
 * "Why 3 and not 8": the drawing coloured by what each cell says, the sums, the leading regions, and the difference
 * followed back through the network. Picture and sums follow the pen; words and table do when it rests.
 */
export function mountWhy(root: HTMLElement, chooseMethod: (method: WhyMethod) => void): WhyView {
  const heading = create('h3');
  const methods = create('div', 'why-methods');
  methods.setAttribute('role', 'group');
  const buttons = WHY_METHODS.map((method) => {
    const button = create('button');
    button.type = 'button';
    button.addEventListener('click', () => chooseMethod(method));
    methods.append(button);
    return button;
  });
  const canvas = create('canvas', 'why-picture');
  canvas.width = SIDE;
  canvas.height = SIDE;
  canvas.setAttribute('role', 'img');
  const scale = create('p', 'why-note');
  const facts = create('dl', 'facts');
  const factRows = Array.from({ length: 4 }, () => {
    const [name, value] = [create('dt'), create('dd')];
    facts.append(name, value);
    return { name, value };
  });
  const regions = create('ul', 'why-regions');
  const means = create('p', 'why-note');
  const table = createPathTable();
  root.replaceChildren(heading, methods, canvas, scale, facts, regions, means, table.element);

  const context = contextOf(canvas);
  const image = context.createImageData(SIDE, SIDE);
  const sharesOf = memoize(integratedGradients);
  const pathsOf = memoize(differencePaths);
  let shown: WhyQuestion | null = null;
  let altered: AlteredLogits | null = null;
  const slices = createSlices<AlteredLogits>((result) => {
    altered = result;
    paint();
    write();
  });

  const answerTo = ({ frame, network, digit, rival, method }: WhyQuestion): Answer =>
    method === 'integrated'
      ? { shares: sharesOf(network, frame.input ?? BLANK, digit, rival), altered: null }
      : { shares: null, altered };

  const valuesIn = ({ shares, altered }: Answer, { digit, rival, method }: WhyQuestion): Float64Array | null => {
    if (shares) return shares.shares;
    const changes = altered && differenceChanges(altered, digit, rival);
    // What goes when ink is cleared is what that ink was worth.
    return changes && method === 'occlusion' ? changes.map((change) => 0 - change) : changes;
  };

  /** The picture and the sums. */
  const paint = (): void => {
    if (shown === null) return;
    const { frame, digit, rival } = shown;
    const { words, numbers } = frame;
    const answer = answerTo(shown);
    const values = valuesIn(answer, shown);
    const full = fullColorOf(values);
    writeSharePixels(image.data, { input: frame.input ?? BLANK, values, full }, frame.palette);
    context.putImageData(image, 0, 0);
    setText(
      scale,
      values ? say(words, 'why.scale', { amount: `±${numbers.decimal(full)}` }) : say(words, 'why.waiting'),
    );
    if (values === null) regions.replaceChildren();
    const { shares } = answer;
    const difference =
      shares?.difference ?? differenceOf(frame.trace?.logits ?? answer.altered?.untouched, digit, rival);
    const parts = shares && [shares.blank, shares.total];
    const amounts = [difference, ...(parts ? [...parts, roundingOf(shares.difference, parts)] : [])];
    factRows.forEach(({ value }, i) => {
      const amount = amounts[i] ?? null;
      setText(value, amount === null ? '' : numbers.signed(amount));
    });
  };

  /** What need not follow the pen: words, regions and the table. */
  const write = (): void => {
    if (shown === null) return;
    const { frame, network, digit, rival, method } = shown;
    const { words, numbers, trace } = frame;
    const digits = { digit, rival, steps: INTEGRATION_STEPS };
    setText(heading, say(words, 'why.heading', digits));
    setAttribute(methods, 'aria-label', say(words, 'why.method'));
    buttons.forEach((button, i) => {
      setText(button, say(words, `why.${WHY_METHODS[i]}`));
      setAttribute(button, 'aria-pressed', String(WHY_METHODS[i] === method));
    });
    setAttribute(canvas, 'aria-label', say(words, 'why.picture', digits));
    const names = ['why.difference', 'why.blank', 'why.total', 'why.remainder'] as const;
    factRows.forEach(({ name, value }, i) => {
      setText(name, say(words, names[i], digits));
      for (const part of [name, value]) setFlag(part, 'hidden', i > 0 && method !== 'integrated');
    });
    regions.replaceChildren(...linesFor(shown).map((line) => create('li', '', line)));
    setText(means, say(words, `why.means.${method}`));
    table.fill(trace && pathsOf(trace, network.weights, digit, rival), words, numbers);
  };

  const linesFor = (question: WhyQuestion): string[] => {
    const { frame, digit, rival, method } = question;
    const { words, numbers, input } = frame;
    const values = valuesIn(answerTo(question), question);
    if (values === null) return [];
    if (input === null) return [say(words, 'why.empty')];
    const strongest = method === 'integrated' ? null : strongestRegion(input, values);
    const lines = strongest
      ? [strongestLine(words, numbers, strongest)]
      : leadingRegions(input, values).map((region) => regionLine(words, numbers, region, digit, rival));
    return lines.length > 0 ? lines : [say(words, 'why.even')];
  };

  const rest = createRest(TEXT_REST_MS, write);
  return {
    update(question, time) {
      const before = shown;
      shown = question;
      if (question === null || !isAnotherQuestion(question, before)) {
        if (question === null) slices.stop();
        return;
      }
      const { frame, network, method } = question;
      if (method === 'integrated') {
        slices.stop();
        altered = null;
      } else if (isNewSubject(question, before)) {
        altered = null;
        const alter = method === 'occlusion' ? clearSquare(OCCLUDED_SIDE) : addDot(PEN_RADIUS);
        slices.begin(alteredLogits(network, frame.input ?? BLANK, alter), TEXT_REST_MS);
      }
      paint();
      if (before !== null && before.method === method && isWriting(frame.state)) rest.note(time);
      else write();
    },
  };
}

function differenceOf(logits: Float32Array | undefined, digit: number, rival: number): number | null {
  return logits ? logits[digit] - logits[rival] : null;
}

/** Whether the pictures to run are others. */
function isNewSubject(question: WhyQuestion, before: WhyQuestion | null): boolean {
  return (
    before?.method !== question.method ||
    before.network !== question.network ||
    before.frame.input !== question.frame.input
  );
}

function isAnotherQuestion(question: WhyQuestion, before: WhyQuestion | null): boolean {
  return (
    before === null ||
    isNewSubject(question, before) ||
    before.digit !== question.digit ||
    before.rival !== question.rival ||
    before.frame.words !== question.frame.words ||
    before.frame.palette !== question.frame.palette
  );
}
