/*! Unpacked with fflate, © Arjun Barrett, MIT licence: https://github.com/101arrowz/fflate/blob/master/LICENSE */

// All that the page's file holds of its script: it unpacks the script and runs it at once, so that the page works as soon as
// its file has been read. Browsers can inflate too, but only later, and the oldest in web/browsers.json can't.

import packed from 'virtual:script';
import { inflateSync } from 'fflate';
import { decodeBase64 } from './src/net/base64.ts';

const script = document.createElement('script');
script.textContent = new TextDecoder().decode(inflateSync(decodeBase64(packed)));
// Added to the document, it runs, if its hash is the one that the page's policy names.
document.body.append(script);
// A copy of the page that a browser saves should not run it twice.
script.remove();
