import type { Reading } from '../../explain/reading.ts';
import { inkOfShare, inkPixels } from '../../look/color.ts';
import { architecture, INPUT_LENGTH } from '../../net/cnn/architecture.ts';
import type { Frame } from '../../state/frame.ts';
import { memoize } from '../../state/memo.ts';
import { say, type WordKey } from '../../text/words.ts';
import { contextOf } from '../parts/canvas.ts';
import { create, setAttribute, setText } from '../parts/dom.ts';
import { sentenceOf, sharesOf } from '../verdict-words.ts';

const SIDE = architecture.conv1.inputWidth;

/** Texts of a sight. */
interface Named {
  readonly caption: WordKey;
  /** What the picture shows, for screen readers. */
  readonly picture: WordKey;
}

type ShowSight = (frame: Frame, input: Float32Array | null, reading: Reading) => void;

/** What the network sees, as a picture of its input, and what it reads in it. Returns what shows another. */
export function mountSight(root: HTMLElement, named: Named): ShowSight {
  const figure = root.appendChild(create('figure', 'lab-sight'));
  const caption = figure.appendChild(create('figcaption', 'lab-note'));
  const canvas = figure.appendChild(create('canvas', 'lab-picture'));
  canvas.width = SIDE;
  canvas.height = SIDE;
  canvas.setAttribute('role', 'img');
  const answer = figure.appendChild(create('strong', 'lab-answer'));
  const shares = figure.appendChild(create('span', 'lab-shares'));
  const context = contextOf(canvas);
  const pixels = new Uint32Array(INPUT_LENGTH);
  const image = new ImageData(new Uint8ClampedArray(pixels.buffer), SIDE, SIDE);
  const colorsOf = memoize(inkPixels);
  return ({ words, numbers, palette }, input, reading) => {
    const colors = colorsOf(palette);
    for (let cell = 0; cell < pixels.length; cell++) pixels[cell] = colors[input ? inkOfShare(input[cell]) : 0];
    context.putImageData(image, 0, 0);
    setText(caption, say(words, named.caption));
    setAttribute(canvas, 'aria-label', say(words, named.picture));
    setText(answer, sentenceOf({ words, reading }));
    setText(shares, sharesOf({ words, numbers, reading }));
  };
}
