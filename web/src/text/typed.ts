/** A number as people type it, with any of the signs that look like a minus, also full width; null for anything else. */
export function readNumber(typed: string): number | null {
  const plain = plainText(typed);
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

/** The number that is meant: what is typed as a number is printed means that one, whatever was rounded when it was printed. */
export function readAgainst(
  typed: string,
  printed: readonly { readonly text: string; readonly number: number }[],
): number | null {
  const plain = plainText(typed);
  return printed.find(({ text }) => plainText(text) === plain)?.number ?? readNumber(typed);
}

/** Only what differs by width alone is the same: NFKC would read a power as a digit. */
function plainText(typed: string): string {
  return typed
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .trim()
    .replace(/^[\u2212\u2010-\u2015\u30fc\uff70]/, '-');
}
