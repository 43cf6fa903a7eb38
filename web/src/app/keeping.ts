import { type Drawing, emptyDrawing, isEmpty } from '../ink/drawing.ts';
import { crc32 } from '../send/checksum.ts';
import { readPlainInk, writePlainInk } from '../send/ink-text.ts';
import type { Linked, State } from '../state/state.ts';

/** What is kept, as JSON. */
interface Kept {
  /** The drawing's text; empty for an empty pad. */
  readonly ink: string;
  /** Of what the page was built with, which may have changed since. */
  readonly built: number;
  /** Of the last link that was opened; null if there was none. */
  readonly link: number | null;
  /** Whether it is another drawing than that link's by now. */
  readonly left: boolean;
}

/** What the page begins with, if anything is kept. */
export interface Restored {
  readonly drawing: Drawing;
  /** The link in the address, if this is its drawing. */
  readonly linked: Linked | null;
  /** Whether this is what was made of the link in the address: newer than that, and not to be replaced by it. */
  readonly left: boolean;
}

/**
 * Keeps the drawing for this tab alone, at each stroke's end: a reload, a crash or the way back loses nothing. Where storage is
 * refused, nothing is kept, and all else works; nor is it within a notebook, whose cells share one.
 */
export interface Keeping {
  /** @param ink of the link in the address; null if there is none */
  restore(ink: string | null): Restored | null;
  follow(state: State, before: State): void;
}

/** @param built the text of the drawing that the page was built with */
export function createKeeping(built: string): Keeping {
  // Other files share a tab's storage.
  const key = `inkspect.drawing ${window.location.pathname}`;
  const page = checkOfText(built);
  /** The link in the address, if the page began with what was made of it: some browsers leave the address as it is. */
  let leftLink: number | null = null;
  const keep = ({ history: { present }, linked }: State): void => {
    const link = linked ? checkOfText(linked.ink) : leftLink;
    const ink = isEmpty(present) ? '' : writePlainInk(present);
    const kept: Kept = { ink, built: page, link, left: linked?.drawing !== present };
    // An empty pad is worth keeping where the address still brings the drawing of a link.
    write(key, ink === '' && link === null ? null : JSON.stringify(kept));
  };
  return {
    restore(ink) {
      try {
        const kept: Partial<Kept> = { ...JSON.parse(storage()?.getItem(key) ?? '{}') };
        if (typeof kept.ink !== 'string' || kept.built !== page) return null;
        const known = ink !== null && kept.link === checkOfText(ink);
        if (kept.ink === '' && !known) return null;
        const drawing = kept.ink === '' ? emptyDrawing() : readPlainInk(kept.ink);
        if (known) leftLink = checkOfText(ink);
        return { drawing, linked: known && !kept.left ? { drawing, ink } : null, left: known && kept.left === true };
      } catch {
        return null;
      }
    },
    follow(state, before) {
      if (state.pressed !== null) return;
      if (before.pressed !== null || state.history.present !== before.history.present) keep(state);
    },
  };
}

/** Whether the page has been opened by a link or by hand, and not by a reload or on the way back. */
export function isOpenedAnew(): boolean {
  const [entry] = window.performance.getEntriesByType('navigation');
  return entry instanceof PerformanceNavigationTiming && entry.type === 'navigate';
}

function write(key: string, kept: string | null): void {
  try {
    if (kept === null) storage()?.removeItem(key);
    else storage()?.setItem(key, kept);
  } catch {
    return;
  }
}

function storage(): Storage | null {
  return window === window.top ? window.sessionStorage : null;
}

function checkOfText(text: string): number {
  return crc32(new TextEncoder().encode(text));
}
