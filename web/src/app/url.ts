const LANGUAGE = 'lang';

/** The language that the address asks for with `?lang=`, as it is written there. */
export function languageOf(address: string): string | null {
  return new URL(address).searchParams.get(LANGUAGE);
}

/** The address with another language, if it names one: else a reload would bring the old one back. */
export function withLanguage(address: string, language: string): string {
  const url = new URL(address);
  if (url.searchParams.has(LANGUAGE)) url.searchParams.set(LANGUAGE, language);
  return url.href;
}

/** Shows `address` in the address bar without loading anything. Some browsers refuse it to a page from a file: no harm done. */
export function showAddress(address: string): void {
  if (address === window.location.href) return;
  try {
    window.history.replaceState(null, '', address);
  } catch {
    return;
  }
}
