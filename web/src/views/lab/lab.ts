import type { VerdictRule } from '../../explain/verdict.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { labOf, stepsOf } from '../../state/lab.ts';
import type { OptionName } from '../../state/options.ts';
import { differenceText, STEPS, type Step } from '../../text/lab.ts';
import { type Measured, measuredIn, measuredText, withoutText } from '../../text/lab-measured.ts';
import { say, type WordKey } from '../../text/words.ts';
import { create, need, setAttribute, setFlag, setText } from '../parts/dom.ts';
import { createPace } from '../parts/pace.ts';
import { createRest, type MakeRest, TEXT_REST_MS } from '../parts/rest.ts';
import { sentenceOf } from '../verdict-words.ts';
import type { View } from '../view.ts';
import { mountSight } from './sight.ts';

/** What the lab needs to know of the network's weights file. */
interface LabFacts {
  readonly verdictRule: VerdictRule;
  readonly metadata: Readonly<Record<string, string>>;
}

const OPTION = { fit: 'stepFit', mass: 'stepMass', pen: 'stepPen' } as const satisfies Record<Step, OptionName>;
const PREPROCESSING = 'preprocessing';
/** Longer drawings, which take more than a few ms, are followed only once the pen rests: ink must not wait. */
const MOST_POINTS = 4000;

/**
 * The steps from ink to input, each with a switch, and what the network sees and reads with every step and as switched. It
 * follows the pen as often as it can be afforded, another answer at once, and only while it is on the screen.
 */
export function mountLab(
  page: HTMLElement,
  actions: Pick<Actions, 'choose' | 'refresh'>,
  facts: LabFacts,
  makeRest: MakeRest = createRest,
): View {
  const root = need(page, '#lab', HTMLElement);
  const measured = measuredIn(facts.metadata[PREPROCESSING]);
  const what = root.appendChild(create('p', 'lab-note'));
  const pair = root.appendChild(create('div', 'lab-pair'));
  const usual = mountSight(pair, { caption: 'lab.usual', picture: 'lab.picture' });
  const switched = mountSight(pair, { caption: 'lab.switched', picture: 'lab.pictureSwitched' });
  const difference = root.appendChild(create('p', 'lab-difference'));
  const said = root.appendChild(create('p', 'unseen'));
  said.setAttribute('role', 'status');
  const showSteps = mountSteps(root, measured, (step) => {
    if (latest) actions.choose(OPTION[step], !stepsOf(latest.state)[step]);
  });
  const source = root.appendChild(create('p', 'lab-note'));
  setFlag(source, 'hidden', measured === null);

  let onScreen = false;
  let latest: Frame | null = null;
  let written: Frame | null = null;
  /** The answer that was written, in words. */
  let told = '';

  const write = (): void => {
    if (latest === null || !onScreen) return;
    const frame = latest;
    const before = written;
    written = frame;
    told = sentenceOf(frame);
    mark(false);
    const { words, numbers, language, reading, input, state } = frame;
    const steps = stepsOf(state);
    if (before?.words !== words) {
      setText(what, say(words, 'lab.what'));
      if (measured) setText(source, measuredText(words, numbers, measured));
    }
    showSteps(frame);
    const lab = labOf(frame, facts.verdictRule);
    usual(frame, input, reading);
    switched(frame, (lab ?? frame).input, (lab ?? frame).reading);
    const without = STEPS.filter((step) => !steps[step]);
    const text = differenceText(
      words,
      language,
      lab && { without, changedCells: lab.changedCells, usual: reading, other: lab.reading },
    );
    setText(difference, text);
    // What is heard is what a switch does; the pen has its own announcements.
    if (before && !isSameSwitches(before, frame)) setText(said, text);
  };
  const mark = (stale: boolean): void => {
    for (const one of [pair, difference]) one.classList.toggle('stale', stale);
  };
  const pace = createPace(write, makeRest);
  const rest = makeRest(TEXT_REST_MS, write);
  new IntersectionObserver((entries) => {
    onScreen = entries[entries.length - 1].isIntersecting;
    if (onScreen) actions.refresh();
  }).observe(root);

  return {
    update(frame, time) {
      latest = frame;
      if (!onScreen || (written && isSameFor(written, frame))) return;
      const isLong = frame.drawing.points > MOST_POINTS;
      const isOther = sentenceOf(frame) !== told;
      const mayWait = written && isSameSwitches(written, frame) && isSameLook(written, frame);
      // Other digits than the answer's are not left standing, unless ink would have to wait: then they are marked.
      if (mayWait && (!isOther || (isLong && frame.state.pressed !== null))) {
        (isLong ? rest : pace).note(time);
        mark(isOther);
      } else {
        write();
        pace.done(time);
      }
    },
  };
}

/** A switch for each step, on while the step is taken, with the reason for the step and what was measured without it. */
function mountSteps(root: HTMLElement, measured: Measured | null, turn: (step: Step) => void) {
  const list = root.appendChild(create('ul', 'lab-steps'));
  const rows = STEPS.map((step) => {
    const row = list.appendChild(create('li'));
    const button = row.appendChild(create('button', 'quiet switch'));
    button.type = 'button';
    button.setAttribute('role', 'switch');
    button.addEventListener('click', () => turn(step));
    const why = row.appendChild(create('p', 'lab-note'));
    why.id = `lab-why-${step}`;
    button.setAttribute('aria-describedby', why.id);
    const share = measured && row.appendChild(create('p', 'lab-note'));
    return { step, button, why, share };
  });
  return ({ words, numbers, state }: Frame): void => {
    const steps = stepsOf(state);
    for (const { step, button, why, share } of rows) {
      setText(button, say(words, `lab.${step}` satisfies WordKey));
      setAttribute(button, 'aria-checked', String(steps[step]));
      setText(why, say(words, `lab.why.${step}` satisfies WordKey));
      if (share && measured) setText(share, withoutText(words, numbers, measured, step));
    }
  };
}

function isSameSwitches({ state: before }: Frame, { state: now }: Frame): boolean {
  return STEPS.every((step) => before[OPTION[step]] === now[OPTION[step]]);
}

function isSameLook(before: Frame, now: Frame): boolean {
  return before.words === now.words && before.palette === now.palette;
}

/** Whether the lab shows the same of both. */
function isSameFor(before: Frame, now: Frame): boolean {
  const isSameReading = before.input === now.input && before.reading === now.reading && before.network === now.network;
  return isSameReading && isSameLook(before, now) && isSameSwitches(before, now);
}
