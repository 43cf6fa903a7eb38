import { LARGEST_SEED } from '../../net/pen/generator.ts';
import { MOST_LEGAL } from '../../net/pen/grammar.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { OPTIONS, TEMPERATURES } from '../../state/options.ts';
import { WAY_COUNT } from '../../state/pen-finishing.ts';
import { say, type WordKey } from '../../text/words.ts';
import { create, setAttribute, setText } from '../parts/dom.ts';
import { explained } from './explained.ts';

/** A control for one setting, that shows a frame's. */
export type ShowSetting = (frame: Frame, renamed: boolean) => void;

const DIGITS = 10;

/** Ten digits in a row, of which one is chosen; with a `free` choice before them, if one need not be. */
export function mountDigits(
  root: HTMLElement,
  name: string,
  choose: (digit: number | null) => void,
  free: WordKey | null,
): (chosen: number | null, label: string, free: string) => void {
  const row = root.appendChild(create('div', 'pen-digits'));
  row.setAttribute('role', 'radiogroup');
  const digits = Array.from({ length: DIGITS }, (_, digit) => digit);
  const choices = (free === null ? digits : [null, ...digits]).map((digit) => {
    const label = row.appendChild(create('label', digit === null ? 'pen-digit pen-digit-free' : 'pen-digit'));
    const input = label.appendChild(create('input', 'unseen'));
    input.type = 'radio';
    input.name = name;
    input.value = digit === null ? '' : String(digit);
    const text = label.appendChild(create('span', '', digit === null ? '' : String(digit)));
    input.addEventListener('change', () => choose(digit));
    return { digit, input, text };
  });
  return (chosen, label, freely) => {
    setAttribute(row, 'aria-label', label);
    for (const { digit, input, text } of choices) {
      input.checked = digit === chosen;
      if (digit === null) setText(text, freely);
    }
  };
}

/** Temperature and top-k as sliders with their values, and the seed with a button for another one. */
export function mountSettings(root: HTMLElement, actions: Pick<Actions, 'choose' | 'write'>): ShowSetting {
  const row = root.appendChild(create('div', 'pen-settings'));
  const { least, most, step } = TEMPERATURES;
  const temperature = mountSlider(row, { name: 'temperature', least, most, step }, (value) => {
    const chosen = OPTIONS.temperature.parse(value);
    if (chosen !== undefined) actions.choose('temperature', chosen);
  });
  const topK = mountSlider(row, { name: 'topK', least: 1, most: MOST_LEGAL, step: 1 }, (value) => {
    actions.choose('topK', value >= MOST_LEGAL ? null : value);
  });
  const seed = mountSeed(row, actions);
  return (frame, renamed) => {
    const { state, words, numbers } = frame;
    const all = say(words, 'penWriting.all');
    temperature(state.temperature, numbers.decimal(state.temperature), say(words, 'penWriting.temperature'), renamed);
    const kept = state.topK === null ? all : numbers.count(state.topK);
    topK(state.topK ?? MOST_LEGAL, kept, say(words, 'penWriting.topK'), renamed);
    seed(frame, renamed);
  };
}

interface Range {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

function mountSlider(root: HTMLElement, { name, least, most, step }: Range, choose: (value: number) => void) {
  const setting = root.appendChild(create('div', 'pen-setting'));
  const head = setting.appendChild(create('div', 'pen-setting-head'));
  const term = head.appendChild(create('span'));
  const value = head.appendChild(create('output'));
  const slider = setting.appendChild(create('input'));
  slider.type = 'range';
  [slider.min, slider.max, slider.step] = [least, most, step].map(String);
  slider.id = `pen-${name}`;
  slider.addEventListener('input', () => choose(slider.valueAsNumber));
  return (chosen: number, written: string, label: string, renamed: boolean): void => {
    if (renamed) {
      term.replaceChildren(explained(name, label));
      setAttribute(slider, 'aria-label', label);
    }
    if (slider.valueAsNumber !== chosen) slider.value = String(chosen);
    setText(value, written);
    setAttribute(slider, 'aria-valuetext', written);
  };
}

function mountSeed(root: HTMLElement, actions: Pick<Actions, 'choose' | 'write'>): ShowSetting {
  const setting = root.appendChild(create('div', 'pen-setting'));
  const label = setting.appendChild(create('label', 'pen-setting-head'));
  const line = setting.appendChild(create('div', 'pen-seed'));
  const field = line.appendChild(create('input'));
  field.type = 'number';
  field.id = 'pen-seed';
  label.htmlFor = field.id;
  [field.min, field.max, field.step] = ['0', String(LARGEST_SEED), '1'];
  field.addEventListener('change', () => {
    const chosen = OPTIONS.seed.parse(field.valueAsNumber);
    if (chosen !== undefined) actions.choose('seed', chosen);
    else if (shown) field.value = String(shown.state.seed);
  });
  const another = line.appendChild(create('button', 'quiet'));
  another.type = 'button';
  another.id = 'pen-another';
  another.addEventListener('click', () => {
    if (!shown) return;
    const { seed, penWriting } = shown.state;
    const onward = penWriting.finishing ? WAY_COUNT : 1;
    actions.choose('seed', (seed + onward) % (LARGEST_SEED + 1));
    if (!penWriting.finishing) actions.write();
  });
  let shown: Frame | null = null;
  return (frame, renamed) => {
    const before = shown;
    shown = frame;
    const { state, words } = frame;
    const { finishing } = state.penWriting;
    if (renamed || before?.state.penWriting.finishing !== finishing) {
      setText(label, say(words, 'penWriting.seed'));
      setText(another, say(words, finishing ? 'penWriting.others' : 'penWriting.another'));
      setAttribute(another, 'title', say(words, finishing ? 'penWriting.othersHint' : 'penWriting.anotherHint'));
    }
    if (before?.state.seed !== state.seed) field.value = String(state.seed);
  };
}
