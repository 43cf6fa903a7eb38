import languages from 'virtual:words';
import { servePictures } from '../views/worker.ts';
import { startPage } from './start.ts';

// The page hands its own script to the worker that paints: a script for the worker alone would say most of it twice.
if (typeof document === 'undefined') {
  servePictures(self);
} else {
  // A browser that gets so far is not too old to understand this script.
  document.querySelector('#outdated')?.remove();
  startPage(document, languages, document.currentScript?.textContent ?? '');
}
