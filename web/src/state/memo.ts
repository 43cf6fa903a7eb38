/** `compute`, called again only if an argument is not identical to the last one. */
export function memoize<Arguments extends readonly unknown[], Result>(
  compute: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  let last: { readonly given: Arguments; readonly result: Result } | null = null;
  return (...given) => {
    if (last === null || last.given.some((argument, i) => argument !== given[i]))
      last = { given, result: compute(...given) };
    return last.result;
  };
}
