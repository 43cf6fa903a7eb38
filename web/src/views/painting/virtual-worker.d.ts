/** Provided by web/bundle.mjs: `virtual:worker/NAME` is the script views/NAME/worker.ts, bundled. */
declare module 'virtual:worker/*' {
  const script: string;
  export default script;
}
