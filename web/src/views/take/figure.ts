import { LAYERS } from '../../explain/topology.ts';
import { css } from '../../look/color.ts';
import type { Frame } from '../../state/frame.ts';
import { layerName } from '../../text/layers.ts';
import { partName } from '../../text/parts.ts';
import { say } from '../../text/words.ts';
import { shapeOf } from '../diagram/headings.ts';
import { highlightOf } from '../diagram/highlight.ts';
import { layout } from '../diagram/layout.ts';
import type { DiagramParts } from '../diagram/painter.ts';
import { PRINT, PRINT_TEXT } from '../diagram/print.ts';
import type { Studio } from '../painting/studio.ts';
import { createSvgContext, type EmbedImage } from '../painting/svg.ts';
import { type Context, contextOf, fitCanvas } from '../parts/canvas.ts';
import { create } from '../parts/dom.ts';
import type { Look } from '../parts/look.ts';
import type { PictureParts } from '../pictures.ts';
import { sentenceOf, sharesOf } from '../verdict-words.ts';

/** Below the diagram, for the caption. */
const FOOT = 24;
const MARGIN = 4;
/** Around all of it, so that nothing touches what the figure is put into. */
const EDGE = 16;
const BOLD = 600;
const LINE_HEIGHT = 1.3 * PRINT_TEXT;
const SIZE = { ...PRINT, height: PRINT.height + FOOT };
const WHOLE = { ...SIZE, width: SIZE.width + 2 * EDGE, height: SIZE.height + 2 * EDGE };

/** The diagram as a figure of its own, with the names of its layers and a caption; what is selected is lit and named, as on the page. */
export interface Figure {
  /** Whole, even if there is no room for all of it below the diagram. */
  readonly caption: string;
  paint(context: Context): void;
  paintPaper(context: Context): void;
}

/** @param altered what the caption says of an altered network, the longest first; empty if it is as trained */
export function figureOf(
  frame: Frame,
  look: Look,
  studio: Pick<Studio<PictureParts>, 'paint'>,
  altered: readonly string[],
): Figure {
  const { words, state } = frame;
  const selected = state.selection.part;
  const name = selected && partName(words, selected);
  // What is altered matters more than the name of what is lit anyway.
  const captions = altered.flatMap((said) =>
    [name, null].map((named) => [sentenceOf(frame), sharesOf(frame), named, said].filter(Boolean).join(' · ')),
  );
  const fontOf = (weight: number, size = PRINT_TEXT): string => `${weight} ${size}px ${look.font}`;
  const measuring = contextOf(create('canvas'));
  const widthOf = (text: string, weight: number): number => {
    measuring.font = fontOf(weight);
    return measuring.measureText(text).width;
  };
  const fits = (text: string): boolean => widthOf(text, BOLD) <= SIZE.width - 2 * MARGIN;
  const caption = captions.find(fits) ?? captions[captions.length - 1];
  const diagram: DiagramParts['diagram'] = {
    layout: layout(PRINT.width, PRINT.height, PRINT_TEXT, state.maps),
    size: PRINT,
  };
  const highlight = selected && highlightOf(diagram.layout, selected, null);
  const { paper, ink, muted } = look.palette;
  return {
    caption: captions[0],
    paintPaper(context) {
      context.fillStyle = css(paper);
      context.fillRect(-EDGE, -EDGE, WHOLE.width, WHOLE.height);
    },
    paint(context) {
      studio.paint('litDiagram', context, { diagram, look, highlight });
      const type = (text: string, x: number, y: number, bold: boolean, size = PRINT_TEXT): void => {
        context.font = fontOf(bold ? BOLD : 400, size);
        context.fillStyle = css(bold ? ink : muted);
        context.fillText(text, x, y);
      };
      context.textBaseline = 'alphabetic';
      LAYERS.forEach(({ name, firstNode }, column) => {
        const { x, y, at } = diagram.layout.headings[column];
        const bottom = at === 'above' ? y : y + 2 * LINE_HEIGHT;
        context.textAlign = at === 'above' ? 'left' : 'center';
        type(layerName(words, name), x, bottom - LINE_HEIGHT - MARGIN, true);
        const below = name === 'input' ? say(words, 'preview.caption') : shapeOf(name, state.maps);
        // Over the input it is no wider than that: to the right are links.
        const room = at === 'above' ? diagram.layout.nodes[firstNode].width : Number.POSITIVE_INFINITY;
        const size = Math.floor(10 * PRINT_TEXT * Math.min(1, room / widthOf(below, 400))) / 10;
        type(below, x, bottom - MARGIN, false, size);
      });
      context.textAlign = 'left';
      type(caption, MARGIN, SIZE.height - 2 * MARGIN, true);
    },
  };
}

export function figureCanvas(figure: Figure): HTMLCanvasElement {
  const canvas = create('canvas');
  const context = contextOf(canvas);
  fitCanvas(canvas, context, WHOLE);
  context.translate(EDGE, EDGE);
  figure.paint(context);
  // The painter clears what is below it.
  context.globalCompositeOperation = 'destination-over';
  figure.paintPaper(context);
  return canvas;
}

export function figureSvg(figure: Figure): string {
  const { context, document } = createSvgContext(SIZE.width, SIZE.height, embed, EDGE);
  figure.paintPaper(context);
  figure.paint(context);
  return document(figure.caption);
}

/** At its size in the figure: programs that smooth what they scale then have nothing to smooth. */
export const embed: EmbedImage = (image, from, width, height) => {
  const canvas = create('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = contextOf(canvas);
  context.imageSmoothingEnabled = false;
  context.drawImage(image, from.x, from.y, from.width, from.height, 0, 0, width, height);
  return canvas.toDataURL();
};
