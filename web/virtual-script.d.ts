/** The page's script, deflated, as base64: made by web/bundling.mjs. */
declare module 'virtual:script' {
  const packed: string;
  export default packed;
}
