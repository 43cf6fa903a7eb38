/** Numbers as the page's language writes them. Made once a language: `Intl` formats are costly to make and cheap to use. */
export interface Numbers {
  /** A share from 0 to 1 as whole percent, "97%". */
  percent(share: number): string;
  /** A share from 0 to 1 as percent with two decimals, "99.43%". */
  finePercent(share: number): string;
  /** A count, with the language's grouping: "27,690". */
  count(amount: number): string;
  /** A number as it is, such as a setting of a recipe: "0.004". */
  exact(value: number): string;
  /** A quantity with two decimals. */
  decimal(quantity: number): string;
  /** A quantity with two decimals and always a sign, "+1.25". */
  signed(quantity: number): string;
}

export function createNumbers(language: string): Numbers {
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const finePercent = new Intl.NumberFormat(language, {
    style: 'percent',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  const count = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const exact = new Intl.NumberFormat(language, { maximumSignificantDigits: 6 });
  const decimal = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const signed = new Intl.NumberFormat(language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: 'exceptZero',
  });
  return {
    percent: (share) => percent.format(share),
    finePercent: (share) => finePercent.format(share),
    count: (amount) => count.format(amount),
    exact: (value) => exact.format(value),
    decimal: (quantity) => decimal.format(quantity),
    signed: (quantity) => signed.format(quantity),
  };
}
