import { provenanceOf } from '../../explain/provenance/provenance.ts';
import { readPalette } from '../../look/color.ts';
import { explanationOf } from '../../state/explanation.ts';
import type { Frame } from '../../state/frame.ts';
import { inspectedPart } from '../../state/selection.ts';
import { type CopiedArithmetic, copiedArithmetic } from '../../text/arithmetic-copy.ts';
import { partName } from '../../text/parts.ts';
import { createQuantities } from '../../text/quantities.ts';
import { say, type WordKey } from '../../text/words.ts';
import type { Studio } from '../painting/studio.ts';
import { copyText } from '../parts/clipboard.ts';
import { create, need, setAttribute, setText } from '../parts/dom.ts';
import { saveFile } from '../parts/save.ts';
import type { PictureParts } from '../pictures.ts';
import type { View } from '../view.ts';
import { type Figure, figureCanvas, figureOf, figureSvg } from './figure.ts';

/** What can be taken of one thing: a button each. */
interface Row {
  readonly label: WordKey;
  /** What the label says instead while there is nothing to take. */
  readonly missing?: WordKey;
  readonly buttons: readonly {
    readonly verb: WordKey;
    /** The file's or text's kind; null for plain text. */
    readonly kind: string | null;
    take(frame: Frame): void;
  }[];
}

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
    return figureOf(frame, { palette, font: getComputedStyle(menu).fontFamily }, studio, alteredNote(frame));
  };
  const save = (ending: string, type: string, text: string) =>
    saveFile(`inkspect.${ending}`, new Blob([text], { type }));
  const copy = async (text: string): Promise<void> => {
    const done = await copyText(menu, text);
    if (shown) setText(copied, say(shown.words, done ? 'card.copied' : 'card.copyFailed'));
  };
  const json = (frame: Frame) => `${JSON.stringify(explanationOf(frame, sha256))}\n`;
  const rows: readonly Row[] = [
    {
      label: 'take.diagram',
      buttons: [
        {
          verb: 'take.save',
          kind: 'PNG',
          take: (frame) => figureCanvas(figure(frame)).toBlob((blob) => blob && saveFile('inkspect.png', blob)),
        },
        { verb: 'take.save', kind: 'SVG', take: (frame) => save('svg', 'image/svg+xml', figureSvg(figure(frame))) },
      ],
    },
    {
      label: 'take.part',
      missing: 'take.missing',
      buttons: [
        { verb: 'take.copy', kind: null, take: (frame) => copy(selectedArithmetic(frame)?.text ?? '') },
        { verb: 'take.copy', kind: 'LaTeX', take: (frame) => copy(selectedArithmetic(frame)?.tex ?? '') },
      ],
    },
    {
      label: 'take.all',
      buttons: [
        { verb: 'take.copy', kind: 'JSON', take: (frame) => copy(json(frame)) },
        { verb: 'take.save', kind: 'JSON', take: (frame) => save('json', 'application/json', json(frame)) },
      ],
    },
  ];
  const writeRows = rows.map((row) => mountRow(menu, row, () => shown));
  const copied = menu.appendChild(create('p', 'take-copied'));
  copied.setAttribute('role', 'status');

  return {
    update(frame) {
      const before = shown;
      shown = frame;
      if (before?.words === frame.words && hasArithmetic(before) === hasArithmetic(frame)) return;
      setText(opener, say(frame.words, 'take.heading'));
      setText(copied, '');
      for (const write of writeRows) write(frame);
    },
  };
}

function mountRow(menu: HTMLElement, { label, missing, buttons }: Row, shown: () => Frame | null) {
  const row = menu.appendChild(create('div', 'take-row'));
  row.setAttribute('role', 'group');
  const name = row.appendChild(create('span'));
  name.id = label;
  row.setAttribute('aria-labelledby', label);
  const made = buttons.map(({ verb, kind, take }) => {
    const button = row.appendChild(create('button', 'quiet'));
    button.type = 'button';
    button.addEventListener('click', () => {
      const frame = shown();
      if (frame && (!missing || hasArithmetic(frame))) take(frame);
    });
    return { button, verb, kind };
  });
  return (frame: Frame): void => {
    const { words } = frame;
    const isMissing = missing !== undefined && !hasArithmetic(frame);
    setText(name, say(words, isMissing ? missing : label));
    for (const { button, verb, kind } of made) {
      setAttribute(button, 'aria-disabled', isMissing ? 'true' : null);
      setText(button, say(words, verb, { kind: kind ?? say(words, 'take.text') }));
    }
  };
}

/** Whether there is a part whose arithmetic can be taken. */
function hasArithmetic({ trace, state }: Frame): boolean {
  return trace !== null && inspectedPart(state.selection) !== null;
}

function selectedArithmetic(frame: Frame): CopiedArithmetic | null {
  const { state, words, language, numbers, network, trace, contributions } = frame;
  const part = inspectedPart(state.selection);
  if (part === null || trace === null || contributions === null) return null;
  const provenance = provenanceOf(part, { trace, contributions, weights: network.weights }, state.logits);
  const style = { words, write: createQuantities(language), probability: numbers.probability.exact };
  return copiedArithmetic(provenance, state.logits, style, alteredNote(frame));
}

/** "Altered network: Conv2 map 6 off"; empty if nothing is switched off. */
function alteredNote({ words, language, state: { off } }: Frame): string {
  if (off.length === 0) return '';
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(off.map((part) => partName(words, part)));
  return say(words, 'take.altered', { list });
}
