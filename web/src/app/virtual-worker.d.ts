/** Made by web/bundle.mjs: the script views/worker.ts, bundled. */
declare module 'virtual:worker' {
  const script: string;
  export default script;
}
