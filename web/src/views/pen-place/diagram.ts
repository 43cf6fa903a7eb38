import type { PenPart } from '../../explain/pen/parts.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { ASKED, isAskingPen, type PenAsking, shownToken } from '../../state/pen-asking.ts';
import type { PenReading } from '../../state/pen-reading.ts';
import { isWriting } from '../../state/state.ts';
import { say } from '../../text/words.ts';
import { createStill } from '../painting/still.ts';
import { type CanvasSize, watchSize } from '../parts/canvas.ts';
import { create, need, setAttribute, setText } from '../parts/dom.ts';
import type { View } from '../view.ts';
import { makeFocus } from './diagram/focus.ts';
import { makeHeadChoice } from './diagram/heads.ts';
import { keepInSight } from './diagram/in-sight.ts';
import { makeLabels } from './diagram/labels.ts';
import { type Layout, leastHeight, penLayout } from './diagram/layout.ts';
import { keysOf, marksOfAsked } from './diagram/marks.ts';
import { createMatrixPacker, createTokenPacker } from './diagram/packing.ts';
import { listenToAims } from './diagram/pointing.ts';
import { wayInWords } from './diagram/sentence.ts';
import { type Shown, type Target, targetAimedAt } from './diagram/targets.ts';
import type { PenSources } from './sources.ts';

type DiagramActions = Pick<
  Actions,
  'lookAtToken' | 'pointToken' | 'chooseHeads' | 'showInside' | 'pinPenPart' | 'pointPenPart' | 'releasePen'
>;

/** On paper, in CSS px, whatever the screen; with a pixel ratio for printers. */
const PRINT = { width: 640, height: 540, ratio: 3 };

