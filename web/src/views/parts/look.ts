import type { Palette } from '../../look/color.ts';
import type { Words } from '../../text/words.ts';

/** How pictures look, apart from what they show. */
export interface Look {
  readonly palette: Palette;
  /** CSS font families. */
  readonly font: string;
}

/** What words and numbers in pictures are written in. */
export interface Writing {
  /** BCP 47 tag of `words`. */
  readonly language: string;
  readonly words: Words;
}
