/** `compute`, but not again while its arguments are the very ones of the last time. */
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
