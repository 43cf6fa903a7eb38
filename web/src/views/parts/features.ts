/** The features that the page needs and this browser lacks, by their usual names. */
export class MissingFeatures extends Error {
  constructor(readonly features: readonly string[]) {
    super(`This browser has no ${features.join(', ')}.`);
  }
}

/** Features that a browser may lack although it understands the page's script. */
const FEATURES: Readonly<Record<string, () => unknown>> = {
  '2D canvas': () => document.createElement('canvas').getContext('2d'),
  ResizeObserver: () => window.ResizeObserver,
  PointerEvent: () => window.PointerEvent,
  AbortController: () => window.AbortController,
  'Object.hasOwn': () => Object.hasOwn,
  'Array.prototype.at': () => Array.prototype.at,
  'Element.replaceChildren': () => Element.prototype.replaceChildren,
  'Intl.ListFormat': () => Intl.ListFormat,
};

/** @throws MissingFeatures naming all that is missing, before it can show up as some other fault. */
export function requireFeatures(): void {
  const missing = Object.keys(FEATURES).filter((name) => !FEATURES[name]());
  if (missing.length > 0) throw new MissingFeatures(missing);
}
