/** The kernels, web/kernels compiled to WebAssembly, as base64: made by web/kernels.mjs. */
declare module 'virtual:kernels' {
  const kernels: string;
  export default kernels;
}
