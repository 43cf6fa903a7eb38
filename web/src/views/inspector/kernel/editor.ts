import { isEdited, type KernelLink, kernelIn, kernelWith, MOST_WEIGHT, withWeight } from '../../../explain/kernels.ts';
import { isSamePart } from '../../../explain/unit.ts';
import { css, diverging, textOn } from '../../../look/color.ts';
import { architecture } from '../../../net/cnn/architecture.ts';
import type { Weights } from '../../../net/cnn/weights.ts';
import type { Actions } from '../../../state/actions.ts';
import type { Frame } from '../../../state/frame.ts';
import { memoize } from '../../../state/memo.ts';
import { nameWithState } from '../../../text/altered.ts';
import { partName } from '../../../text/parts.ts';
import { createQuantities } from '../../../text/quantities.ts';
import { readAgainst } from '../../../text/typed.ts';
import { say } from '../../../text/words.ts';
import { create, setAttribute, setFlag, setText } from '../../parts/dom.ts';
import { createKernelCanvas, paintKernel } from './canvas.ts';

/** As printed; a weight that is painted has no more. From 10 on there are fewer: four digits are what a field has room for. */
const DECIMALS = 3;
/** Characters of what is refused that are repeated. */
const MOST_REPEATED = 24;
/** The colours to paint with, as shares of the strongest. */
const BRUSHES = [1, 0.5, 0, -0.5, -1];

export interface Editor {
  /** @param choosing whether another of the kernels with which the map reads its sources may be chosen */
  show(frame: Frame, link: KernelLink, choosing: boolean): void;
  /** It is no longer seen: what is half-typed or half-painted, and what was said of it, end. */
  leave(): void;
}

/**
 * A kernel as a picture that is painted, and as numbers that are typed. @param weights as trained
 * @param choose another source's kernel is asked for
 */
