/** Made by web/bundle.mjs: the script views/NAME/worker.ts, bundled, for `virtual:worker/NAME`. */
declare module 'virtual:worker/*' {
  const script: string;
  export default script;
}
