/** Numbers as the page's language writes them. Made once a language: `Intl` formats are costly to make and cheap to use. */
export interface Numbers {
  /** A share from 0 to 1 as whole percent, "97%". */
  percent(share: number): string;
  /** A share from 0 to 1 as percent with one decimal, "97.2%". */
  tenthPercent(share: number): string;
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
  const format = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
    const formatter = new Intl.NumberFormat(language, options);
    return (value) => formatter.format(value);
  };
  const decimals = (count: number): Intl.NumberFormatOptions => ({
    minimumFractionDigits: count,
    maximumFractionDigits: count,
  });
  return {
    percent: format({ style: 'percent', ...decimals(0) }),
    tenthPercent: format({ style: 'percent', ...decimals(1) }),
    finePercent: format({ style: 'percent', ...decimals(2) }),
    count: format(decimals(0)),
    exact: format({ maximumSignificantDigits: 6 }),
    decimal: format(decimals(2)),
    signed: format({ ...decimals(2), signDisplay: 'exceptZero' }),
  };
}
