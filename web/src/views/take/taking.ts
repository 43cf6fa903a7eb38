import { provenanceOf } from '../../explain/provenance/provenance.ts';
import { isEmpty } from '../../ink/drawing.ts';
import { readPalette } from '../../look/color.ts';
import { writeStrokeFile } from '../../send/stroke-file.ts';
import type { Actions } from '../../state/actions.ts';
import { evidenceOf, explanationOf } from '../../state/explanation.ts';
import type { Frame } from '../../state/frame.ts';
import { inspectedPart } from '../../state/selection.ts';
import { alteredNotice, alteredNotices } from '../../text/altered.ts';
import { type CopiedArithmetic, copiedArithmetic } from '../../text/arithmetic-copy.ts';
import { feedingOf } from '../../text/feeding.ts';
import { styleOf } from '../../text/formula.ts';
import { say } from '../../text/words.ts';
import type { Studio } from '../painting/studio.ts';
import { copyText } from '../parts/clipboard.ts';
import { create, need, setText } from '../parts/dom.ts';
import type { Look } from '../parts/look.ts';
import { saveFile } from '../parts/save.ts';
import type { PictureParts } from '../pictures.ts';
import type { View } from '../view.ts';
import { type Figure, figureCanvas, figureOf, figureSvg } from './figure.ts';
import { mountGiven } from './given.ts';
import { createLinks } from './links.ts';
import { type ReadMoments, replayPicture } from './replay-picture.ts';
import { mountRow, type Row, type Taken } from './rows.ts';
import { timelineSvg } from './timeline-figure.ts';

/** What the menu needs besides the frame. */
export interface TakingSources extends ReadMoments {
  /** Of the network's weights file. */
  readonly sha256: string;
}

/**
 * A menu among the diagram's tools: the drawing as a link, a file or a moving picture, the diagram as a picture, the selected part's
 * arithmetic, the whole explanation. Each says if the network has been altered. Below, what others have taken away is opened.
 */
export function mountTaking(
  page: HTMLElement,
  actions: Pick<Actions, 'link' | 'openPasted' | 'openFile' | 'notify'>,
  studio: Studio<PictureParts>,
  { sha256, createReader }: TakingSources,
): View {
  const menu = need(page, '.diagram-tools', HTMLElement).appendChild(create('details'));
  menu.id = 'take';
  const opener = menu.appendChild(create('summary'));
  let shown: Frame | null = null;

  const look = (): Look => ({
    palette: readPalette(page.ownerDocument.documentElement, 'white-paper'),
    font: getComputedStyle(menu).fontFamily,
  });
  const figure = (frame: Frame): Figure =>
    figureOf(frame, look(), studio, alteredNotices(frame.words, frame.language, frame.state));
  const save = (name: string, content: Blob | null): Taken => {
    if (content) saveFile(name, content);
    return content ? 'take.saved' : 'take.saveFailed';
  };
  const copy = async (text: string): Promise<Taken> =>
    (await copyText(menu, text)) ? 'card.copied' : 'card.copyFailed';
  const json = (frame: Frame) => `${JSON.stringify(explanationOf(frame, sha256))}\n`;
  const png = (frame: Frame) => new Promise<Blob | null>((resolve) => figureCanvas(figure(frame)).toBlob(resolve));
  const svg = (frame: Frame) => new Blob([figureSvg(figure(frame))], { type: 'image/svg+xml' });
  const replay = (frame: Frame) =>
    replayPicture(frame, look(), alteredNotices(frame.words, frame.language, frame.state).at(-1) ?? '', createReader);
  const strokes = ({ state }: Frame) =>
    new Blob([writeStrokeFile(state.history.present)], { type: 'application/json' });
  const timeline = () => {
    const told = need(page, '#timeline-text', HTMLElement).textContent ?? '';
    return new Blob([timelineSvg(look(), studio, told)], { type: 'image/svg+xml' });
  };
  const links = createLinks(menu, actions);
  const rows: readonly Row[] = [
    {
      label: 'take.drawing',
      missing: { label: 'take.noDrawing', when: isUndrawn },
      takes: [...links.takes, ['take.save', 'JSONL', (frame) => save('inkspect.jsonl', strokes(frame))]],
    },
    {
      label: 'take.replay',
      missing: { label: 'take.noReplay', when: isUndrawn },
      takes: [['take.save', 'APNG', async (frame) => save('inkspect-replay.png', await replay(frame))]],
    },
    {
      label: 'take.timeline',
      missing: { label: 'take.noTimeline', when: isUndrawn },
      takes: [['take.save', 'SVG', () => save('inkspect-timeline.svg', timeline())]],
    },
    {
      label: 'take.diagram',
      takes: [
        ['take.save', 'PNG', async (frame) => save('inkspect.png', await png(frame))],
        ['take.save', 'SVG', (frame) => save('inkspect.svg', svg(frame))],
      ],
    },
    {
      label: 'take.part',
      missing: { label: 'take.missing', when: (frame) => !hasArithmetic(frame) },
      takes: [
        ['take.copy', null, (frame) => copy(selectedArithmetic(frame)?.text ?? '')],
        ['take.copy', 'LaTeX', (frame) => copy(selectedArithmetic(frame)?.tex ?? '')],
      ],
    },
    {
      label: 'take.all',
      takes: [
        ['take.copy', 'JSON', (frame) => copy(json(frame))],
        ['take.save', 'JSON', (frame) => save('inkspect.json', new Blob([json(frame)], { type: 'application/json' }))],
      ],
    },
  ];
  let said: Taken = null;
  const write = (): void => setText(told, shown && said ? say(shown.words, said) : '');
  const tell = (now: Taken): void => {
    said = now;
    write();
    // It stands below all rows, which may be more than there is room for.
    if (said) told.scrollIntoView({ block: 'nearest' });
  };
  const writeRows = rows.map((row) => mountRow(menu, row, () => shown, tell));
  const writeGiven = mountGiven(page, menu, actions, tell);
  const told = menu.appendChild(create('p', 'take-told'));
  told.setAttribute('role', 'status');

  return {
    update(frame, time) {
      const before = shown;
      shown = frame;
      links.update(frame, time);
      const changed = before === null || rows.some(({ missing }) => missing?.when(before) !== missing?.when(frame));
      if (before?.words === frame.words && !changed) return;
      setText(opener, say(frame.words, 'take.heading'));
      // What was refused did not come about, whatever else has.
      if (changed && !said?.startsWith('refused.')) said = null;
      write();
      for (const writeRow of writeRows) writeRow(frame);
      if (before?.words !== frame.words) writeGiven(frame.words);
    },
  };
}

function isUndrawn({ state }: Frame): boolean {
  return isEmpty(state.history.present);
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
