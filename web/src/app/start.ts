import type { Model } from '../explain/model.ts';
import { createNetwork } from '../net/cnn/choose.ts';
import { readQuery } from '../state/address.ts';
import { type Blocks, openBlocks } from '../state/blocks.ts';
import { createExamples } from '../state/examples.ts';
import { createFrames, type Frame } from '../state/frame.ts';
import type { Options } from '../state/options.ts';
import { createPenNetworks } from '../state/pen-networks.ts';
import type { ReadPen } from '../state/pen-reading.ts';
import type { State } from '../state/state.ts';
import { chooseLanguage } from '../text/language.ts';
import type { Languages } from '../text/words.ts';
import { createPacker } from '../views/diagram/drawn.ts';
import { applyTheme } from '../views/page.ts';
import { createStudio } from '../views/painting/studio.ts';
import { need } from '../views/parts/dom.ts';
import { requireFeatures } from '../views/parts/features.ts';
import { createDeriving, PICTURES } from '../views/pictures.ts';
import { showProblem } from '../views/problem.ts';
import { createActions } from './actions.ts';
import { createAddressing } from './address.ts';
import { createApi } from './api.ts';
import { beginningOf } from './beginning.ts';
import { createKeeping } from './keeping.ts';
import { createLessons } from './lessons.ts';
import { listenToEverything } from './listening.ts';
import { createLoop } from './loop.ts';
import { mountViews } from './mounting.ts';
import { guardPen } from './pen-guard.ts';
import { createPlayer, type Screen } from './player.ts';
import { createSending } from './sending.ts';
import { createSteadyLeaders } from './steady.ts';
import { recallOptions } from './storage.ts';
import { createStore, type Store } from './store.ts';
import { watchSurroundings } from './surroundings.ts';
import { warmUp } from './warm-up.ts';
import { createWriter } from './writer.ts';

/** Brings the page to life, or says in its language why it can't be. `script` is the page's own. */
export function startPage(page: Document, languages: Languages, script: string): void {
  const remembered = recallOptions();
  const addressed = readQuery(page.location.href);
  const wanted = [addressed.language, remembered.language, ...navigator.languages];
  const language = chooseLanguage(Object.keys(languages), wanted);
  const blocks = openBlocks((id) => page.getElementById(id)?.textContent);
  try {
    requireFeatures();
    run(page, languages, script, blocks, { ...remembered, ...addressed, language });
  } catch (problem) {
    showProblem(page, language, languages[language], problem);
    throw problem;
  }
}

function run(
  page: Document,
  languages: Languages,
  script: string,
  blocks: Blocks,
  chosen: Partial<Options> & Pick<Options, 'language'>,
): void {
  const file = blocks.weights();
  const { weights, verdictRule, sha256 } = file;
  const keeping = createKeeping(page.getElementById('data-drawing')?.textContent ?? '');
  const root = page.documentElement;
  const surroundings = watchSurroundings((now) => {
    store.change((state) => ({ ...state, surroundings: now }));
    loop.flush();
  });
  const { state: initial, arrives } = beginningOf(page.location.hash, keeping, blocks.drawing(), {
    ...chosen,
    surroundings,
  });
  const model: Model = { network: createNetwork(weights, initial.kernels), verdictRule };
  const penNetworks = createPenNetworks(blocks, initial.kernels);
  const store: Store = createStore(initial, (state, before) => {
    guardPen(store, penNetworks);
    // What it has changed has been followed.
    if (store.state !== state) return;
    follow(state, before);
    keeping.follow(state, before);
    lessons.follow(state, before);
    loop.markDirty();
  });
  const sending = createSending(store, (options) => player.play(options));
  const follow = createAddressing(store, sending.openFragment);
  const readPen: ReadPen = (drawing, leftOut) => penNetworks.reader()(drawing, leftOut);
  const framesOf = createFrames({
    languages,
    applyTheme: (theme, around) => applyTheme(root, theme, around),
    readPen,
  });
  const frameOf = (state: State): Frame => framesOf(state, model);
  const steadyLeaders = createSteadyLeaders({
    later: (ms, run) => window.setTimeout(run, ms),
    wake: () => loop.markDirty(),
  });
  const reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
  const screen: Screen = { isStill: () => reducedMotion.matches, wake: () => loop.markDirty() };
  const player = createPlayer(store, screen);
  const writer = createWriter(store, penNetworks.weigh, screen);
  const examples = createExamples();
  const lessons = createLessons(store, examples, player.play);
  const actions = createActions(
    store,
    player,
    writer,
    sending,
    lessons,
    () => loop.markDirty(),
    () => frameOf(store.state).reading.digit,
  );
  const content = need(page, '#page', HTMLElement);
  const studio = createStudio(PICTURES, script, createDeriving());
  studio.give({ model: { weights, kernels: initial.kernels } });
  const show = mountViews(content, actions, { languages, file, examples, studio, penNetworks });
  const loop = createLoop((time) => {
    player.advance(time);
    writer.advance(time);
    show(
      framesOf(store.state, model, (reading) => steadyLeaders(reading, time)),
      time,
    );
  });
  listenToEverything(content, store, actions);
  window.inkspect = createApi(store, frameOf, penNetworks, sha256, sending.link);
  guardPen(store, penNetworks);
  if (!arrives) lessons.arrive();
  content.hidden = false;
  loop.markDirty();
  loop.flush();
  if (arrives) void sending.openFragment(page.location.hash);
  const pack = createPacker();
  warmUp(
    (state) => pack(frameOf(state)),
    () => store.state,
  );
}