export function createEditor(
  root: HTMLElement,
  weights: Weights,
  edit: Actions['editKernel'],
  choose: (source: number) => void,
): Editor {
  const group = (name: string): HTMLElement => {
    const element = root.appendChild(create('div', name));
    element.setAttribute('role', 'group');
    return element;
  };
  const button = (holder: HTMLElement, press: () => void): HTMLButtonElement => {
    const element = holder.appendChild(create('button'));
    element.type = 'button';
    element.addEventListener('click', press);
    return element;
  };
  const sources = group('kernel-sources');
  const choices = Array.from({ length: architecture.conv2.inputChannels }, (_, source) => {
    const choice = button(sources, () => choose(source));
    choice.className = 'quiet';
    return { choice, picture: choice.appendChild(create('canvas')) };
  });
  const name = root.appendChild(create('p'));
  const desk = group('kernel-desk');
  const canvas = createKernelCanvas((cells) => {
    // A number that is still being typed counts, too.
    fields.find((field) => field === document.activeElement)?.blur();
    change(cells, brushes[chosen]);
  });
  desk.append(canvas.element);
  const buttons = BRUSHES.map((_, brush) =>
    button(desk, () => {
      chosen = brush;
      render();
    }),
  );
  const status = root.appendChild(create('p', 'unit-note'));
  status.setAttribute('role', 'status');
  const numbers = group('kernel-numbers');
  const back = button(root, () => {
    if (asked && isEdited(asked.link, asked.frame.state.edited)) edit(asked.link, null);
  });
  const fields: HTMLInputElement[] = [];

  const writeIn = memoize(createQuantities);
  let asked: { readonly frame: Frame; readonly link: KernelLink; readonly choosing: boolean } | null = null;
  /** Known at once, since edits may come faster than frames. */
  let kernel: Float32Array = new Float32Array();
  let brushes: readonly number[] = [];
  let chosen = 0;
  /** The field that holds what is not yet a weight: frames leave it alone. */
  let typing: HTMLInputElement | null = null;
  /** What was no weight when it was typed, while its cell's weight still stands. */
  let refused: { readonly typed: string; readonly cell: number } | null = null;

  function change(cells: readonly number[], weight: number): void {
    if (asked === null) return;
    refused = null;
    if (cells.every((cell) => kernel[cell] === Math.fround(weight))) return;
    const trained = kernelIn(weights, asked.link);
    const changed = withWeight(kernel, trained, cells, weight);
    kernel = changed ?? trained;
    edit(asked.link, changed);
  }
  function addField(cell: number): HTMLInputElement {
    const field = numbers.appendChild(create('input'));
    field.autocomplete = 'off';
    field.addEventListener('input', () => {
      typing = field;
    });
    field.addEventListener('change', () => {
      // What has been dropped counts as a change, too.
      if (typing !== field) return;
      typing = null;
      if (asked === null) return;
      const { frame, link } = asked;
      const printed = [kernel, kernelIn(weights, link)].map((one) => ({
        text: written(frame, one[cell]),
        number: one[cell],
      }));
      const typed = readAgainst(field.value, printed);
      if (typed === null || Math.abs(typed) > MOST_WEIGHT) refused = { typed: field.value, cell };
      else change([cell], typed);
      render();
    });
    // Without a change where the old number has been typed again.
    field.addEventListener('blur', () => {
      typing = null;
    });
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || typing === null) return;
      // One press puts one thing away: what has been typed.
      event.preventDefault();
      typing = null;
      render();
    });
    return field;
  }
  const written = ({ language }: Frame, weight: number, sign?: 'plus and minus'): string =>
    writeIn(language)(weight, decimalsOf(weight), sign);

  function told(frame: Frame): string {
    const { words } = frame;
    if (refused === null) return say(words, 'kernel.how');
    const { cell } = refused;
    const characters = [...refused.typed];
    const typed = characters.slice(0, MOST_REPEATED).join('') + (characters.length > MOST_REPEATED ? '…' : '');
    return say(words, 'kernel.wrong', { typed, most: MOST_WEIGHT, number: written(frame, kernel[cell]) });
  }
  function leave(): void {
    refused = null;
    typing = null;
    canvas.stop();
  }
  function render(): void {
    if (asked === null) return;
    const { frame, link, choosing } = asked;
    const { words, palette, state } = frame;
    const { kernel: side, inputChannels } = architecture[link.stage];
    const trained = kernelIn(weights, link);
    const all = Array.from({ length: inputChannels }, (_, source) => kernelIn(weights, { ...link, source }));
    // The strongest of the map's trained weights: edits leave the scale as it is.
    const full = Math.max(...all.flatMap((one) => [...one].map(Math.abs))) || 1;
    brushes = BRUSHES.map((share) => Number((share * full).toFixed(DECIMALS)));
    setFlag(sources, 'hidden', !choosing || inputChannels === 1);
    setAttribute(sources, 'aria-label', say(words, 'unit.input'));
    choices.forEach(({ choice, picture }, source) => {
      if (source >= inputChannels) return;
      const one = { ...link, source };
      setAttribute(choice, 'aria-label', nameWithState(words, one, state));
      setAttribute(choice, 'aria-pressed', String(source === link.source));
      setFlag(choice, 'data-edited', isEdited(one, state.edited));
      paintKernel(picture, kernelWith(weights, state.edited, one), side, full, palette);
    });
    const title = partName(words, link);
    setText(name, title);
    for (const labelled of [canvas.element, numbers]) setAttribute(labelled, 'aria-label', title);
    canvas.show(kernel, side, full, palette);
    setAttribute(desk, 'aria-label', say(words, 'kernel.brush'));
    buttons.forEach((one, brush) => {
      const color = diverging(palette, palette.paper, BRUSHES[brush]);
      one.style.background = css(color);
      one.style.color = css(textOn(color, palette));
      setText(one, written(frame, brushes[brush], 'plus and minus'));
      setAttribute(one, 'aria-pressed', String(brush === chosen));
    });
    setText(status, told(frame));
    numbers.style.gridTemplateColumns = `repeat(${side}, 1fr)`;
    while (fields.length < side ** 2) fields.push(addField(fields.length));
    fields.forEach((field, cell) => {
      setFlag(field, 'hidden', cell >= side ** 2);
      if (cell >= side ** 2) return;
      const place = { row: Math.trunc(cell / side) + 1, column: (cell % side) + 1 };
      setAttribute(field, 'aria-label', say(words, 'part.cell', place));
      setFlag(field, 'data-edited', kernel[cell] !== trained[cell]);
      field.title = String(kernel[cell]);
      const text = written(frame, kernel[cell]);
      if (field !== typing && field.value !== text) field.value = text;
    });
    setText(back, say(words, 'kernel.putBack'));
    setAttribute(back, 'aria-disabled', isEdited(link, state.edited) ? null : 'true');
  }

  return {
    show(frame, link, choosing) {
      const now = kernelWith(weights, frame.state.edited, link);
      if (asked && !isSamePart(asked.link, link)) leave();
      // What this editor changes, it knows already.
      else if (now.some((weight, cell) => weight !== kernel[cell])) refused = null;
      asked = { frame, link, choosing };
      kernel = now;
      render();
    },
    leave,
  };
}

function decimalsOf(weight: number): number {
  const rounded = Math.abs(Number(weight.toFixed(DECIMALS)));
  return DECIMALS - Math.max(0, Math.floor(Math.log10(rounded || 1)));
}
