import { createLater, serve } from './painting/worker.ts';
import { createDeriving, PICTURES } from './pictures.ts';

/** Makes a worker's `scope` paint the page's pictures. */
export function servePictures(scope: unknown): void {
  serve(scope as Parameters<typeof serve>[0], PICTURES, createLater(), createDeriving());
}
