import { isSamePenPart, type PenPart } from '../../explain/pen/parts.ts';
import type { PenEvidence } from '../../explain/pen/provenance/description.ts';
import { isInTrace } from '../../explain/pen/values.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { isAskingPen } from '../../state/pen-asking.ts';
import type { PenReading } from '../../state/pen-reading.ts';
import { isWriting } from '../../state/state.ts';
import { styleOf } from '../../text/formula.ts';
import { penFacts } from '../../text/pen-notes.ts';
import { say } from '../../text/words.ts';
import { create, need, setAttribute, setFlag, setText } from '../parts/dom.ts';
import type { View } from '../view.ts';
import { createPenArithmetic } from './inspector-arithmetic.ts';
import { createInvitation } from './inspector-invitation.ts';
import { listenToPenParts } from './inspector-links.ts';
import { createPenPath } from './inspector-path.ts';
import { createPenTwin } from './inspector-twin.ts';
import type { PenSources } from './sources.ts';

/**
 * What is asked of the pen's network, and its arithmetic: the way to what is pinned, the numbers of what is pointed at or else
 * pinned, where they come from and what they feed; with nothing pinned, an invitation. While one draws, numbers follow at a pace.
 */
export function mountPenInspector(page: HTMLElement, actions: Actions, sources: PenSources): View {
  const root = need(page, '.pen-inspector', HTMLElement);
  const line = root.appendChild(create('div', 'pen-asked'));
  const path = createPenPath(actions);
  const release = create('button', 'quiet selection-button', '×');
  release.type = 'button';
  release.addEventListener('click', () => actions.releasePen());
  line.append(path.element, release);
  const facts = root.appendChild(create('p', 'pen-facts'));
  const absent = root.appendChild(create('p', 'pen-absent'));
  const invitation = createInvitation(actions);
  const arithmetic = createPenArithmetic(page.ownerDocument);
  const twin = createPenTwin(sources.makeRest);
  root.append(invitation.element, arithmetic.element, twin.element);
  listenToPenParts(root, actions);
  root.ownerDocument.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !(shown && isAskingPen(shown.state))) return;
    actions.releasePen();
    event.preventDefault();
  });
  let shown: Frame | null = null;

  const evidenceOf = ({ trace }: PenReading): PenEvidence => ({
    trace,
    weights: sources.penNetworks.file().weights,
  });
  const writeFacts = (): void => {
    if (!shown?.penReading) return;
    const { penReading, words, numbers } = shown;
    const { part, pointed } = shown.state.penAsking;
    const asked = [pointed, part].find((one) => one !== null && isInTrace(penReading.trace, one)) ?? null;
    if (asked === null) {
      const invited = penReading.digit === null ? 'penInspector.emptyInvite' : 'penInspector.point';
      setText(facts, part === null ? say(words, invited) : '');
      return;
    }
    const told = penFacts(evidenceOf(penReading), asked, styleOf(words, numbers));
    // The way to what is pinned stands above.
    setText(facts, (isSamePenPart(asked, part) ? told.slice(1) : told).join(' · '));
  };
  const write = (): void => {
    if (!shown?.penReading) return;
    const { penReading, words, numbers, state } = shown;
    const { trace } = penReading;
    const { part } = state.penAsking;
    const isThere = part !== null && isInTrace(trace, part);
    path.show(words, part, trace.ids);
    setFlag(release, 'hidden', part === null);
    setFlag(line, 'hidden', part === null);
    setFlag(absent, 'hidden', part === null || isThere);
    setFlag(facts, 'hidden', part !== null && !isThere);
    setFlag(invitation.element, 'hidden', part !== null);
    setFlag(arithmetic.element, 'hidden', !isThere);
    if (part && !isThere) setText(absent, absentText(shown, part, trace.ids.length - 1));
    if (part && isThere) arithmetic.show(part, evidenceOf(penReading), words, numbers);
    if (part === null) invitation.show(penReading);
    writeFacts();
  };
  const pace = sources.makePace(write);

  return {
    update(frame, time) {
      const before = shown;
      shown = frame;
      const { words, penReading, state } = frame;
      if (isAnswering(before) !== isAnswering(frame)) {
        // On phones the style sheet then makes a sheet of it.
        setFlag(page.ownerDocument.documentElement, 'data-pen-asked', isAnswering(frame));
      }
      if (penReading === null) return;
      if (before?.words !== words) {
        setAttribute(root, 'aria-label', say(words, 'penInspector.label'));
        for (const name of ['aria-label', 'title']) setAttribute(release, name, say(words, 'penInspector.release'));
        invitation.name(words);
      }
      twin.update(frame, before?.words !== words, time);
      const asked = before?.state.penAsking;
      const held = root.contains(page.ownerDocument.activeElement);
      if (before?.words !== words || asked?.part !== state.penAsking.part || !before.penReading) {
        write();
        pace.done(time);
        if (held) keepFocus(root, release);
        return;
      }
      if (asked.pointed !== state.penAsking.pointed) writeFacts();
      if (before.penReading === penReading) return;
      if (isWriting(state)) pace.note(time);
      else {
        write();
        pace.done(time);
      }
    },
  };
}

/** Whoever has chosen what is no longer there goes on from what lets go, or from the invitation. */
function keepFocus(root: HTMLElement, release: HTMLButtonElement): void {
  const { activeElement } = root.ownerDocument;
  if (activeElement && root.contains(activeElement) && isThere(activeElement)) return;
  const next = isThere(release) ? release : root.querySelector<HTMLButtonElement>('.pen-invite button');
  next?.focus({ preventScroll: true });
}

function isThere(element: Element): boolean {
  return element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible';
}

/** Whether a number is asked for where it can be seen. */
function isAnswering(frame: Frame | null): boolean {
  if (!frame) return false;
  const { place, penAsking } = frame.state;
  return place === 'pen' && penAsking.view === 'read' && penAsking.part !== null;
}

function absentText({ words, penReading }: Frame, { token }: PenPart, last: number): string {
  const isEmpty = penReading?.digit === null;
  return say(words, isEmpty ? 'penInspector.absentEmpty' : 'penInspector.absent', { token, last });
}
