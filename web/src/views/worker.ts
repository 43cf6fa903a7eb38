import { createLater, serve } from './painting/worker.ts';
import { PICTURES } from './pictures.ts';

/** Makes a worker's `scope` paint the page's pictures. */
export function servePictures(scope: unknown): void {
  serve(scope as Parameters<typeof serve>[0], PICTURES, createLater());
}
