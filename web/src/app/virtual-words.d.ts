/** Provided by web/bundle.mjs: every words/*.json, by language tag (the file's name). */
declare module 'virtual:words' {
  const languages: Readonly<Record<string, import('../text/words.ts').Words>>;
  export default languages;
}
