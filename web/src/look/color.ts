/** The page's colours and its scales, defined once. The values themselves live in styles/tokens.css. */

/** Red, green, blue from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** The theme's colours, as the CSS variables of the same names say. */
export interface Palette {
  readonly paper: Color;
  readonly ink: Color;
  readonly muted: Color;
  readonly hairline: Color;
  /** Speaks for: the positive end of the diverging scale. */
  readonly for: Color;
  /** Speaks against: the negative end of the diverging scale. */
  readonly against: Color;
  /** The two ends of the sequential scale for probabilities. */
  readonly heatLow: Color;
  readonly heatHigh: Color;
}

const VARIABLES: Readonly<Record<keyof Palette, string>> = {
  paper: '--paper',
  ink: '--ink',
  muted: '--muted',
  hairline: '--hairline',
  for: '--for',
  against: '--against',
  heatLow: '--heat-0',
  heatHigh: '--heat-1',
};

/** The colours in force on `root`; system colours (forced-colors) are resolved too. */
export function readPalette(root: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  // Else every colour would be read as the one that is forced upon text.
  probe.style.setProperty('forced-color-adjust', 'none');
  root.append(probe);
  const style = getComputedStyle(probe);
  const read = (variable: string): Color => {
    probe.style.color = `var(${variable})`;
    return parseColor(style.color);
  };
  const colors = Object.fromEntries(Object.entries(VARIABLES).map(([name, variable]) => [name, read(variable)]));
  probe.remove();
  return colors as Record<keyof Palette, Color>;
}

/** `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.5)`, as browsers report computed colours. Anything else is black. */
export function parseColor(computed: string): Color {
  const [red = 0, green = 0, blue = 0] = (computed.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** From `from` (share 0) to `to` (share 1), channel by channel; shares outside are held at the ends. */
export function mix(from: Color, to: Color, share: number): Color {
  const held = Math.min(1, Math.max(0, share));
  return [
    Math.round(from[0] + (to[0] - from[0]) * held),
    Math.round(from[1] + (to[1] - from[1]) * held),
    Math.round(from[2] + (to[2] - from[2]) * held),
  ];
}

/** As CSS writes it. */
export function css(color: Color, alpha = 1): string {
  return alpha >= 1
    ? `rgb(${color[0]} ${color[1]} ${color[2]})`
    : `rgb(${color[0]} ${color[1]} ${color[2]} / ${alpha.toFixed(3)})`;
}

/** The scale for probabilities, 0 to 1. */
export function sequential(palette: Palette, probability: number): Color {
  return mix(palette.heatLow, palette.heatHigh, probability);
}

/** The scale for what is there or not: ink on paper, 0 to 1. The input and the feature maps are drawn in it. */
export function inked(palette: Palette, amount: number): Color {
  return mix(palette.paper, palette.ink, amount);
}

/** Ink as one of 256 amounts, for a share of 0 to 1. */
export function inkOfShare(share: number): number {
  return Math.round(255 * share);
}

/** Canvas pixels of the 256 amounts of ink: bytes R, G, B, A in memory, whatever the machine's order. */
export function inkPixels(palette: Palette): Uint32Array<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let ink = 0; ink < 256; ink++) bytes.set([...inked(palette, ink / 255), 255], 4 * ink);
  return new Uint32Array(bytes.buffer);
}
