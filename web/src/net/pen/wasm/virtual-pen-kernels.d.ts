/** The pen's kernels, web/kernels/pen compiled to WebAssembly, as base64: made by web/kernels.mjs. */
declare module 'virtual:pen-kernels' {
  const kernels: string;
  export default kernels;
}
