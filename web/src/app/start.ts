import type { Model } from '../explain/model.ts';
import { listenToPointers } from '../ink/pointer.ts';
import { createNetwork } from '../net/cnn/choose.ts';
import { readFragment, readQuery, readSent } from '../state/address.ts';
import { type Blocks, openBlocks } from '../state/blocks.ts';
import { createExamples } from '../state/examples.ts';
import { createFrames, type Frame } from '../state/frame.ts';
import { createMomentReader } from '../state/moment-reading.ts';
import type { Options } from '../state/options.ts';
import { isAsked } from '../state/selection.ts';
import { initialState, ink, isSelecting, type State, showMoment, withdraw } from '../state/state.ts';
import { beginHistory } from '../state/undo.ts';
import { chooseLanguage } from '../text/language.ts';
import type { Languages } from '../text/words.ts';
import { mountAltered } from '../views/altered.ts';
import { mountAnnouncer } from '../views/announcer.ts';
import { mountCard } from '../views/card.ts';
import { mountControls } from '../views/controls.ts';
import { mountDiagram } from '../views/diagram/diagram.ts';
import { createPacker } from '../views/diagram/drawn.ts';
import { mountDial } from '../views/dial.ts';
import { mountDialAsking } from '../views/dial-asking.ts';
import { mountExamples } from '../views/examples/examples.ts';
import { mountField } from '../views/field.ts';
import { listenForFocusRing } from '../views/focus-ring.ts';
import { mountHelp } from '../views/help.ts';
import { listenToAsking } from '../views/inspector/asking.ts';
import { mountInspector } from '../views/inspector/inspector.ts';
import { mountInvitations } from '../views/inspector/invitations.ts';
import { mountKernel } from '../views/inspector/kernel/section.ts';
import { mountSelection } from '../views/inspector/selection.ts';
import { mountSwitches } from '../views/inspector/switches.ts';
import { mountWhySection } from '../views/inspector/why-section.ts';
import { listenToKeys } from '../views/keyboard.ts';
import { mountLab } from '../views/lab/lab.ts';
import { mountLabels } from '../views/labels.ts';
import { listenToSteps } from '../views/learn/keys.ts';
import { mountLearn } from '../views/learn/learn.ts';
import { mountPlaces } from '../views/learn/places.ts';
import { mountNotice } from '../views/notice.ts';
import { mountPad } from '../views/pad.ts';
import { applyTheme, mountPage } from '../views/page.ts';
import { createStudio } from '../views/painting/studio.ts';
import { need } from '../views/parts/dom.ts';
import { requireFeatures } from '../views/parts/features.ts';
import { createRests } from '../views/parts/rest.ts';
import { listenToTerms } from '../views/parts/term.ts';
import { createDeriving, PICTURES } from '../views/pictures.ts';
import { showProblem } from '../views/problem.ts';
import { listenToStage } from '../views/stage.ts';
import { mountTaking } from '../views/take/taking.ts';
import { mountTimeline } from '../views/timeline/timeline.ts';
import { mountVerdict } from '../views/verdict.ts';
import type { View } from '../views/view.ts';
import { createActions } from './actions.ts';
import { createAddressing } from './address.ts';
import { createApi } from './api.ts';
import { createKeeping, isOpenedAnew } from './keeping.ts';
import { createLessons } from './lessons.ts';
import { createLoop } from './loop.ts';
import { createPlayer } from './player.ts';
import { createSending } from './sending.ts';
import { createSteadyLeaders } from './steady.ts';
import { recallOptions } from './storage.ts';
import { createStore, type Store } from './store.ts';
import { watchSurroundings } from './surroundings.ts';
import { warmUp } from './warm-up.ts';

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
  const { weights, metadata, verdictRule, sha256 } = blocks.weights();
  const built = blocks.drawing();
  const keeping = createKeeping(page.getElementById('data-drawing')?.textContent ?? '');
  const sent = readSent(page.location.hash);
  const restored = keeping.restore(sent.ink);
  const root = page.documentElement;
  const surroundings = watchSurroundings((now) => {
    store.change((state) => ({ ...state, surroundings: now }));
    loop.flush();
  });
  const begun = initialState({
    ...chosen,
    ...readFragment(page.location.hash),
    surroundings,
    history: beginHistory(restored?.drawing ?? built),
    linked: isOpenedAnew() ? null : (restored?.linked ?? null),
  });
  const arrives = sent.ink !== null && begun.linked === null && (isOpenedAnew() || !restored?.left);
  const initial = arrives ? begun : showMoment(begun, sent.at);
  const model: Model = { network: createNetwork(weights, initial.kernels), verdictRule };
  const store: Store = createStore(initial, (state, before) => {
    follow(state, before);
    keeping.follow(state, before);
    lessons.follow(state, before);
    loop.markDirty();
  });
  const sending = createSending(store, (options) => player.play(options));
  const follow = createAddressing(store, sending.openFragment);
  const framesOf = createFrames({
    languages,
    applyTheme: (theme, around) => applyTheme(root, theme, around),
  });
  const frameOf = (state: State): Frame => framesOf(state, model);
  const steadyLeaders = createSteadyLeaders({
    later: (ms, run) => window.setTimeout(run, ms),
    wake: () => loop.markDirty(),
  });
  const reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
  const player = createPlayer(store, { isStill: () => reducedMotion.matches, wake: () => loop.markDirty() });
  const examples = createExamples();
  const lessons = createLessons(store, examples, player.play);
  const actions = createActions(
    store,
    player,
    sending,
    lessons,
    () => loop.markDirty(),
    () => frameOf(store.state).reading.digit,
  );
  const content = need(page, '#page', HTMLElement);
  const makeRest = createRests();
  const studio = createStudio(PICTURES, script, createDeriving());
  studio.give({ model: { weights, kernels: initial.kernels } });
  /** These show nothing of the drawing; they come first, since what they write may move the others. */
  const frameViews: readonly View[] = [
    mountPage(root),
    mountLabels(content),
    mountHelp(content),
    mountCard(content, { weights, metadata, sha256 }),
  ];
  const drawingViews: readonly View[] = [
    mountControls(content, actions, languages),
    mountPad(content, actions),
    mountExamples(content, actions, examples),
    mountVerdict(content, studio, makeRest),
    mountDial(content, studio, makeRest),
    mountDiagram(content, actions, studio, makeRest),
    mountTimeline(content, actions, studio, verdictRule, makeRest),
    mountTaking(content, actions, studio, {
      sha256,
      createReader: ({ network }) => createMomentReader({ network, verdictRule }),
    }),
    mountNotice(content, actions),
    mountPlaces(content, actions),
    mountLearn(content, actions),
    mountLab(content, actions, { verdictRule, metadata }),
  ];
  /** These show something of the drawing only while something is asked. */
  const askedViews: readonly View[] = [
    mountAltered(content, actions),
    mountField(content),
    mountDialAsking(content, actions),
    mountSelection(content, actions),
    mountSwitches(content, actions),
    mountKernel(content, actions, weights),
    mountInspector(content, actions),
  ];
  /** These come last: while something is asked there is no invitation, to which the focus could go back. */
  const invitingViews: readonly View[] = [
    mountInvitations(content),
    mountWhySection(content, actions, makeRest),
    mountAnnouncer(content, makeRest),
  ];
  let shown: Frame | null = null;
  const loop = createLoop((time) => {
    player.advance(time);
    const frame = framesOf(store.state, model, (reading) => steadyLeaders(reading, time));
    const drawnOn = differsInDrawingAlone(frame, shown);
    if (!drawnOn) for (const view of frameViews) view.update(frame, time);
    for (const view of drawingViews) view.update(frame, time);
    const unasked = drawnOn && !isAskedOrBack(frame.state) && !(shown && isAskedOrBack(shown.state));
    if (!unasked) for (const view of askedViews) view.update(frame, time);
    for (const view of invitingViews) view.update(frame, time);
    shown = frame;
  });
  listenToPointers(need(content, '#ink', HTMLCanvasElement), {
    ink: (step) => store.change((state) => ink(state, step)),
    withdraw: (pointerId) => store.change((state) => withdraw(state, pointerId)),
  });
  listenToKeys(content, actions);
  listenToSteps(content, () => store.state.projector);
  const isSelected = (): boolean => isSelecting(store.state);
  listenToAsking(content, actions, isSelected);
  listenForFocusRing(root);
  listenToTerms(content);
  listenToStage(content, actions, { isOn: () => store.state.projector, isSelected });
  window.inkspect = createApi(store, frameOf, sha256, sending.link);
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

/** Whether anything is asked, or an earlier moment shown. */
function isAskedOrBack(state: State): boolean {
  return isAsked(state) || isSelecting(state);
}

/** Whether words and options are those of the frame before. */
function differsInDrawingAlone({ words, state }: Frame, before: Frame | null): boolean {
  return (
    before?.words === words && before.state.swapped === state.swapped && before.state.projector === state.projector
  );
}
