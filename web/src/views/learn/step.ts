import { CHOICES, type Lesson } from '../../state/lessons.ts';
import type { Guess } from '../../state/placing.ts';
import { say, type Words } from '../../text/words.ts';
import { create, setAttribute } from '../parts/dom.ts';

/** A step's words and choices. */
export interface StepView {
  readonly element: HTMLElement;
  /** Shows the answer, after how the prediction turned out. */
  reveal(outcome: string, guess: Guess): void;
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
  element.append(
    create('p', '', say(words, `learn.${lesson.name}.text`)),
    question,
    create('p', 'learn-cue', say(words, `learn.${lesson.name}.cue`)),
    choices,
    answer,
    onward,
  );
  return {
    element,
    reveal(outcome, guess) {
      buttons.forEach((button, choice) => {
        setAttribute(button, 'aria-pressed', String(choice === guess));
        setAttribute(button, 'aria-disabled', 'true');
        button.classList.toggle('right', choice === lesson.right);
      });
      spoken.textContent = outcome === '' ? told : outcomeThen(words, outcome, told);
      onward.classList.add('open');
      onward.scrollIntoView({ block: 'nearest' });
      spoken.scrollIntoView({ block: 'nearest' });
    },
  };
}

function outcomeThen(words: Words, outcome: string, told: string): string {
  return say(words, 'story.then', { first: outcome, second: told });
}
