import { provenanceOf } from '../../explain/provenance/provenance.ts';
import { isEmpty } from '../../ink/drawing.ts';
import { readPalette } from '../../look/color.ts';
import { evidenceOf, explanationOf } from '../../state/explanation.ts';
import type { Frame } from '../../state/frame.ts';
import { inspectedPart } from '../../state/selection.ts';
import { alteredNotice, alteredNotices } from '../../text/altered.ts';
import { type CopiedArithmetic, copiedArithmetic } from '../../text/arithmetic-copy.ts';
import { feedingOf } from '../../text/feeding.ts';
import { styleOf } from '../../text/formula.ts';
import { say, type WordKey } from '../../text/words.ts';
import type { Studio } from '../painting/studio.ts';
import { copyText } from '../parts/clipboard.ts';
import { create, need, setAttribute, setText } from '../parts/dom.ts';
import { saveFile } from '../parts/save.ts';
import type { PictureParts } from '../pictures.ts';
import type { View } from '../view.ts';
import { type Figure, figureCanvas, figureOf, figureSvg } from './figure.ts';
import { timelineSvg } from './timeline-figure.ts';

/** A button: its verb; the kind of file or text, null for plain text; what it does, and whether that worked. */
type Take = readonly [verb: Verb, kind: string | null, take: (frame: Frame) => boolean | Promise<boolean>];
type Verb = 'take.save' | 'take.copy';
/** What can be taken of one thing. */
type Row = readonly [label: WordKey, ...Take[]];

const SVG_TYPE = 'image/svg+xml';

/** What is said after it: that it worked, or that it did not. */
const SAID: Readonly<Record<Verb, readonly [done: WordKey, failed: WordKey]>> = {
  'take.save': ['take.saved', 'take.saveFailed'],
  'take.copy': ['card.copied', 'card.copyFailed'],
};

/** What there may be nothing of to take: whether there is, and what is said if not. */
const MISSING: Partial<Readonly<Record<WordKey, readonly [isThere: (frame: Frame) => boolean, said: WordKey]>>> = {
  'take.part': [hasArithmetic, 'take.missing'],
  'take.timeline': [({ state }) => !isEmpty(state.history.present), 'take.timelineMissing'],
};

/**
 * A menu among the diagram's tools: the diagram as a picture, the selected part's arithmetic, the whole explanation. Each says if
 * the network has been altered.
 * @param sha256 of the network's weights file
 */
export function mountTaking(page: HTMLElement, studio: Studio<PictureParts>, sha256: string): View {
  const menu = need(page, '.diagram-tools', HTMLElement).appendChild(create('details'));
  menu.id = 'take';
  const opener = menu.appendChild(create('summary'));
  let shown: Frame | null = null;

  const figure = (frame: Frame): Figure => {
    const palette = readPalette(page.ownerDocument.documentElement, 'white-paper');
    return figureOf(
      frame,
      { palette, font: fontOf(menu) },
      studio,
      alteredNotices(frame.words, frame.language, frame.state),
    );
  };
  const save = (ending: string, content: Blob | null, name = 'inkspect'): boolean => {
    if (content) saveFile(`${name}.${ending}`, content);
    return content !== null;
  };
  const copy = (text: string) => copyText(menu, text);
  const json = (frame: Frame) => `${JSON.stringify(explanationOf(frame, sha256))}\n`;
  const png = (frame: Frame) => new Promise<Blob | null>((resolve) => figureCanvas(figure(frame)).toBlob(resolve));
  const svg = (frame: Frame) => new Blob([figureSvg(figure(frame))], { type: SVG_TYPE });
  const timeline = () => {
    const look = { palette: readPalette(page.ownerDocument.documentElement, 'white-paper'), font: fontOf(menu) };
    const told = need(page, '#timeline-text', HTMLElement).textContent ?? '';
    return new Blob([timelineSvg(look, studio, told)], { type: SVG_TYPE });
  };
  const rows: readonly Row[] = [
    [
      'take.diagram',
      ['take.save', 'PNG', async (frame) => save('png', await png(frame))],
      ['take.save', 'SVG', (frame) => save('svg', svg(frame))],
    ],
    ['take.timeline', ['take.save', 'SVG', () => save('svg', timeline(), 'inkspect-timeline')]],
    [
      'take.part',
      ['take.copy', null, (frame) => copy(selectedArithmetic(frame)?.text ?? '')],
      ['take.copy', 'LaTeX', (frame) => copy(selectedArithmetic(frame)?.tex ?? '')],
    ],
    [
      'take.all',
      ['take.copy', 'JSON', (frame) => copy(json(frame))],
      ['take.save', 'JSON', (frame) => save('json', new Blob([json(frame)], { type: 'application/json' }))],
    ],
  ];
  const tell = (verb: Verb, worked: boolean): void => {
    if (shown) setText(told, say(shown.words, SAID[verb][worked ? 0 : 1]));
  };
  const writeRows = rows.map((row) => mountRow(menu, row, () => shown, tell));
  const told = menu.appendChild(create('p', 'take-told'));
  told.setAttribute('role', 'status');

  return {
    update(frame) {
      const before = shown;
      shown = frame;
      if (before?.words === frame.words && missingIn(before) === missingIn(frame)) return;
      setText(opener, say(frame.words, 'take.heading'));
      setText(told, '');
      for (const write of writeRows) write(frame);
    },
  };
}

function mountRow(
  menu: HTMLElement,
  [label, ...takes]: Row,
  shown: () => Frame | null,
  tell: (verb: Verb, worked: boolean) => void,
) {
  const row = menu.appendChild(create('div', 'take-row'));
  row.setAttribute('role', 'group');
  const name = row.appendChild(create('span'));
  name.id = label;
  row.setAttribute('aria-labelledby', label);
  const buttons = takes.map(([verb, , take]) => {
    const button = row.appendChild(create('button', 'quiet'));
    button.type = 'button';
    button.addEventListener('click', async () => {
      const frame = shown();
      if (frame && missing(label, frame) === null) tell(verb, await take(frame));
    });
    return button;
  });
  return (frame: Frame): void => {
    const { words } = frame;
    const said = missing(label, frame);
    setText(name, say(words, said ?? label));
    takes.forEach(([verb, kind], i) => {
      setAttribute(buttons[i], 'aria-disabled', said ? 'true' : null);
      setText(buttons[i], say(words, verb, { kind: kind ?? say(words, 'take.text') }));
    });
  };
}

/** What is said where there is nothing to take; null where there is. */
function missing(label: WordKey, frame: Frame): WordKey | null {
  const [isThere, said] = MISSING[label] ?? [];
  return isThere && said && !isThere(frame) ? said : null;
}

/** All that is said of this kind, to be compared. */
function missingIn(frame: Frame): string {
  return Object.keys(MISSING)
    .map((label) => missing(label as WordKey, frame))
    .join();
}

function fontOf(element: HTMLElement): string {
  return getComputedStyle(element).fontFamily;
}

/** Whether there is a part whose arithmetic can be taken. */
function hasArithmetic({ trace, state }: Frame): boolean {
  return trace !== null && inspectedPart(state.selection) !== null;
}

function selectedArithmetic(frame: Frame): CopiedArithmetic | null {
  const { state, words, language, numbers, trace } = frame;
  const part = inspectedPart(state.selection);
  if (part === null || trace === null) return null;
  const evidence = evidenceOf(frame);
  const style = styleOf(words, numbers);
  const provenance = provenanceOf(part, evidence, state.logits);
  const feeding = feedingOf(part, evidence, state.logits, style);
  return copiedArithmetic(provenance, feeding, state.logits, style, alteredNotice(words, language, state));
}
