import { type Part, writePart } from '../../explain/unit.ts';
import type { Frame } from '../../state/frame.ts';
import { shortStepName, stepName } from '../../text/parts.ts';
import { say } from '../../text/words.ts';
import { create, setAttribute, setFlag, setText } from '../parts/dom.ts';

/** Writes the way to what is selected, each step a button. */
export function writePath(path: HTMLElement, { words, selection, state }: Frame, trail: readonly Part[]): void {
  const { digit, rival } = selection;
  const compared = selection.why || state.selection.rival !== null;
  const rather = compared && digit !== null && rival !== null ? say(words, 'selection.rather', { digit, rival }) : null;
  const steps = trail.map((part) => {
    const first = part.layer === 'logit' && part.digit === digit && rather !== null;
    const button = stepButton(first ? rather : stepName(words, part), writePart(part));
    const short = shortStepName(words, part);
    if (!first && short !== button.textContent)
      [button.dataset.full, button.dataset.short] = [button.textContent ?? '', short];
    return button;
  });
  if (steps.length === 0) {
    path.replaceChildren(...(rather === null ? [] : [create('span', 'selection-step', rather)]));
    return;
  }
  path.replaceChildren(...steps.flatMap((button, i) => (i === 0 ? [button] : [separator(), button])));
  steps.at(-1)?.setAttribute('aria-current', 'true');
  // Asking for its width lays the page out, which a page that starts with nothing selected does later anyway.
  fitPath(path);
}

/**
 * Where there is no room for all of it, names become shorter; then as many of the first steps are left out as need be, and the
 * ellipsis that stands for them selects the last of them. Where even the last step has no room beside that, it stands alone.
 */
export function fitPath(path: HTMLElement): void {
  for (const left of path.querySelectorAll('.selection-more')) left.remove();
  const steps = [...path.querySelectorAll<HTMLElement>('.selection-step')];
  const isCut = (): boolean => path.scrollWidth > path.clientWidth;
  const setShown = (step: HTMLElement, shown: boolean): void => {
    for (const one of [step, step.nextElementSibling]) if (one) setFlag(one, 'hidden', !shown);
  };
  setFlag(path, 'data-cut', false);
  for (const step of steps) {
    setShown(step, true);
    name(step, step.dataset.full, false);
  }
  if (isCut()) for (const step of steps) name(step, step.dataset.short, true);
  if (isCut() && steps.length > 1) {
    const [more, mark] = [stepButton('…', ''), separator()];
    for (const one of [more, mark]) one.classList.add('selection-more');
    path.prepend(more, mark);
    for (const step of steps.slice(0, -1)) {
      setShown(step, false);
      for (const attribute of ['aria-label', 'title'])
        setAttribute(more, attribute, step.dataset.full ?? step.textContent);
      setAttribute(more, 'data-part', step.dataset.part ?? null);
      if (!isCut()) break;
    }
    if (isCut()) for (const one of [more, mark]) one.remove();
  }
  setFlag(path, 'data-cut', isCut());
}

/** A step whose name has a shorter form: the full one is then told where it is asked for. */
function name(step: HTMLElement, text: string | undefined, isShort: boolean): void {
  if (text === undefined) return;
  setText(step, text);
  for (const attribute of ['aria-label', 'title'])
    setAttribute(step, attribute, isShort ? (step.dataset.full ?? null) : null);
}

function stepButton(text: string, part: string): HTMLButtonElement {
  const button = create('button', 'quiet selection-step', text);
  button.type = 'button';
  button.dataset.part = part;
  return button;
}

function separator(): HTMLElement {
  const mark = create('span', 'selection-separator', '▸');
  mark.setAttribute('aria-hidden', 'true');
  return mark;
}
