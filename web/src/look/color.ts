/** The page's colours and its scales, defined once. The values themselves live in styles/tokens.css. */

/** Red, green, blue from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** The theme's colours, from its CSS variables. */
export interface Palette {
  readonly paper: Color;
  readonly ink: Color;
  readonly muted: Color;
  readonly hairline: Color;
  /** Speaks for: the positive end of the diverging scale. */
  readonly for: Color;
  /** Speaks against: the negative end of the diverging scale. */
  readonly against: Color;
  /** The sequential scale for probabilities: its ends and its middle. */
  readonly heatLow: Color;
  readonly heatMiddle: Color;
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
  heatMiddle: '--heat-1',
  heatHigh: '--heat-2',
};

/** The colours in force on `root`, or in it on an element of a class; system colours (forced-colors) are resolved too. */
export function readPalette(root: HTMLElement, className = ''): Palette {
  const holder = document.createElement('span');
  holder.className = className;
  holder.hidden = true;
  // Otherwise every colour would be read as the one that is forced on text.
  holder.style.setProperty('forced-color-adjust', 'none');
  const probes = Object.entries(VARIABLES).map(([name, variable]) => {
    const probe = holder.appendChild(document.createElement('span'));
    probe.style.color = `var(${variable})`;
    return [name, probe] as const;
  });
  // None is read before all are there, so that styles are computed only once.
  root.append(holder);
  const colors = Object.fromEntries(probes.map(([name, probe]) => [name, parseColor(getComputedStyle(probe).color)]));
  holder.remove();
  return colors as Record<keyof Palette, Color>;
}

/** `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.5)`, as browsers report computed colours. Anything else is black. */
export function parseColor(computed: string): Color {
  const [red = 0, green = 0, blue = 0] = (computed.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** From `from` (share 0) to `to` (share 1), channel by channel; shares outside are clamped. */
export function mix(from: Color, to: Color, share: number): Color {
  const held = Math.min(1, Math.max(0, share));
  return [
    Math.round(from[0] + (to[0] - from[0]) * held),
    Math.round(from[1] + (to[1] - from[1]) * held),
    Math.round(from[2] + (to[2] - from[2]) * held),
  ];
}

/** The colour in CSS notation. */
export function css(color: Color, alpha = 1): string {
  return alpha >= 1
    ? `rgb(${color[0]} ${color[1]} ${color[2]})`
    : `rgb(${color[0]} ${color[1]} ${color[2]} / ${alpha.toFixed(3)})`;
}

/** The scale for probabilities, 0 to 1. */
export function sequential(palette: Palette, probability: number): Color {
  const { heatLow, heatMiddle, heatHigh } = palette;
  return probability < 0.5 ? mix(heatLow, heatMiddle, 2 * probability) : mix(heatMiddle, heatHigh, 2 * probability - 1);
}

/** The diverging scale on a background: from −1, all against, to 1, all for. */
export function diverging(palette: Palette, background: Color, strength: number): Color {
  return mix(background, strength < 0 ? palette.against : palette.for, Math.abs(strength));
}

/** Whether forced colours make for and against the same, so that signs need another mark. */
export function isOneColor({ for: positive, against }: Pick<Palette, 'for' | 'against'>): boolean {
  return positive.every((channel, i) => channel === against[i]);
}

const WHITE: Color = [255, 255, 255];
const BLACK: Color = [0, 0, 0];
/** WCAG 2.2's minimum contrast for text, success criterion 1.4.3. */
const LEAST_CONTRAST = 4.5;

/** A colour for text on `background`: the ink if it stands out enough; else white or black, one of which always does. */
export function textOn(background: Color, { ink }: Pick<Palette, 'ink'>): Color {
  if (contrast(ink, background) >= LEAST_CONTRAST) return ink;
  return contrast(WHITE, background) >= contrast(BLACK, background) ? WHITE : BLACK;
}

/** The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it. */
function contrast(a: Color, b: Color): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG's relative luminance of an sRGB colour, 0 to 1. */
function luminance(color: Color): number {
  const [red, green, blue] = color.map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The scale of ink on paper, 0 to 1, in which the input and the feature maps are drawn. */
export function inked(palette: Palette, amount: number): Color {
  return mix(palette.paper, palette.ink, amount);
}

/** The amount of ink, 0 to 255, for a share from 0 to 1. */
export function inkOfShare(share: number): number {
  return Math.round(255 * share);
}

/** Canvas pixels of the 256 amounts of ink: bytes R, G, B, A in memory, whatever the machine's byte order. */
export function inkPixels(palette: Palette): Uint32Array<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let ink = 0; ink < 256; ink++) bytes.set([...inked(palette, ink / 255), 255], 4 * ink);
  return new Uint32Array(bytes.buffer);
}
