/** The page's colours and its three scales, defined once. The values themselves live in styles/tokens.css. */

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

/** The scale for signed quantities, -1 (against) over 0 (paper) to 1 (for). */
export function diverging(palette: Palette, strength: number): Color {
  return mix(palette.paper, strength < 0 ? palette.against : palette.for, Math.abs(strength));
}

/** The scale for what is there or not: ink on paper, 0 to 1. The input and the feature maps are drawn in it. */
export function inked(palette: Palette, amount: number): Color {
  return mix(palette.paper, palette.ink, amount);
}
