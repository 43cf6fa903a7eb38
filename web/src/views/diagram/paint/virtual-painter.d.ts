/** Made by web/bundle.mjs: the script of worker.ts, bundled. */
declare module 'virtual:diagram-painter' {
  const script: string;
  export default script;
}
