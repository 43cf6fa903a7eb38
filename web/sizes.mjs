// How many bytes of the page's script come from where, as JSON: from each room of web/src, the words, and what bundling makes.
//
//   node web/sizes.mjs
import { bytesOfScript } from './bundling.mjs';

/** A room of web/src, or what stands before the colon of what bundling makes. */
const partOf = (path) => path.match(/^web\/src\/(\w+)\//)?.[1] ?? path.match(/^(\w+):/)?.[1] ?? 'other';

const sizes = {};
for (const [path, bytes] of await bytesOfScript()) sizes[partOf(path)] = (sizes[partOf(path)] ?? 0) + bytes;
console.log(JSON.stringify(sizes));
