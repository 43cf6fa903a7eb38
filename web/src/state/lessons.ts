/** Learn's guided steps: each a real state of the page, before its question is answered and after. Their words are in words/. */

import type { WhyMethod } from '../explain/attribution/methods.ts';
import type { Part } from '../explain/unit.ts';
import { type Drawing, emptyDrawing } from '../ink/drawing.ts';
import { architecture } from '../net/cnn/architecture.ts';
import type { ExampleName, Examples } from './examples.ts';
import { releasePen } from './pen-asking.ts';
import { type Guess, goTo, isLooking, type Placing } from './placing.ts';
import { isSameSelection, NOTHING_EDITED, NOTHING_OFF, NOTHING_SELECTED, type Selection, select } from './selection.ts';
import { replaceDrawing, type State, showMoment } from './state.ts';

/** What of the network a step needs beside its own words, which take the rest of the room. */
export type Needs = 'nothing' | 'inspector';
/** Where to look. */
export type Cue = 'answer' | 'drawing' | 'inspector';

/** What is on the page. */
export interface Scene {
  /** The example on the pad; null for what is there already. */
  readonly drawing: ExampleName | null;
  /** Of the example, only so many points: what comes later would give the answer away. Null for all. */
  readonly points: number | null;
  readonly selection: Selection;
  readonly needs: Needs;
}

export interface Lesson {
  /** Its words are `learn.NAME.title`, `text`, `question`, `cue`, `answer`, and `choice1` to `choice3`. */
  readonly name: 'draw' | 'hesitate' | 'kernel' | 'why' | 'taught' | 'two';
  /** The choice that comes true, from 0. */
  readonly right: number;
  readonly cue: Cue;
  readonly before: Scene;
  readonly after: Scene;
}

export const CHOICES = [1, 2, 3] as const;
/** How a step asks why, whatever was chosen before: its answer is about the ink that is there. */
const METHOD: WhyMethod = 'integrated';

const OWN: Scene = { drawing: null, points: null, selection: NOTHING_SELECTED, needs: 'nothing' };

export const LESSONS: readonly Lesson[] = [
  { name: 'draw', right: 1, cue: 'answer', before: OWN, after: { ...OWN, drawing: 'tinyFive' } },
  {
    name: 'hesitate',
    right: 0,
    cue: 'answer',
    before: { ...OWN, drawing: 'hesitantThree', points: 12 },
    after: { ...OWN, drawing: 'hesitantThree' },
  },
  {
    name: 'kernel',
    right: 1,
    cue: 'inspector',
    before: { ...inspecting('barredSeven', { map: 6, row: 11, column: 6 }), points: 17 },
    after: inspecting('barredSeven', { map: 6, row: 13, column: 10 }),
  },
  {
    name: 'why',
    right: 1,
    cue: 'drawing',
    before: { ...OWN, drawing: 'hesitantThree' },
    after: {
      drawing: 'hesitantThree',
      points: null,
      selection: { ...NOTHING_SELECTED, digit: 3, rival: 8, why: true },
      needs: 'inspector',
    },
  },
  {
    name: 'taught',
    right: 2,
    cue: 'answer',
    before: { ...OWN, drawing: 'smiley', points: 86 },
    after: { ...OWN, drawing: 'smiley' },
  },
  // Both networks are sure, and of another digit each: of these examples, this one shows it most clearly.
  {
    name: 'two',
    right: 1,
    cue: 'answer',
    before: { ...OWN, drawing: 'openEight', points: 43 },
    after: { ...OWN, drawing: 'openEight' },
  },
];

/** What the step shows now; null where it is the lab, or no step at all. */
export function sceneOf({ place, step, guess }: Placing): Scene | null {
  const lesson = place === 'learn' ? lessonAt(step) : null;
  return lesson && (guess === null ? lesson.before : lesson.after);
}

/** Whether one has come to another scene of Learn: by a step, or by its answer. */
export function isAnotherScene(now: Placing, before: Placing): boolean {
  const scene = sceneOf(now);
  return scene !== null && scene !== sceneOf(before);
}

/** Whether one looks at the network from a step, and has asked nothing else of it yet. */
export function isLookingAtStep(state: Placing & Pick<State, 'selection'>): boolean {
  const scene = isLooking(state) ? sceneOf({ ...state, place: 'learn' }) : null;
  return scene !== null && isSameSelection(state.selection, scene.selection);
}

/** Leaves Learn for one's own drawing: that of a step makes room for it, as a change that can be undone. */
export function beginOwn(state: State, examples: Examples): State {
  const { present } = state.history;
  const isOfStep = LESSONS.flatMap(({ before, after }) => [before, after]).some((scene) => {
    const drawing = sceneDrawing(scene, examples);
    return drawing !== null && isSameDrawing(drawing, present);
  });
  const there = goTo(state, 'draw');
  return isOfStep ? replaceDrawing(there, emptyDrawing()) : there;
}

/** The step's lesson; null for the lab. */
export function lessonAt(step: number): Lesson | null {
  return LESSONS[step] ?? null;
}

export function isRight({ right }: Lesson, guess: Guess): boolean {
  return guess === right;
}

/** The scene's drawing; null where it is left as it is. */
export function sceneDrawing({ drawing, points }: Scene, examples: Examples): Drawing | null {
  const whole = drawing && examples.drawingOf(drawing);
  return whole && points !== null ? { ...whole, points } : whole;
}

/**
 * The State with the scene set: what was altered or left out is put back, since what a step says is about the networks as trained. The
 * drawing is replaced as by any other change, which can be undone, unless it is there already.
 */
export function setScene(state: State, scene: Scene, examples: Examples): State {
  const released = releasePen(select(state, scene.selection));
  const asked = { ...released, method: METHOD, off: NOTHING_OFF, edited: NOTHING_EDITED };
  return setSceneDrawing(asked, scene, examples);
}

/** The same for the drawing alone: what is asked already stays. */
export function setSceneDrawing(state: State, scene: Scene, examples: Examples): State {
  const drawing = sceneDrawing(scene, examples);
  if (drawing === null) return state;
  return isSameDrawing(drawing, state.history.present) ? showMoment(state, null) : replaceDrawing(state, drawing);
}

function isSameDrawing(a: Drawing, b: Drawing): boolean {
  return a.columns === b.columns && a.points === b.points;
}

/** A part of the network in question. */
function inspecting(drawing: ExampleName, { map, row, column }: Record<'map' | 'row' | 'column', number>): Scene {
  const part: Part = { layer: 'conv1', map, cell: row * architecture.conv1.width + column };
  return { drawing, points: null, selection: { ...NOTHING_SELECTED, part }, needs: 'inspector' };
}
