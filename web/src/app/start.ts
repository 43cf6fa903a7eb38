import { verdictRuleOf } from '../explain/verdict.ts';
import { emptyDrawing } from '../ink/drawing.ts';
import { listenToPointers } from '../ink/pointer.ts';
import { fromStrokes } from '../ink/strokes.ts';
import { decodeBase64 } from '../net/base64.ts';
import { createNetwork } from '../net/forward.ts';
import { loadWeights } from '../net/weights.ts';
import { mountAnnouncer } from '../views/announcer.ts';
import { mountCard } from '../views/card.ts';
import { mountControls } from '../views/controls.ts';
import { mountDiagram } from '../views/diagram/diagram.ts';
import { mountDial } from '../views/dial.ts';
import { mountHelp } from '../views/help.ts';
import { listenToKeys } from '../views/keyboard.ts';
import { mountLabels } from '../views/labels.ts';
import { mountPad } from '../views/pad.ts';
import { dressPage, mountPage } from '../views/page.ts';
import { need } from '../views/parts/dom.ts';
import { mountPreview } from '../views/preview.ts';
import { showProblem } from '../views/problem.ts';
import { mountVerdict } from '../views/verdict.ts';
import type { View } from '../views/view.ts';
import type { Actions } from './actions.ts';
import { createApi } from './api.ts';
import { parseDrawingBlock, parseWeightsBlock, readBlock } from './data.ts';
import { createFrames } from './frames.ts';
import { beginHistory } from './history.ts';
import { chooseLanguage } from './language.ts';
import { createLoop } from './loop.ts';
import { type Preferences, recallPreferences, rememberPreferences } from './preferences.ts';
import * as change from './state.ts';
import { createStore, type Store } from './store.ts';
import { watchSurroundings } from './surroundings.ts';
import { languageOf, showAddress, withLanguage } from './url.ts';
import type { Words } from './words.ts';

export type Languages = Readonly<Record<string, Words>>;

/** Brings the page to life, or says in its language why it can't be. */
export function startPage(page: Document, languages: Languages): void {
  const preferences = recallPreferences();
  const wanted = [languageOf(page.location.href), preferences.language, ...navigator.languages];
  const language = chooseLanguage(Object.keys(languages), wanted);
  try {
    run(page, languages, language, preferences);
  } catch (problem) {
    showProblem(page, language, languages[language], problem);
    throw problem;
  }
}

function run(page: Document, languages: Languages, language: string, preferences: Preferences): void {
  const { weights, metadata, verdictRule, sha256 } = readBlock(page, 'data-weights', (content) => {
    const block = parseWeightsBlock(content);
    const loaded = loadWeights(decodeBase64(block.safetensors));
    return { ...loaded, verdictRule: verdictRuleOf(loaded.metadata), sha256: block.sha256 };
  });
  const drawing = readBlock(page, 'data-drawing', (content) => {
    const block = parseDrawingBlock(content);
    return block === null ? emptyDrawing() : fromStrokes(block.strokes, block);
  });

  const root = page.documentElement;
  const surroundings = watchSurroundings((now) => {
    store.change((state) => ({ ...state, surroundings: now }));
    loop.flush();
  });
  const chosen = { ...preferences, language, surroundings, history: beginHistory(drawing) };
  const store: Store = createStore(change.initialState(chosen), () => loop.markDirty());
  const frameOf = createFrames({
    weights,
    network: createNetwork(weights),
    verdictRule,
    languages,
    dress: (theme, around) => dressPage(root, theme, around),
  });
  const actions = createActions(store, () => loop.markDirty());
  const content = need(page, '#page', HTMLElement);
  const views: readonly View[] = [
    mountPage(root),
    mountLabels(content),
    mountControls(content, actions, languages),
    mountPad(content, actions),
    mountVerdict(content),
    mountDial(content),
    mountPreview(content),
    mountDiagram(content, actions),
    mountHelp(content),
    mountCard(content, { weights, metadata, sha256 }),
    mountAnnouncer(content),
  ];
  const loop = createLoop(() => {
    const frame = frameOf(store.state);
    for (const view of views) view.update(frame);
  });
  listenToPointers(need(content, '#ink', HTMLCanvasElement), (step) =>
    store.change((state) => change.ink(state, step)),
  );
  listenToKeys(content, actions);
  window.inkspect = createApi(store, frameOf);
  content.hidden = false;
  loop.markDirty();
  loop.flush();
}

function createActions(store: Store, refresh: () => void): Actions {
  const now = (): number => performance.now();
  return {
    clear: () => store.change((state) => change.replaceDrawing(state, emptyDrawing())),
    undo: () => store.change(change.undoChange),
    redo: () => store.change(change.redoChange),
    swap() {
      store.change((state) => ({ ...state, swapped: !state.swapped }));
      rememberPreferences({ swapped: store.state.swapped });
    },
    useLanguage(language) {
      store.change((state) => ({ ...state, language }));
      rememberPreferences({ language });
      showAddress(withLanguage(window.location.href, language));
    },
    useTheme(theme) {
      store.change((state) => ({ ...state, theme }));
      rememberPreferences({ theme });
    },
    useProjector(projector) {
      store.change((state) => ({ ...state, projector }));
      rememberPreferences({ projector });
    },
    showMaps: (maps) => store.change((state) => ({ ...state, maps })),
    movePen: (right, down) => store.change((state) => change.movePen(state, right, down, now())),
    togglePen: () => store.change((state) => change.togglePen(state, now())),
    hidePen: () => store.change(change.hidePen),
    refresh,
  };
}
