import type { Studio } from './studio.ts';

/**
 * Puts a picture on paper and takes it away again: it is painted on the page, at once, and in the place of the worker's, which might
 * come too late. `partsOnPaper` are those of its own. Called with the same again, it does nothing; returns whether it did.
 */
export function createStill<Parts>(
  studio: Pick<Studio<Parts>, 'still'>,
  name: string,
  holder: HTMLElement,
): (printing: boolean, partsOnPaper: () => Partial<Parts>) => boolean {
  let still: HTMLCanvasElement | null = null;
  return (printing, partsOnPaper) => {
    if (printing === (still !== null)) return false;
    still?.remove();
    still = printing ? studio.still(name, partsOnPaper()) : null;
    if (still) holder.prepend(still);
    return true;
  };
}
