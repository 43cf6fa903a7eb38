/** The page's script and its style, deflated, as base64: made by web/bundling.mjs. */
declare module 'virtual:script' {
  const packed: string;
  export default packed;
}
declare module 'virtual:style' {
  const packed: string;
  export default packed;
}
