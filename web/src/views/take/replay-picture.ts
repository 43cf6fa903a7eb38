import { type Reading, runnerUp } from '../../explain/reading.ts';
import { type Drawing, PAD_SIDE } from '../../ink/drawing.ts';
import { pointsBy, replayTimes } from '../../ink/replay.ts';
import { css } from '../../look/color.ts';
import { type AnimationFrame, animatedPng } from '../../send/apng.ts';
import type { Frame } from '../../state/frame.ts';
import { type Context, contextOf } from '../parts/canvas.ts';
import { create } from '../parts/dom.ts';
import type { Look } from '../parts/look.ts';
import { createStrokePainter } from '../stroke-painter.ts';
import { sentenceOf, sharesOf } from '../verdict-words.ts';

/** Reads moments of the drawing with the network of a frame. */
export interface ReadMoments {
  createReader(frame: Frame): (drawing: Drawing) => Reading;
}

/** In pixels: the pad, below it the answer in words and a bar for each digit. */
const SIDE = 400;
const WORDS_HEIGHT = 32;
const BARS_HEIGHT = 56;
const DIGITS_HEIGHT = 20;
const MARGIN = 8;
const HEIGHT = SIDE + WORDS_HEIGHT + BARS_HEIGHT + DIGITS_HEIGHT;
const TYPE_PX = 14;
/** Between two pictures, in ms; longer where there would be more than the most pictures. */
const STEP_MS = 40;
const MOST_PICTURES = 400;
/** The last picture stays for so long, in ms. */
const END_MS = 2000;

/**
 * The replay as an animated PNG: drawn at its own pace, with the answer at every moment. Programs that play none show the whole
 * drawing. Null if the browser refuses to encode a picture.
 * @param altered what it says of an altered network; empty if that is as trained
 */
export async function replayPicture(
  frame: Frame,
  look: Look,
  altered: string,
  createReader: ReadMoments['createReader'],
): Promise<Blob | null> {
  const drawing = frame.state.history.present;
  const paint = createPainter(frame, look, altered, createReader(frame));
  const still = await encode(paint(drawing.points), WHOLE);
  if (still === null) return null;
  const frames: AnimationFrame[] = [];
  let before: ImageData | null = null;
  for (const { moment, durationMs } of momentsOf(drawing)) {
    const canvas = paint(moment);
    const now = contextOf(canvas).getImageData(0, 0, SIDE, HEIGHT);
    const box = before ? changedBox(before, now) : WHOLE;
    before = now;
    const png = await encode(canvas, box);
    if (png === null) return null;
    frames.push({ png, x: box.x, y: box.y, durationMs });
  }
  return new Blob([animatedPng(still, frames)], { type: 'image/png' });
}

/** The moments to paint, each with the time for which it is seen, in ms. */
export function momentsOf(drawing: Drawing): { readonly moment: number; readonly durationMs: number }[] {
  const times = replayTimes(drawing);
  const end = times[times.length - 1];
  const step = Math.max(STEP_MS, end / (MOST_PICTURES - 1));
  const moments: { moment: number; durationMs: number }[] = [];
  for (let time = 0; time < end; time += step) {
    const moment = pointsBy(times, time);
    const last = moments[moments.length - 1];
    const shownFor = Math.min(step, end - time);
    if (last?.moment === moment) last.durationMs += shownFor;
    else moments.push({ moment, durationMs: shownFor });
  }
  moments.push({ moment: drawing.points, durationMs: END_MS });
  return moments;
}

interface PixelBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const WHOLE: PixelBox = { x: 0, y: 0, width: SIDE, height: HEIGHT };

