import type { Theme } from './state.ts';

/** What a person chose and finds again next time. What was never chosen is missing. */
export interface Preferences {
  readonly language?: string;
  readonly theme?: Theme;
  readonly swapped?: boolean;
  readonly projector?: boolean;
}

const KEY = 'inkspect';
const THEMES: readonly string[] = ['system', 'light', 'dark'] satisfies Theme[];

/** What was stored, and nothing that does not look like it: other pages and older versions may have written there. */
export function parsePreferences(stored: string | null): Preferences {
  const found = parseObject(stored);
  return {
    ...(typeof found.language === 'string' && { language: found.language }),
    ...(isTheme(found.theme) && { theme: found.theme }),
    ...(typeof found.swapped === 'boolean' && { swapped: found.swapped }),
    ...(typeof found.projector === 'boolean' && { projector: found.projector }),
  };
}

function isTheme(value: unknown): value is Theme {
  return typeof value === 'string' && THEMES.includes(value);
}

function parseObject(stored: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(stored ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Storage may be refused to a page from a file or in a private window; then nothing is remembered, and all else works. */
export function recallPreferences(): Preferences {
  try {
    return parsePreferences(window.localStorage.getItem(KEY));
  } catch {
    return {};
  }
}

export function rememberPreferences(chosen: Preferences): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify({ ...recallPreferences(), ...chosen }));
  } catch {
    return;
  }
}
