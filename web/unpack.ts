/*! Unpacked with fflate, © Arjun Barrett, MIT licence: https://github.com/101arrowz/fflate/blob/master/LICENSE */

// All that the page's file holds of its script and style: it unpacks both at once, so that the page works, and looks as it should, as
// soon as its file has been read. Browsers can inflate too, but only later, and the oldest in web/browsers.json can't.

import packedScript from 'virtual:script';
import packedStyle from 'virtual:style';
import { inflateSync } from 'fflate';
import { decodeBase64 } from './src/net/base64.ts';

/** Added to the document, it takes effect if its hash is the one that the page's policy names. */
function unpacked(name: 'script' | 'style', packed: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = new TextDecoder().decode(inflateSync(decodeBase64(packed)));
  return element;
}

// First, so that there is never a page without it; in a copy that a browser saves it is there already.
document.querySelector('style ~ style')?.remove();
document.head.append(unpacked('style', packedStyle));
const script = unpacked('script', packedScript);
document.body.append(script);
// A copy of the page that a browser saves should not run it twice.
script.remove();
