import { CHOICES, type Lesson } from '../../state/lessons.ts';
import type { Guess } from '../../state/placing.ts';
import { isWordKey, say, type Words } from '../../text/words.ts';
import { create, setAttribute } from '../parts/dom.ts';

/** A step's words and choices. */
export interface StepView {
  readonly element: HTMLElement;
  /** Scrolls to where its words begin, and to as much of its question as there is room for. */
  showBeginning(): void;
  /** Shows the answer, after how the prediction turned out. */
  reveal(outcome: string, guess: Guess, onStage: boolean): void;
}

/** A step with its question open. The room of the answer and of the way to the network is kept, so that nothing moves when it comes. */
export function makeStep(
  words: Words,
  lesson: Lesson,
  { predict, look }: { predict(choice: number): void; look(): void },
): StepView {
  const element = create('div', 'learn-body');
  const question = create('p', 'learn-question', say(words, `learn.${lesson.name}.question`));
  question.id = 'learn-question';
  const choices = create('div', 'learn-choices');
  choices.setAttribute('role', 'group');
  choices.setAttribute('aria-labelledby', question.id);
  const buttons = CHOICES.map((number, choice) => {
    const button = choices.appendChild(create('button', '', say(words, `learn.${lesson.name}.choice${number}`)));
    button.type = 'button';
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => predict(choice));
    return button;
  });
  const answer = create('div', 'learn-answer');
  const told = say(words, `learn.${lesson.name}.answer`);
  for (const outcome of ['learn.right', 'learn.wrong'] as const) {
    const kept = answer.appendChild(create('p', '', outcomeThen(words, say(words, outcome), told)));
    kept.setAttribute('aria-hidden', 'true');
  }
  const spoken = answer.appendChild(create('p', 'learn-told'));
  spoken.setAttribute('role', 'status');
  const onward = create('button', 'learn-look', say(words, 'learn.look'));
  onward.type = 'button';
  onward.addEventListener('click', look);
  const text = create('div', 'learn-text');
  const asked = text.appendChild(create('p', '', say(words, `learn.${lesson.name}.text`)));
  // What it tells of the beginning is no longer so afterwards.
  const seenKey = `learn.${lesson.name}.seen`;
  const seen = isWordKey(words, seenKey) ? text.appendChild(create('p', '', say(words, seenKey))) : null;
  seen?.setAttribute('aria-hidden', 'true');
  element.append(
    text,
    question,
    create('p', 'learn-cue', say(words, `learn.${lesson.name}.cue`)),
    choices,
    answer,
    onward,
  );
  return {
    element,
    showBeginning: () => showInTurn([choices, question, text]),
    reveal(outcome, guess, onStage) {
      buttons.forEach((button, choice) => {
        setAttribute(button, 'aria-pressed', String(choice === guess));
        setAttribute(button, 'aria-disabled', 'true');
        button.classList.toggle('right', choice === lesson.right);
      });
      spoken.textContent = outcome === '' ? told : outcomeThen(words, outcome, told);
      if (seen) {
        seen.removeAttribute('aria-hidden');
        asked.setAttribute('aria-hidden', 'true');
      }
      onward.classList.add('open');
      // The last has precedence. A class reads the question with its answer; on a phone there is no room for it.
      showInTurn([onStage ? question : onward, spoken]);
    },
  };
}

/** Scrolls as far as each needs: where there is no room for all, the last ones are in sight. */
export function showInTurn(elements: readonly HTMLElement[]): void {
  for (const element of elements) element.scrollIntoView({ block: 'nearest' });
}

function outcomeThen(words: Words, outcome: string, told: string): string {
  return say(words, 'story.then', { first: outcome, second: told });
}
