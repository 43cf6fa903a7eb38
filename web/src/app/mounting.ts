/** Puts the page's views together. */

import type { Actions } from '../state/actions.ts';
import type { WeightsFile } from '../state/blocks.ts';
import type { Examples } from '../state/examples.ts';
import type { Frame } from '../state/frame.ts';
import { createMomentReader } from '../state/moment-reading.ts';
import type { PenNetworks } from '../state/pen-networks.ts';
import { isAsked } from '../state/selection.ts';
import { isSelecting, type State } from '../state/state.ts';
import type { Languages } from '../text/words.ts';
import { mountAltered } from '../views/altered.ts';
import { mountAnnouncer } from '../views/announcer.ts';
import { mountCard } from '../views/card.ts';
import { mountControls } from '../views/controls.ts';
import { mountDiagram } from '../views/diagram/diagram.ts';
import { mountDial } from '../views/dial.ts';
import { mountDialAsking } from '../views/dial-asking.ts';
import { mountExamples } from '../views/examples/examples.ts';
import { mountField } from '../views/field.ts';
import { mountHelp } from '../views/help.ts';
import { mountInspector } from '../views/inspector/inspector.ts';
import { mountInvitations } from '../views/inspector/invitations.ts';
import { mountKernel } from '../views/inspector/kernel/section.ts';
import { mountSelection } from '../views/inspector/selection.ts';
import { mountSwitches } from '../views/inspector/switches.ts';
import { mountWhySection } from '../views/inspector/why-section.ts';
import { mountLab } from '../views/lab/lab.ts';
import { mountLabels } from '../views/labels.ts';
import { mountLearn } from '../views/learn/learn.ts';
import { mountPlaces } from '../views/learn/places.ts';
import { mountNotice } from '../views/notice.ts';
import { mountPad } from '../views/pad.ts';
import { mountPage } from '../views/page.ts';
import type { Studio } from '../views/painting/studio.ts';
import { createPaces } from '../views/parts/pace.ts';
import { createRests } from '../views/parts/rest.ts';
import { mountPenPlace } from '../views/pen-place/pen-place.ts';
import type { PictureParts } from '../views/pictures.ts';
import { mountTaking } from '../views/take/taking.ts';
import { mountTimeline } from '../views/timeline/timeline.ts';
import { mountVerdict } from '../views/verdict.ts';
import type { View } from '../views/view.ts';

/** What views need besides the page, the frame and the actions. */
export interface ViewSources {
  readonly languages: Languages;
  readonly file: WeightsFile;
  readonly examples: Examples;
  readonly studio: Studio<PictureParts>;
  readonly penNetworks: PenNetworks;
}

/** Mounts every view in `content`; returns what shows a frame in them. */
export function mountViews(
  content: HTMLElement,
  actions: Actions,
  { languages, file: { weights, metadata, verdictRule, sha256 }, examples, studio, penNetworks }: ViewSources,
): (frame: Frame, time: number) => void {
  const makeRest = createRests();
  /** Of all numbers in the inspector, which are then of one moment. */
  const makePace = createPaces(makeRest);
  /** These show nothing of the drawing; they come first, since what they write may move the others. */
  const frameViews: readonly View[] = [
    mountPage(content.ownerDocument.documentElement),
    mountLabels(content),
    mountHelp(content),
    mountCard(content, { weights, metadata, sha256 }),
  ];
  const drawingViews: readonly View[] = [
    mountControls(content, actions, languages),
    mountPad(content, actions),
    mountExamples(content, actions, examples),
    mountVerdict(content, studio, verdictRule, makeRest),
    mountDial(content, studio, makeRest),
    mountDiagram(content, actions, studio, makeRest),
    mountTimeline(content, actions, studio, verdictRule, penNetworks.apart, makeRest),
    mountTaking(content, actions, studio, {
      sha256,
      createReader: ({ network }) => createMomentReader({ network, verdictRule }),
    }),
    mountNotice(content, actions),
    mountPlaces(content, actions),
    mountLearn(content, actions),
    mountLab(content, actions, { verdictRule, metadata }, makeRest),
    mountPenPlace(content, actions, { studio, penNetworks, verdictRule, makeRest, makePace }),
  ];
  /** These show something of the drawing only while something is asked. */
  const askedViews: readonly View[] = [
    mountAltered(content, actions, makeRest),
    mountField(content, makeRest),
    mountDialAsking(content, actions),
    mountSelection(content, actions, makePace),
    mountSwitches(content, actions),
    mountKernel(content, actions, weights),
    mountInspector(content, actions, makePace),
  ];
  /** These come last: while something is asked there is no invitation, to which the focus could go back. */
  const invitingViews: readonly View[] = [
    mountInvitations(content),
    mountWhySection(content, actions, makeRest, makePace),
    mountAnnouncer(content, makeRest),
  ];
  let shown: Frame | null = null;
  return (frame, time) => {
    const drawnOn = differsInDrawingAlone(frame, shown);
    if (!drawnOn) for (const view of frameViews) view.update(frame, time);
    for (const view of drawingViews) view.update(frame, time);
    const unasked = drawnOn && !isAskedOrBack(frame.state) && !(shown && isAskedOrBack(shown.state));
    if (!unasked) for (const view of askedViews) view.update(frame, time);
    for (const view of invitingViews) view.update(frame, time);
    shown = frame;
  };
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
