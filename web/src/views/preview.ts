import type { Studio } from './painting/studio.ts';
import { need } from './parts/dom.ts';
import type { PictureParts } from './pictures.ts';

/** The very values that the network is given: a picture of the scene's input. */
export function mountPreview(root: HTMLElement, studio: Studio<PictureParts>): void {
  studio.hang('preview', need(root, '.preview-picture', HTMLElement), 'pixels');
}
