import { PAD_SIDE, PEN_WIDTH } from '../../ink/drawing.ts';
import { css, mix } from '../../look/color.ts';
import type { Painter } from '../painting/easel.ts';
import type { CanvasSize, Context } from '../parts/canvas.ts';
import type { Look } from '../parts/look.ts';

/** A stroke, x and y by turns, in pad units. */
export type FlatStroke = readonly number[];

export interface WaysParts {
  /** Of each continuation, what it adds; `pointed` is the one that is pointed at, from 0. */
  readonly ways: { readonly added: readonly (readonly FlatStroke[])[]; readonly pointed: number | null };
  readonly waysBox: { readonly size: CanvasSize };
  readonly look: Look;
}

/** Of the pen's width. */
const THIN = 0.22;
const FAINT = 0.5;
const POINTED = 0.42;

/** How the network would go on with the drawing: thin lines, the one pointed at as ink, only paler. */
export function createWaysPainter(): Painter<WaysParts> {
  return {
    needs: ['ways', 'waysBox', 'look'],
    sizeOf: ({ waysBox }) => waysBox.size,
    paint(context, { ways: { added, pointed }, waysBox: { size }, look: { palette } }) {
      const scale = size.width / PAD_SIDE;
      context.clearRect(0, 0, size.width, size.height);
      context.lineCap = 'round';
      context.lineJoin = 'round';
      const draw = (way: number, width: number, color: string): void => {
        context.lineWidth = width * PEN_WIDTH * scale;
        context.strokeStyle = color;
        for (const stroke of added[way]) traceStroke(context, stroke, scale);
      };
      if (pointed !== null && pointed < added.length) draw(pointed, 1, css(mix(palette.paper, palette.ink, POINTED)));
      added.forEach((_, way) => {
        if (way !== pointed) draw(way, THIN, css(mix(palette.paper, palette.muted, pointed === null ? 1 : FAINT)));
      });
    },
  };
}

function traceStroke(context: Context, stroke: FlatStroke, scale: number): void {
  context.beginPath();
  context.moveTo(stroke[0] * scale, stroke[1] * scale);
  context.lineTo(stroke[0] * scale + 0.01, stroke[1] * scale);
  for (let i = 2; i < stroke.length; i += 2) context.lineTo(stroke[i] * scale, stroke[i + 1] * scale);
  context.stroke();
}