/** One token's way through the network: where its heads looked and what comes next and, unfolded, every number on the way. */
export function mountPenDiagram(page: HTMLElement, actions: DiagramActions, { studio, makePace }: PenSources): View {
  const root = need(page, '.pen-diagram', HTMLElement);
  const sentence = root.appendChild(create('p', 'pen-sentence'));
  const area = root.appendChild(create('div', 'pen-area'));
  area.setAttribute('role', 'group');
  const invitation = root.appendChild(create('p', 'pen-empty'));
  studio.hang('penDiagram', area, 'pen-canvas');
  const labels = makeLabels(area);
  const heads = makeHeadChoice(area, actions);
  const showPinned = keepInSight(area);
  const packToken = createTokenPacker();
  const packMatrices = createMatrixPacker();
  let frame: Frame | null = null;
  let layout: Layout | null = null;
  let size: CanvasSize | null = null;
  /** Whose matrices the picture shows. */
  let given: PenReading | null = null;

  const now = () => {
    const reading = frame?.penReading;
    if (!frame || !reading || !layout) return null;
    return { frame, trace: reading.trace, shown: shownIn(frame, reading), layout };
  };
  const point = (target: Target | null): void => {
    actions.pointToken(target?.kind === 'token' ? positionAsked(target.token, frame) : null);
    actions.pointPenPart(target?.kind === 'part' ? target.part : null);
  };
  const choose = (target: Target, other: boolean): void => {
    if (!frame) return;
    const { heads: chosen } = frame.state.penAsking;
    const of = headAimedAt(target);
    if (target.kind === 'token') {
      actions.lookAtToken(positionAsked(target.token, frame));
    } else if (of && other && of.layer === chosen.layer) {
      actions.chooseHeads({ ...chosen, against: of.head });
    } else if (of && (of.layer !== chosen.layer || of.head !== chosen.head)) {
      const against = of.layer === chosen.layer ? chosen.against : null;
      actions.chooseHeads({ layer: of.layer, head: of.head, against });
    } else if (target.kind === 'part') {
      actions.pinPenPart(target.part);
      const asked = positionAsked(target.part.token, frame);
      if (asked === ASKED && frame.state.penAsking.token !== ASKED) actions.lookAtToken(asked);
    }
  };
  const release = (): boolean => {
    if (!frame || !isAskingPen(frame.state)) return false;
    actions.releasePen();
    return true;
  };
  const focus = makeFocus(area, now, { point, choose, release });
  listenToAims(
    area,
    (aim) => (layout && frame?.penReading ? targetAimedAt(layout, shownIn(frame, frame.penReading), aim) : null),
    {
      point,
      choose,
    },
  );
  const place = (placed: Layout): void => {
    layout = placed;
    labels.place(placed.labels);
    heads.place(placed.heads);
    focus.place();
  };
  const isInside = (): boolean => frame?.state.penAsking.inside === true;
  const fitTo = (measured: CanvasSize): void => {
    const fitted = penLayout(measured.width, measured.height, isInside());
    if (fitted.compact) area.style.height = `${fitted.height}px`;
    else area.style.removeProperty('height');
    area.style.setProperty('min-height', `${leastHeight(measured.width, isInside())}px`);
    place(fitted);
    const height = fitted.compact ? fitted.height : measured.height;
    studio.give({ penPlace: { layout: fitted, size: { ...measured, height } } });
    giveAsked();
    write();
  };
  let onPaper = false;
  watchSize(area, (measured) => {
    if (onPaper) return;
    size = measured;
    fitTo(measured);
  });
  const paper = createStill(studio, 'penDiagram', area);
  const print = (printing: boolean): void => {
    const isOther = paper(printing, () => {
      const placed = penLayout(PRINT.width, PRINT.height, isInside());
      place(placed);
      giveAsked();
      return { penPlace: { layout: placed, size: PRINT } };
    });
    if (!isOther) return;
    onPaper = printing;
    area.style.width = printing ? `${PRINT.width}px` : '';
    area.style.height = printing ? `${PRINT.height}px` : '';
    if (!printing && size) fitTo(size);
  };

  const giveAsked = (): void => {
    const known = now();
    if (!known || !size) return;
    const { part, pointed, heads: chosen } = known.frame.state.penAsking;
    const marks = marksOfAsked({ part, pointed }, known.layout, known.shown);
    const keys = keysOf(pointed ?? part, known.layout, known.shown);
    studio.give({ penAsked: { ...marks, keys, heads: chosen } });
  };
  const write = (): void => {
    const known = now();
    if (!known) return;
    const reading = known.frame.penReading;
    if (reading) setText(sentence, showsNothing(reading) ? '' : wayInWords(known.frame, reading, known.shown));
  };
  const bringIntoSight = (part: PenPart): void => {
    const known = now();
    const [box] = known ? marksOfAsked({ part, pointed: null }, known.layout, known.shown).pinned : [];
    if (box) showPinned(box);
  };
  const pace = makePace(write);
  const paint = (): void => {
    const reading = frame?.penReading;
    if (!frame || !reading) return;
    const shown = shownIn(frame, reading);
    const isRead = given !== reading;
    studio.give({
      penToken: packToken(reading.trace, shown),
      ...(isRead ? { penMatrices: packMatrices(reading.trace) } : {}),
    });
    given = reading;
  };

  return {
    update(next, time) {
      const before = frame;
      frame = next;
      const { words, penReading, state } = next;
      if (!penReading) return;
      print(state.surroundings.printing && state.penAsking.view === 'read');
      const renamed = before?.words !== words;
      if (renamed) {
        labels.write(words);
        focus.rename(next);
        setAttribute(area, 'aria-label', say(words, 'penDiagram.label'));
        setText(invitation, say(words, 'penDiagram.empty'));
      }
      root.classList.toggle('empty', showsNothing(penReading));
      if (before?.state.penAsking.inside !== state.penAsking.inside && size && !onPaper) fitTo(size);
      const asked = before?.state.penAsking !== state.penAsking;
      if (renamed || asked) heads.update(words, state.penAsking);
      const read = before?.penReading !== penReading;
      if (state.penAsking.view !== 'read' || !(read || asked || renamed)) return;
      paint();
      if (asked || state.penAsking.part || state.penAsking.pointed || !before?.penReading) giveAsked();
      const { part } = state.penAsking;
      if (part && !isWriting(state) && isElsewhere(before?.state.penAsking, state.penAsking)) bringIntoSight(part);
      if (isWriting(state)) pace.note(time);
      else write();
    },
  };
}

/** Whether the network is shown no ink. */
function showsNothing({ digit }: PenReading): boolean {
  return digit === null;
}

function shownIn({ state: { penAsking } }: Frame, { trace, tokens }: PenReading): Shown {
  return { ids: trace.ids, token: shownToken(penAsking, tokens), heads: penAsking.heads };
}

/** Whether a number that is asked for may have come to stand elsewhere. */
function isElsewhere(before: PenAsking | undefined, now: PenAsking): boolean {
  return before?.part !== now.part || before?.token !== now.token || before?.inside !== now.inside;
}

/** Whose attention is meant; null for anything else. */
function headAimedAt(target: Target): { readonly layer: number; readonly head: number } | null {
  if (target.kind === 'head') return target;
  return target.kind === 'part' && target.part.quantity === 'attention' ? target.part : null;
}

/** ASK is asked for wherever it stands. */
function positionAsked(token: number, frame: Frame | null): number {
  return token === frame?.penReading?.tokens.ids.length ? ASKED : token;
}
