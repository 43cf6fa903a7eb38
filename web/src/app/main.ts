import languages from 'virtual:words';
import { startPage } from './start.ts';

startPage(document, languages);
