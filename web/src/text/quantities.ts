/** Writes a quantity with this many decimals, in the page's language and with a wide minus; never a 0 with a sign. */
export type WriteQuantity = (quantity: number, decimals: number, sign?: 'plus and minus' | 'minus') => string;

/** As wide as a plus, so that signs stand below one another. */
export const wideMinus = (written: string): string => written.replace('-', '\u2212');

/** Numbers as they stand in sums: without grouping, so that they can be copied into a calculator. */
export function createQuantities(language: string): WriteQuantity {
  const formats = new Map<string, Intl.NumberFormat>();
  return (quantity, decimals, sign = 'minus') => {
    const key = sign + decimals;
    const format =
      formats.get(key) ??
      new Intl.NumberFormat(language, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
        useGrouping: false,
        signDisplay: sign === 'minus' ? 'auto' : 'exceptZero',
      });
    formats.set(key, format);
    // Adding 0 turns −0 into 0; rounding first, as `auto` would write −0.00.
    return wideMinus(format.format(Number(quantity.toFixed(decimals)) + 0));
  };
}
