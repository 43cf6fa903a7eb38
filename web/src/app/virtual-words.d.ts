/** Made by web/bundle.mjs: every words/*.json, by its language tag (the file's name). */
declare module 'virtual:words' {
  const languages: Readonly<Record<string, import('../text/words.ts').Words>>;
  export default languages;
}
