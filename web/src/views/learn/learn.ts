import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { isRight, LESSONS, type Lesson, lessonAt, sceneOf } from '../../state/lessons.ts';
import { type Guess, isLooking, LAB_STEP } from '../../state/placing.ts';
import { say, type Words } from '../../text/words.ts';
import { need, renewText, setAttribute, setFlag, setText } from '../parts/dom.ts';
import type { View } from '../view.ts';
import { makeStep, type StepView, showInTurn } from './step.ts';

/** Fills #learn: a step at a time, its question before its answer; after the steps comes the lab. */
export function mountLearn(
  page: HTMLElement,
  actions: Pick<Actions, 'beginOwn' | 'goToStep' | 'predict' | 'look'>,
): View {
  const document = page.ownerDocument.documentElement;
  const root = need(page, '#learn', HTMLElement);
  const heading = need(root, '#learn-heading', HTMLElement);
  const back = need(root, '#learn-back', HTMLButtonElement);
  const next = need(root, '#learn-next', HTMLButtonElement);
  const room = need(root, '.learn-step', HTMLElement);
  const labRoom = need(root, '.learn-lab', HTMLElement);
  const lab = need(labRoom, '#lab', HTMLElement);
  let shown: Frame | null = null;
  let step: StepView | null = null;
  /** Whether a button of Learn's own has asked for another step, whose heading then has the focus. */
  let moves = false;

  /** There is nothing to go on to where the page has no lab. */
  const last = (): number => (lab.firstElementChild ? LAB_STEP : LESSONS.length - 1);
  const move = (to: number): void => {
    moves = true;
    actions.goToStep(to);
  };
  const look = (): void => {
    actions.look();
    // Pad and network are at the top.
    window.scrollTo(0, 0);
  };
  back.addEventListener('click', () => {
    if (shown && shown.state.step > 0) move(shown.state.step - 1);
  });
  next.addEventListener('click', () => {
    if (!shown) return;
    const { state } = shown;
    if (isQuestionOpen(shown)) actions.predict('none');
    else if (state.step < last()) move(state.step + 1);
    else actions.beginOwn();
  });

  /** However far one has read before. */
  const showBeginning = (): void => {
    window.scrollTo(0, 0);
    root.scrollTo(0, 0);
    step?.showBeginning();
    showInTurn([heading]);
  };
  const writeNext = (words: Words, onward: 'show' | 'next' | 'lab' | 'leave'): void => {
    renewText(next, say(words, `learn.${onward}`));
  };
  const write = (frame: Frame): void => {
    const { words, numbers, state } = frame;
    const lesson = lessonAt(state.step);
    const title = say(words, `learn.${lesson?.name ?? 'lab'}.title`);
    const place = { step: numbers.count(state.step + 1), steps: numbers.count(LESSONS.length) };
    setText(heading, lesson ? say(words, 'learn.heading', { ...place, title }) : title);
    step = lesson && makeStep(words, lesson, { predict: actions.predict, look });
    room.replaceChildren(...(step ? [step.element] : []));
    setFlag(labRoom, 'hidden', lesson !== null);
    setText(back, say(words, 'learn.back'));
    setAttribute(back, 'aria-disabled', state.step === 0 ? 'true' : 'false');
  };
  const reveal = (frame: Frame): void => {
    const { words, state } = frame;
    const scene = sceneOf(state);
    const lesson = lessonAt(state.step);
    setAttribute(document, 'data-needs', scene?.needs ?? null);
    setFlag(document, 'data-watching', (lesson?.before.drawing ?? null) !== null);
    setAttribute(document, 'data-cue', scene && lesson && state.guess === null ? lesson.cue : null);
    if (lesson && state.guess !== null)
      step?.reveal(outcomeOf(words, lesson, state.guess), state.guess, state.projector);
    writeNext(words, onwardFrom(frame));
  };
  const onwardFrom = (frame: Frame): 'show' | 'next' | 'lab' | 'leave' => {
    if (isQuestionOpen(frame)) return 'show';
    if (frame.state.step >= last()) return 'leave';
    return frame.state.step + 1 === LAB_STEP ? 'lab' : 'next';
  };

  return {
    update(frame) {
      const before = shown;
      shown = frame;
      const { state, words } = frame;
      const isHere = state.place === 'learn';
      if (before?.state.place !== state.place) setFlag(root, 'hidden', !isHere);
      if (!isHere) {
        if (before?.state.place !== state.place)
          for (const name of ['data-needs', 'data-cue', 'data-watching']) setAttribute(document, name, null);
        return;
      }
      const asked = before?.state;
      const another = asked?.place !== 'learn' || asked.step !== state.step || before?.words !== words;
      const reopened = asked?.guess !== state.guess && state.guess === null;
      if (another || reopened) write(frame);
      if (another || asked?.guess !== state.guess) reveal(frame);
      const isBack = before !== null && isLooking(before.state);
      if (moves || isBack) heading.focus({ preventScroll: true });
      const isElsewhere = asked?.place !== 'learn' || asked.step !== state.step;
      if (isElsewhere && state.guess === null) showBeginning();
      moves = false;
    },
  };
}

/** Whether the step's question waits for a prediction. */
function isQuestionOpen({ state }: Frame): boolean {
  return state.guess === null && lessonAt(state.step) !== null;
}

/** How the prediction turned out; empty without one. */
function outcomeOf(words: Words, lesson: Lesson, guess: Guess): string {
  if (guess === 'none') return '';
  return say(words, isRight(lesson, guess) ? 'learn.right' : 'learn.wrong');
}
