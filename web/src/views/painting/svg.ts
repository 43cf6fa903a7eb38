import type { AnyCanvas, Context } from '../parts/canvas.ts';

/** What the page's painters use of a context. */
type Used = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'bezierCurveTo'
  | 'clearRect'
  | 'fill'
  | 'fillRect'
  | 'fillStyle'
  | 'fillText'
  | 'font'
  | 'globalAlpha'
  | 'imageSmoothingEnabled'
  | 'lineTo'
  | 'lineWidth'
  | 'moveTo'
  | 'setLineDash'
  | 'stroke'
  | 'strokeRect'
  | 'strokeStyle'
  | 'textAlign'
  | 'textBaseline'
> & {
  drawImage(image: AnyCanvas, ...places: [number, number, number, number, number, number, number, number]): void;
};

/** Makes a picture of part of a canvas, in px of its own, as a data: address. */
export type EmbedImage = (image: AnyCanvas, from: Rect, width: number, height: number) => string;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A context that writes SVG, so that one code paints on canvases and into files. */
export interface SvgContext {
  readonly context: Context;
  /** What has been painted, as a document of its own. */
  document(title: string): string;
}

const ANCHORS: Partial<Record<CanvasTextAlign, string>> = { center: 'middle', right: 'end' };
/** From the middle of a line of type down to its baseline, in its size. */
const MIDDLE_TO_BASELINE = 0.35;

/** @param edge so far the picture goes on around the box from (0, 0) to (width, height), in px */
export function createSvgContext(width: number, height: number, embed: EmbedImage, edge = 0): SvgContext {
  const written: string[] = [];
  let path = '';
  let dashes: readonly number[] = [];
  const write = (name: string, attributes: Readonly<Record<string, string | number>>, content = ''): void => {
    written.push(element(name, attributes, content));
  };
  const outline = () => ({
    fill: 'none',
    stroke: hex(used.strokeStyle),
    'stroke-width': short(used.lineWidth),
    ...(dashes.length > 0 && { 'stroke-dasharray': dashes.join(' ') }),
  });
  /** Of what is filled: no painter draws lines that one can see through. */
  const opacity = () => (used.globalAlpha < 1 ? { 'fill-opacity': used.globalAlpha } : {});
  const used: Used = {
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 1,
    font: '',
    globalAlpha: 1,
    textAlign: 'left',
    textBaseline: 'alphabetic',
    imageSmoothingEnabled: true,
    clearRect() {},
    setLineDash(segments: Iterable<number>) {
      dashes = [...segments];
    },
    beginPath() {
      path = '';
    },
    moveTo(...to) {
      path += `M${to.map(short).join(' ')}`;
    },
    lineTo(...to) {
      path += `L${to.map(short).join(' ')}`;
    },
    bezierCurveTo(...points) {
      path += `C${points.map(short).join(' ')}`;
    },
    stroke: () => write('path', { d: path, ...outline() }),
    strokeRect: (...box) => write('rect', { ...placeOfBox(box), ...outline() }),
    fill: (rule) =>
      write('path', {
        d: path,
        fill: hex(used.fillStyle),
        ...(rule === 'evenodd' && { 'fill-rule': rule }),
        ...opacity(),
      }),
    fillRect: (...box) => write('rect', { ...placeOfBox(box), fill: hex(used.fillStyle), ...opacity() }),
    fillText(text, x, y) {
      const [, weight, size, family] = /^(\d+) ([\d.]+)px (.*)$/.exec(used.font) ?? [];
      const down = used.textBaseline === 'middle' ? MIDDLE_TO_BASELINE * Number(size) : 0;
      const type = { 'font-weight': weight, 'font-size': size, 'font-family': family };
      const place = { x: short(x), y: short(y + down), 'text-anchor': ANCHORS[used.textAlign] ?? 'start' };
      write('text', { ...place, ...type, fill: hex(used.fillStyle) }, escaped(text));
    },
    drawImage(image, x, y, across, down, ...box) {
      const href = embed(image, { x, y, width: across, height: down }, box[2], box[3]);
      write('image', { ...placeOfBox(box), href });
    },
  };
  return {
    context: used as unknown as Context,
    document(title) {
      const size = { width: width + 2 * edge, height: height + 2 * edge };
      const viewBox = [-edge, -edge, size.width, size.height].map((number) => number + 0).join(' ');
      const root = { xmlns: 'http://www.w3.org/2000/svg', ...size, viewBox };
      return `${element('svg', root, `\n<title>${escaped(title)}</title>\n${written.join('\n')}\n`)}\n`;
    },
  };
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, content: string): string {
  const named = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return `<${name}${named.join('')}${content ? `>${content}</${name}>` : '/>'}`;
}

function placeOfBox([x, y, width, height]: readonly number[]): Record<string, number> {
  return { x: short(x), y: short(y), width: short(width), height: short(height) };
}

/** A hundredth of a px is fine enough. */
function short(value: number): number {
  return Math.round(100 * value) / 100;
}

/** A colour such as `rgb(1 2 3)` as programs for SVG read it. */
function hex(color: unknown): string {
  const channels = String(color).match(/\d+/g) ?? [];
  return `#${channels.map((channel) => Number(channel).toString(16).padStart(2, '0')).join('')}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