/** What differs; a pixel if nothing does, since a picture of the animation has at least one. */
export function changedBox(before: ImageData, now: ImageData): PixelBox {
  const [a, b] = [before, now].map(({ data }) => new Uint32Array(data.buffer, data.byteOffset, data.length / 4));
  let [left, top, right, bottom] = [now.width, now.height, -1, -1];
  for (let i = 0; i < b.length; i++) {
    if (a[i] === b[i]) continue;
    const [x, y] = [i % now.width, Math.floor(i / now.width)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  if (right < 0) return { x: 0, y: 0, width: 1, height: 1 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** Paints moments, which must not go back, on one canvas; the first may be any. */
function createPainter(
  frame: Frame,
  { palette, font }: Look,
  altered: string,
  read: (drawing: Drawing) => Reading,
): (moment: number) => HTMLCanvasElement {
  const drawing = frame.state.history.present;
  const canvas = sized(SIDE, HEIGHT);
  // Each picture is compared with the one before it.
  canvas.getContext('2d', { willReadFrequently: true });
  const [whole, settled, wet] = [canvas, sized(SIDE, SIDE), sized(SIDE, SIDE)].map((one) => contextOf(one));
  for (const ink of [settled, wet]) ink.scale(SIDE / PAD_SIDE, SIDE / PAD_SIDE);
  const strokes = createStrokePainter(settled, wet, { offer: () => {}, goNear: () => null, forget: () => {} });
  return (moment) => {
    const shown = { ...drawing, points: moment };
    strokes.paint(shown, moment < drawing.points, css(palette.ink));
    whole.fillStyle = css(palette.paper);
    whole.fillRect(0, 0, SIDE, HEIGHT);
    whole.drawImage(settled.canvas, 0, 0);
    whole.drawImage(wet.canvas, 0, 0);
    whole.fillStyle = css(palette.hairline);
    whole.fillRect(0, SIDE, SIDE, 1);
    paintAnswer(whole, { palette, font }, altered, { ...frame, reading: read(shown) });
    return canvas;
  };
}

/** What is read, in words, and each digit's probability as a bar over it; the leading two are named in the words. */
function paintAnswer(
  context: Context,
  { palette, font }: Look,
  altered: string,
  frame: Pick<Frame, 'words' | 'numbers' | 'reading'>,
): void {
  const { digit, probabilities } = frame.reading;
  if (digit === null || probabilities === null) return;
  const type = (text: string, x: number, y: number, weight: number, color: string): number => {
    context.font = `${weight} ${TYPE_PX}px ${font}`;
    context.fillStyle = color;
    context.fillText(text, x, y);
    return context.measureText(text).width;
  };
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  const baseline = SIDE + (WORDS_HEIGHT + TYPE_PX) / 2;
  const width = type(sentenceOf(frame), MARGIN, baseline, 600, css(palette.ink));
  type([sharesOf(frame), altered].filter(Boolean).join(' · '), 2 * MARGIN + width, baseline, 400, css(palette.muted));
  context.textAlign = 'center';
  const second = runnerUp(probabilities, digit);
  const column = SIDE / probabilities.length;
  const floor = SIDE + WORDS_HEIGHT + BARS_HEIGHT;
  probabilities.forEach((probability, one) => {
    const color = css(one === digit || one === second ? palette.ink : palette.muted);
    const height = Math.round(probability * BARS_HEIGHT);
    context.fillStyle = color;
    context.fillRect(Math.round(column * (one + 0.25)), floor - height, Math.round(column / 2), Math.max(1, height));
    type(String(one), column * (one + 0.5), floor + TYPE_PX, one === digit ? 600 : 400, color);
  });
}

function encode(canvas: HTMLCanvasElement, { x, y, width, height }: PixelBox): Promise<Uint8Array | null> {
  const part = sized(width, height);
  contextOf(part).drawImage(canvas, x, y, width, height, 0, 0, width, height);
  return new Promise((resolve) => {
    part.toBlob(async (blob) => resolve(blob && new Uint8Array(await blob.arrayBuffer())), 'image/png');
  });
}

function sized(width: number, height: number): HTMLCanvasElement {
  const canvas = create('canvas');
  [canvas.width, canvas.height] = [width, height];
  return canvas;
}
