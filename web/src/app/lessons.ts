import { isEmpty } from '../ink/drawing.ts';
import type { Actions } from '../state/actions.ts';
import { type ExampleName, type Examples, exampleSpeed } from '../state/examples.ts';
import { beginOwn, sceneOf, setScene, setSceneDrawing } from '../state/lessons.ts';
import { NOTHING_SELECTED } from '../state/selection.ts';
import { replaceDrawing, type State } from '../state/state.ts';
import type { Store } from './store.ts';

/** Learn's replays are half as fast as a hand, so that all can follow. */
const LESSON_SPEED = 0.5;

/** Sets Learn's scenes, and draws examples. */
export interface Lessons {
  /** Sets the scene wherever one has come to another step, by a button, a key or the address, or has predicted. */
  follow(state: State, before: State): void;
  /** Sets the scene of the step at which the page opens with an empty pad. */
  arrive(): void;
  /** Leaves Learn to draw oneself. */
  beginOwn(): void;
  /** Replaces the drawing with an example that draws itself. */
  showExample(name: ExampleName): void;
}

export function createLessons(store: Store, examples: Examples, play: Actions['play']): Lessons {
  const set = (predicted: boolean, setting = setScene): void => {
    const { state } = store;
    const scene = sceneOf(state);
    if (!scene) return;
    const { present } = state.history;
    // At the step where one draws, one's own drawing stays.
    const isOwn = scene.drawing !== null && sceneOf({ ...state, guess: null })?.drawing === null && !isEmpty(present);
    store.change((now) => setting(now, isOwn ? { ...scene, drawing: null } : scene, examples));
    const shown = store.state.history.present;
    if (!predicted || shown === present) return;
    // It goes on from what was there.
    const from = shown.columns === present.columns ? present.points : 1;
    play({ from, speed: LESSON_SPEED, loop: false });
  };
  return {
    follow(state, before) {
      const isElsewhere = state.place !== before.place || state.step !== before.step;
      if (isElsewhere || state.guess !== before.guess) set(!isElsewhere && state.guess !== null);
    },
    arrive() {
      const { state } = store;
      // What a link brings, or the tab has kept, is not replaced; nor is what the address asks.
      if (!isEmpty(state.history.present)) return;
      const isAsked = state.selection !== NOTHING_SELECTED || state.off.length > 0;
      set(false, isAsked ? setSceneDrawing : setScene);
    },
    beginOwn: () => store.change((state) => beginOwn(state, examples)),
    showExample(name) {
      const drawing = examples.drawingOf(name);
      store.change((state) => replaceDrawing(state, drawing));
      play({ from: 1, speed: exampleSpeed(drawing), loop: false });
    },
  };
}
