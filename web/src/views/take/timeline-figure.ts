import { css } from '../../look/color.ts';
import type { Studio } from '../painting/studio.ts';
import { createSvgContext } from '../painting/svg.ts';
import type { Look } from '../parts/look.ts';
import type { PictureParts } from '../pictures.ts';
import { embed } from './figure.ts';

/** In px: twice as high as on the page. */
const SIZE = { width: 720, height: 112, ratio: 1 };

/** The timeline as it stands on the page, all of it in full ink. `told` is what it shows, in words. */
export function timelineSvg(look: Look, studio: Pick<Studio<PictureParts>, 'paint'>, told: string): string {
  const { context, document } = createSvgContext(SIZE.width, SIZE.height, embed);
  context.fillStyle = css(look.palette.paper);
  context.fillRect(0, 0, SIZE.width, SIZE.height);
  studio.paint('timeline', context, { timelineBox: { size: SIZE, cursor: false }, look });
  return document(told);
}
