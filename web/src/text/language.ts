export const DEFAULT_LANGUAGE = 'en';

/**
 * The first of the wanted BCP 47 tags that is available, by RFC 4647's lookup: `ja-JP` finds `ja`.
 * A wanted `pt` also finds `pt-BR`, which is better than another language. English if nothing fits.
 */
export function chooseLanguage(available: readonly string[], wanted: readonly (string | null | undefined)[]): string {
  for (const tag of wanted) {
    const found = tag ? lookUp(available, tag) : undefined;
    if (found) return found;
  }
  return available.includes(DEFAULT_LANGUAGE) ? DEFAULT_LANGUAGE : (available[0] ?? DEFAULT_LANGUAGE);
}

function lookUp(available: readonly string[], tag: string): string | undefined {
  const subtags = tag.trim().toLowerCase().split(/[-_]/);
  for (let kept = subtags.length; kept > 0; kept--) {
    const range = subtags.slice(0, kept).join('-');
    const found = available.find((language) => language.toLowerCase() === range);
    if (found) return found;
  }
  return available.find((language) => language.toLowerCase().startsWith(`${subtags[0]}-`));
}

/** The language after `current`; the first follows the last. */
export function nextLanguage(available: readonly string[], current: string): string {
  return available[(available.indexOf(current) + 1) % available.length] ?? current;
}
