import { PAD_SIDE } from '../ink/drawing.ts';
import type { Actions } from '../state/actions.ts';
import { need } from './parts/dom.ts';

/** How far an arrow key moves the pen, in pad units. */
export const PEN_STEP = PAD_SIDE / 64;
export const FAST_PEN_STEP = PAD_SIDE / 16;

const ARROWS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The parts of a key press that decide what it does. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Undo or redo, if the keys have that meaning; null for every other key, which is left to the browser. */
export function historyCommand(press: KeyPress): 'undo' | 'redo' | null {
  if (press.altKey || press.ctrlKey === press.metaKey) return null;
  const letter = letterOf(press);
  if (letter === 'z') return press.shiftKey ? 'redo' : 'undo';
  return letter === 'y' && press.ctrlKey && !press.shiftKey ? 'redo' : null;
}

/** The letter on the key; on keyboards for other scripts, the letter in the same place on a Latin keyboard. */
export function letterOf({ key, code }: Pick<KeyPress, 'key' | 'code'>): string {
  const written = key.toLowerCase();
  return /^[a-z]$/.test(written) ? written : code.replace(/^Key/, '').toLowerCase();
}

/** What a key does to the keyboard's pen: moves it, in pad units, or puts it down or lifts it; null for other keys. */
export function penCommand(press: KeyPress): readonly [right: number, down: number] | 'toggle' | null {
  if (press.altKey || press.ctrlKey || press.metaKey) return null;
  if (press.key === ' ') return press.shiftKey ? null : 'toggle';
  const arrow = ARROWS[press.key];
  if (arrow === undefined) return null;
  const step = press.shiftKey ? FAST_PEN_STEP : PEN_STEP;
  return [arrow[0] * step, arrow[1] * step];
}

/** Whether it is a field for text or a number: others have nothing to undo. */
function isTypedInto(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'range';
}

/** Undo and redo work everywhere; the pen only while the pad has the focus, so that screen readers keep their keys. */
export function listenToKeys(root: HTMLElement, actions: Actions): void {
  const ink = need(root, '#ink', HTMLCanvasElement);
  root.ownerDocument.addEventListener('keydown', (event) => {
    const command = historyCommand(event);
    // What is typed has an undo of its own.
    if (command === null || isTypedInto(event.target)) return;
    event.preventDefault();
    actions[command]();
  });
  ink.addEventListener('keydown', (event) => {
    const command = penCommand(event);
    if (command === null) return;
    event.preventDefault();
    if (command !== 'toggle') actions.movePen(...command);
    else if (!event.repeat) actions.togglePen();
  });
  ink.addEventListener('blur', () => actions.hidePen());
  ink.addEventListener('pointerdown', () => actions.hidePen(), { capture: true });
}
