import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { NOTHING_SELECTED, resolved, type Selection } from '../../state/selection.ts';
import { isWriting } from '../../state/state.ts';
import { say, type WordKey } from '../../text/words.ts';
import { create, need, setAttribute, setFlag, setText } from '../parts/dom.ts';
import { createPaces, type MakePace } from '../parts/pace.ts';
import { createRest, type MakeRest, TEXT_REST_MS } from '../parts/rest.ts';
import type { View } from '../view.ts';
import { mountWhy, type WhyView } from './why.ts';

/** A way in: where one stands while nothing is asked, the other above the answer. */
interface Question {
  readonly button: HTMLButtonElement;
  readonly body: HTMLElement;
  readonly element: HTMLElement;
  readonly why: WhyView;
}

/**
 * "Why 3 and not 8?": in the invitation it asks about the two leading digits; once a digit is chosen it stands in the
 * inspector and opens the answer: above the digit's own arithmetic, but below that of another part, which was asked after it.
 * Nothing is made before it is needed, and nothing computed while the answer is closed.
 */
export function mountWhySection(
  page: HTMLElement,
  actions: Pick<Actions, 'askWhy' | 'choose' | 'chooseRival'>,
  makeRest: MakeRest = createRest,
  makePace: MakePace = createPaces(makeRest),
): View {
  const inspector = need(page, '#inspector', HTMLElement);
  const line = need(inspector, '#selection', HTMLElement);
  const invitation = need(page, '#ask-why', HTMLButtonElement);
  let shown: Frame | null = null;
  let question: Question | null = null;
  let open = false;
  /** The digits that both ways in name; and whether others have been in question since, while the pen moves. */
  let named: Digits | null = null;
  let stale = false;
  invitation.addEventListener('click', () => {
    if (shown && digitsOf(shown) && !stale) actions.askWhy(true);
  });

  const make = (): Question => {
    const element = create('div', 'inspector-section');
    const button = element.appendChild(create('h2')).appendChild(create('button', 'quiet why-ask'));
    button.type = 'button';
    button.addEventListener('click', () => actions.askWhy(!open));
    const body = element.appendChild(create('div', 'why'));
    return { element, button, body, why: mountWhy(body, actions, makeRest, makePace) };
  };

  const place = (element: HTMLElement, selection: Selection): void => {
    const focused = page.ownerDocument.activeElement;
    const [isTop, isLast] = [line.nextSibling === element, inspector.lastChild === element];
    if (isAboutDigit(selection) ? isTop : isLast) return;
    if (isAboutDigit(selection)) line.after(element);
    else inspector.append(element);
    // What is moved loses the focus.
    if (focused instanceof HTMLElement && element.contains(focused)) focused.focus({ preventScroll: true });
  };

  /** Both ways in follow the leading digits when the pen rests. */
  const write = (): void => {
    if (shown === null) return;
    const { words } = shown;
    const digits = digitsOf(shown);
    named = digits;
    mark(false);
    const text = digits
      ? say(words, questionHeading(digits), { digit: digits.digit, rival: digits.rival })
      : say(words, 'inspector.tryWhy');
    for (const button of question ? [invitation, question.button] : [invitation]) {
      setText(button, text);
      setAttribute(button, 'aria-disabled', digits || (open && button !== invitation) ? null : 'true');
    }
  };
  /** Greyed at the first movement that puts other digits in question, and then until it names them. */
  const mark = (now: boolean): void => {
    if (now === stale) return;
    stale = now;
    for (const button of question ? [invitation, question.button] : [invitation]) button.classList.toggle('stale', now);
    if (now) setAttribute(invitation, 'aria-disabled', 'true');
  };
  const rest = makeRest(TEXT_REST_MS, write);

  return {
    update(frame, time) {
      const before = shown;
      shown = frame;
      const { selection } = frame.state;
      const asked = before?.state.selection !== selection;
      if (asked) {
        // The style sheet makes room for the answer, or for the invitation, which can then have the focus.
        setFlag(page.ownerDocument.documentElement, 'data-asked', selection !== NOTHING_SELECTED);
        const offered = selection.why || selection.digit !== null;
        if (offered) question ??= make();
        if (question) {
          const focused = page.ownerDocument.activeElement;
          place(question.element, selection);
          open = selection.why;
          setFlag(question.element, 'hidden', !offered);
          setFlag(question.body, 'hidden', !open);
          setAttribute(question.button, 'aria-expanded', String(open));
          // Whoever came by one way in goes on from the other.
          if (offered && focused === invitation) question.button.focus({ preventScroll: true });
          else if (!offered && question.element.contains(focused)) invitation.focus({ preventScroll: true });
        }
      }
      if (asked || before?.words !== frame.words) write();
      else if (before.reading !== frame.reading) {
        if (isWriting(frame.state)) {
          if (!stale && named && !isSamePair(named, digitsOf(frame))) mark(true);
          rest.note(time);
        } else write();
      }
      question?.why.update(open ? frame : null, time);
    },
  };
}

/** The digits in question, and whether the network sees a digit at all: else it is not asked about as if it were one. */
interface Digits extends Readonly<Record<'digit' | 'rival', number>> {
  readonly seen: boolean;
}

function questionHeading({ seen }: Digits): WordKey {
  return seen ? 'why.heading' : 'why.headingNone';
}

function isSamePair(some: Digits, others: Digits | null): boolean {
  return some.digit === others?.digit && some.rival === others.rival && some.seen === others.seen;
}

/** The two digits that are asked about, or would be; null while nothing is drawn, unless both are chosen. */
function digitsOf({ state, reading }: Frame): Digits | null {
  const { digit, rival }: Selection = resolved(state.selection, reading);
  return digit === null || rival === null ? null : { digit, rival, seen: reading.verdict !== 'none' };
}

/** Whether nothing but the question's digit is selected. */
export function isAboutDigit({ part, digit }: Selection): boolean {
  return part === null || ('digit' in part && part.digit === digit);
}
