/** A number as people type it, with any of the signs that look like a minus, in any width; null for anything else. */
export function readNumber(typed: string): number | null {
  const plain = typed
    .normalize('NFKC')
    .trim()
    .replace(/^[\u2212\u2010-\u2015\u30fc]/, '-');
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : null;
}
