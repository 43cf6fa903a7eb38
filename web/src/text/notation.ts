/**
 * Formulas: read from a small subset of TeX into presentation MathML as data, and written from there as plain text and
 * as LaTeX.
 *
 *     y_{o,i} = b_o + ∑_c w_{o,c} · x_{c,i}      a letter is a name; _ and ^ take one item or a {row}
 *     \frac{e^{z_d − m}}{\sqrt{8}} ≈ "0.7%"      words stand in quotation marks; a minus is U+2212
 *     0.03_"12 smaller"                          words as an index stand below
 *     z̄                                          a name with a combining macron (U+0304) is a mean
 */

/** An element of MathML, of whatever a `math` element holds; its name, and its text or elements. */
export type Formula =
  | { readonly tag: 'mi' | 'mn' | 'mo' | 'mtext'; readonly content: string }
  | {
      readonly tag: 'mrow' | 'msub' | 'munder' | 'msup' | 'mover' | 'mfrac' | 'msqrt';
      readonly content: readonly Formula[];
    };

const TOKEN = /"[^"]*"|\\frac|\\sqrt|max|min|\p{L}\u0304?|[\d½]+(?:[.,]\d+)?|\S/gu;
const MACRON = '\u0304';
/** What an index runs over, rather than telling apart. */
const RUNNING = ['max', 'min', '∑'];

/** Reads one of the page's own formulas: any text makes a formula, but only well-formed ones make sense. */
export function readFormula(source: string): Formula {
  const tokens = source.match(TOKEN) ?? [];
  let next = 0;
  const row = (): Formula => {
    const content: Formula[] = [];
    while (next < tokens.length && tokens[next] !== '}') {
      const before = content.at(-1);
      const isScript = before && (tokens[next] === '_' || tokens[next] === '^');
      if (isScript) {
        const isPower = tokens[next++] === '^';
        const script = item(true);
        const isUnder = RUNNING.includes(before.content as string) || script.tag === 'mtext';
        content.splice(-1, 1, { tag: isPower ? 'msup' : isUnder ? 'munder' : 'msub', content: [before, script] });
      } else content.push(item(isOperand(before)));
    }
    next++;
    return content.length === 1 ? content[0] : { tag: 'mrow', content };
  };
  /** @param follows whether a minus takes away from what stands before it, rather than being a number's sign */
  const item = (follows = false): Formula => {
    const token = tokens[next++] ?? '';
    if (token === '{') return row();
    if (token === '\\frac') return { tag: 'mfrac', content: [item(true), item(true)] };
    if (token === '\\sqrt') return { tag: 'msqrt', content: [item()] };
    if (token.startsWith('"')) return { tag: 'mtext', content: token.slice(1, -1) };
    if (token === '−' && !follows && /^\d/.test(tokens[next])) return { tag: 'mn', content: token + tokens[next++] };
    if (token.endsWith(MACRON))
      return {
        tag: 'mover',
        content: [
          { tag: 'mi', content: token.slice(0, -1) },
          { tag: 'mo', content: '¯' },
        ],
      };
    return { tag: /^\p{L}/u.test(token) ? 'mi' : /^[\d½]/.test(token) ? 'mn' : 'mo', content: token };
  };
  return row();
}

/** As one line of text: "y[o,i] = b[o] + ∑[c] w[o,c] · x[c,i]". */
export function formulaText({ tag, content }: Formula): string {
  if (typeof content === 'string') return content;
  if (tag === 'mrow') return content.map(spaced).join('').trim();
  const [base, script] = content;
  if (tag === 'msqrt') return `√${inParentheses(base)}`;
  const [before, after] = [base, script].map(formulaText);
  if (tag === 'mover') return before + MACRON;
  if (tag === 'mfrac') return `${inParentheses(base)} / ${inParentheses(script)}`;
  if (tag === 'msup') return `${before}^${inParentheses(script)}`;
  if (script.tag === 'mtext') return `${before} (${after})`;
  return `${before}[${after.replace(/ /g, '')}]${tag === 'munder' ? ' ' : ''}`;
}

const TEX: Readonly<Record<string, string>> = {
  '∑': '\\sum',
  '−': '-',
  '·': '\\cdot',
  '≈': '\\approx',
  '½': '\\tfrac12',
  max: '\\max',
  min: '\\min',
};
const TEX_IN_WORDS: Readonly<Record<string, string>> = { '<': '\\textless{}', '>': '\\textgreater{}' };

/** As LaTeX, for math mode; words need `\text` and `\underset` of amsmath. */
export function formulaTex({ tag, content }: Formula): string {
  if (tag === 'mtext') return `\\text{${content.replace(/[%#&_$<>]/g, (sign) => TEX_IN_WORDS[sign] ?? `\\${sign}`)}}`;
  if (tag === 'mn') return TEX[content] ?? content.replace('−', '-').replace(',', '{,}');
  if (typeof content === 'string') return TEX[content] ?? content;
  const [base, script] = content.map(formulaTex);
  if (tag === 'msqrt') return `\\sqrt{${base}}`;
  if (tag === 'mrow') return content.map(formulaTex).join(' ');
  if (tag === 'mover') return `\\bar{${base}}`;
  if (tag === 'mfrac') return `\\frac{${base}}{${script}}`;
  if (content[1].tag === 'mtext') return `\\underset{${script}}{${base}}`;
  return `${base}${tag === 'msup' ? '^' : '_'}{${script}}`;
}

function isOperand(before: Formula | undefined): boolean {
  return before !== undefined && (before.tag !== 'mo' || before.content === ')');
}

function spaced(item: Formula): string {
  const text = formulaText(item);
  if (item.tag !== 'mo' || /[()]/.test(text)) return text;
  return text === ',' ? ', ' : ` ${text} `;
}

function inParentheses(formula: Formula): string {
  const text = formulaText(formula);
  return formula.tag === 'mrow' ? `(${text})` : text;
}
