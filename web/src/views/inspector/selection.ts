import { trailTo } from '../../explain/trail.ts';
import { isSamePart, type Part } from '../../explain/unit.ts';
import { walk, walkCells } from '../../explain/walk.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { restingMoment } from '../../state/playing.ts';
import { inspectedPart, isSameNetwork, NOTHING_SELECTED } from '../../state/selection.ts';
import { isSelecting, isWriting, type State } from '../../state/state.ts';
import { nameWithState } from '../../text/altered.ts';
import { valueTexts } from '../../text/parts.ts';
import { say, type WordKey } from '../../text/words.ts';
import { create, need, setAttribute, setFlag, setText } from '../parts/dom.ts';
import { createPaces, type MakePace } from '../parts/pace.ts';
import type { View } from '../view.ts';
import { fitPath, writePath } from './path.ts';

const SEPARATOR = ' · ';
const FIGURE_SPACE = '\u2007';

/**
 * Fills #selection, which never changes its height: the way to what is selected, each step a button, and the moment if an earlier
 * one is shown, with buttons that walk along the layer and let all this go; below it the numbers of what is pointed at or else selected. On the stage, where there is no
 * inspector, these stand in the legend's room. Its numbers are of the moment of all others in the inspector, by their pace.
 */
export function mountSelection(
  page: HTMLElement,
  actions: Pick<Actions, 'pin' | 'release'>,
  makePace: MakePace = createPaces(),
): View {
  const root = need(page, '#selection', HTMLElement);
  root.setAttribute('role', 'group');
  const line = root.appendChild(create('div', 'selection-line'));
  const path = line.appendChild(create('div', 'selection-path'));
  // Its room changes with the window, and when projector mode ends.
  new ResizeObserver(() => fitPath(path)).observe(path);
  const moment = line.appendChild(create('span', 'selection-moment'));
  const previous = addButton(line, '‹', () => step(-1));
  const next = addButton(line, '›', () => step(1));
  const release = addButton(line, '×', () => actions.release());
  release.classList.add('selection-release');
  const numbers = root.appendChild(create('p', 'selection-numbers'));
  const foot = need(page, '.diagram-foot', HTMLElement);
  const onStage = foot.appendChild(create('p', 'stage-numbers'));
  let shown: Frame | null = null;
  let trail: readonly Part[] = [];
  let inspected: Part | null = null;

  function step(along: number): void {
    if (inspected === null) return;
    const beside = walk(inspected, { along, across: 0 });
    const cell = walkCells(inspected, { right: along, down: 0 });
    actions.pin(cell === inspected || isSamePart(cell, inspected) ? beside : cell);
  }
  const writeNumbers = (): void => {
    if (shown === null) return;
    const part = shown.state.pointed ?? inspected;
    const text = part ? numbersText(shown, part) : '';
    const isAsking = shown.state.selection !== NOTHING_SELECTED;
    setText(numbers, part || isAsking ? text : say(shown.words, 'selection.invite'));
    setText(onStage, [text, momentText(shown)].filter(Boolean).join(SEPARATOR));
    setFlag(foot, 'data-told', part !== null);
  };
  /** The digits that the path was written for. */
  let written: Frame['selection'] | null = null;
  const writeWay = (): void => {
    if (shown === null) return;
    const { state, selection, contributions } = shown;
    written = selection;
    inspected = inspectedPart(state.selection);
    trail = inspected ? trailTo(inspected, selection.digit, trail, contributions) : [];
    for (const button of [previous, next]) setFlag(button, 'hidden', inspected === null);
    // Its room is what the buttons leave.
    writePath(path, shown, trail);
    path.classList.remove('stale');
  };
  // Of what is selected only the digits follow the drawing: the way is measured, which lays the page out, so not in every frame.
  const follow = (): void => {
    if (shown && !isSameDigits(shown.selection, written)) writeWay();
    writeNumbers();
  };
  const pace = makePace(follow);

  return {
    update(frame, time) {
      const before = shown;
      shown = frame;
      const { state, words, selection } = frame;
      const renamed = before?.words !== words;
      if (renamed) {
        setAttribute(root, 'aria-label', say(words, 'selection.label'));
        for (const [button, key] of [
          [previous, 'selection.previous'],
          [next, 'selection.next'],
        ] as const)
          setName(button, say(words, key));
      }
      const held = holdOf(state);
      if (renamed || held !== holdOf(before.state)) {
        if (held !== null) setName(release, say(words, held));
        setFlag(release, 'hidden', held === null);
      }
      if (renamed || isMoved(state, before.state)) setText(moment, momentText(frame));
      const asked = before?.state.selection !== state.selection;
      if (renamed || asked) writeWay();
      const reformed = before?.state.logits !== state.logits || !isSameNetwork(before.state, state);
      if (renamed || asked || reformed || before.state.pointed !== state.pointed) {
        writeNumbers();
        pace.done(time);
      } else if (isAnotherAnswer(frame, before) && (isSelecting(state) || state.pointed !== null)) {
        if (isWriting(state)) pace.note(time);
        else {
          follow();
          pace.done(time);
        }
      }
      // Its digits are of a moment ago until it follows.
      path.classList.toggle('stale', !isSameDigits(selection, written));
    },
  };
}

function isAnotherAnswer(frame: Frame, before: Frame): boolean {
  return frame.reading !== before.reading || !isSameDigits(frame.selection, before.selection);
}

function isSameDigits(a: Frame['selection'], b: Frame['selection'] | null): boolean {
  return a.digit === b?.digit && a.rival === b.rival;
}

/** What there is to be let go, as the name of the button that does it; null if there is nothing. */
function holdOf(state: State): WordKey | null {
  if (!isSelecting(state)) return null;
  if (restingMoment(state) === null) return 'selection.release';
  return state.selection === NOTHING_SELECTED ? 'selection.releaseMoment' : 'selection.releaseBoth';
}

function isMoved(a: State, b: State): boolean {
  return restingMoment(a) !== restingMoment(b) || a.history.present.points !== b.history.present.points;
}

/** "point 34 of 56", with room for as many figures as the last moment has; empty at the end. */
function momentText({ state, words, numbers }: Frame): string {
  const moment = restingMoment(state);
  if (moment === null) return '';
  const points = numbers.count(state.history.present.points);
  const point = numbers.count(moment);
  // At the end of it, so that it begins where it did whatever the moment.
  return say(words, 'selection.moment', { point, points }) + FIGURE_SPACE.repeat(points.length - point.length);
}

/** Name and numbers of a part. */
function numbersText(frame: Frame, part: Part): string {
  return [nameWithState(frame.words, part, frame.state), ...valueTexts(frame, part)].join(SEPARATOR);
}

function setName(button: HTMLButtonElement, name: string): void {
  setAttribute(button, 'aria-label', name);
  setAttribute(button, 'title', name);
}

function addButton(holder: HTMLElement, text: string, press: () => void): HTMLButtonElement {
  const button = holder.appendChild(create('button', 'quiet selection-button', text));
  button.type = 'button';
  button.hidden = true;
  button.addEventListener('click', press);
  return button;
}
