import languages from 'virtual:words';
import { startPage } from './start.ts';

// A browser that gets this far is not too old to understand this script.
document.querySelector('#outdated')?.remove();
startPage(document, languages);
