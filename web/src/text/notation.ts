/**
 * Formulas: read from a small subset of TeX into a tree, and written from there as plain text, as LaTeX, or as MathML.
 *
 *     y_{o,i} = b_o + ∑_c w_{o,c} · x_{c,i}      a letter is a name; _ and ^ take one item or a {row}
 *     \frac{e^{z_d − m}}{s} ≈ "0.7 %"            words stand in quotation marks; a minus is U+2212
 *     z̄                                          a name with a combining macron (U+0304) is a mean
 */

export type Formula =
  | { readonly is: 'name' | 'number' | 'operator' | 'words'; readonly text: string }
  | { readonly is: 'mean'; readonly of: string }
  | { readonly is: 'row'; readonly items: readonly Formula[] }
  | { readonly is: 'index' | 'power'; readonly base: Formula; readonly script: Formula }
  | { readonly is: 'fraction'; readonly over: Formula; readonly under: Formula };

/** An element of MathML with text or elements in it; a view makes it. */
export interface MathElement {
  readonly tag: string;
  readonly content: string | readonly MathElement[];
}

const TOKEN = /"[^"]*"|\\frac|max|min|\p{L}\u0304?|[\d½]+(?:[.,]\d+)?|\S/gu;
const RUNNING = ['max', 'min', '∑'];
const MACRON = '\u0304';

/** @throws Error one clear line, if a brace is missing; formulas are the page's own. */
export function readFormula(source: string): Formula {
  const tokens = source.match(TOKEN) ?? [];
  let next = 0;
  const row = (end?: string): Formula => {
    const items: Formula[] = [];
    while (next < tokens.length && tokens[next] !== end) {
      const script = tokens[next] === '_' ? 'index' : tokens[next] === '^' ? 'power' : null;
      const base = script && items.pop();
      if (script) next++;
      if (script && base) items.push({ is: script, base, script: item() });
      else items.push(item(isOperand(items.at(-1))));
    }
    if (end !== undefined && tokens[next++] !== end) throw new Error(`The formula “${source}” lacks a ${end}.`);
    return items.length === 1 ? items[0] : { is: 'row', items };
  };
  const item = (follows = false): Formula => {
    const token = tokens[next++] ?? '';
    if (token === '{') return row('}');
    if (token === '\\frac') return { is: 'fraction', over: item(), under: item() };
    if (token === '−' && !follows && /^\d/.test(tokens[next] ?? ''))
      return { is: 'number', text: token + tokens[next++] };
    if (token.startsWith('"')) return { is: 'words', text: token.slice(1, -1) };
    if (token.endsWith(MACRON)) return { is: 'mean', of: token.slice(0, -1) };
    return { is: /^\p{L}/u.test(token) ? 'name' : /^[\d½]/.test(token) ? 'number' : 'operator', text: token };
  };
  return row();
}

/** As one line of text: "y[o,i] = b[o] + ∑[c] w[o,c] · x[c,i]". */
export function formulaText(formula: Formula): string {
  switch (formula.is) {
    case 'mean':
      return formula.of + MACRON;
    case 'row':
      return formula.items.map(spaced).join('').trim();
    case 'index': {
      const script = formulaText(formula.script);
      return formulaText(formula.base) + (formula.script.is === 'words' ? ` (${script})` : `[${tight(script)}]`);
    }
    case 'power':
      return `${formulaText(formula.base)}^${inParentheses(formula.script)}`;
    case 'fraction':
      return `${inParentheses(formula.over)} / ${inParentheses(formula.under)}`;
    default:
      return formula.text;
  }
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

/** As LaTeX, for math mode; words need `\text` of amsmath. */
export function formulaTex(formula: Formula): string {
  switch (formula.is) {
    case 'mean':
      return `\\bar{${formula.of}}`;
    case 'row':
      return formula.items.map(formulaTex).join(' ');
    case 'index':
      return `${formulaTex(formula.base)}_{${formulaTex(formula.script)}}`;
    case 'power':
      return `${formulaTex(formula.base)}^{${formulaTex(formula.script)}}`;
    case 'fraction':
      return `\\frac{${formulaTex(formula.over)}}{${formulaTex(formula.under)}}`;
    case 'number':
      return TEX[formula.text] ?? formula.text.replace('−', '-').replace(',', '{,}');
    case 'words':
      return `\\text{${formula.text
        .replace(/[%#&_${}]/g, '\\$&')
        .replace(/</g, '\\textless{}')
        .replace(/>/g, '\\textgreater{}')}}`;
    default:
      return TEX[formula.text] ?? formula.text;
  }
}

const TAGS = { name: 'mi', number: 'mn', operator: 'mo', words: 'mtext' } as const;

/** As presentation MathML, to be put into a `math` element. */
export function formulaMath(formula: Formula): MathElement {
  const scripted = (tag: string, ...content: Formula[]) => ({ tag, content: content.map(formulaMath) });
  switch (formula.is) {
    case 'mean':
      return {
        tag: 'mover',
        content: [
          { tag: 'mi', content: formula.of },
          { tag: 'mo', content: '¯' },
        ],
      };
    case 'row':
      return scripted('mrow', ...formula.items);
    case 'index': {
      const { base, script } = formula;
      return scripted(runsOver(base) ? 'munder' : 'msub', base, script);
    }
    case 'power':
      return scripted('msup', formula.base, formula.script);
    case 'fraction':
      return scripted('mfrac', formula.over, formula.under);
    default:
      return { tag: TAGS[formula.is], content: formula.text };
  }
}

/** Whether a minus after it takes something away, rather than being a number's sign. */
function isOperand(before: Formula | undefined): boolean {
  return before !== undefined && (before.is !== 'operator' || before.text === ')');
}

function spaced(item: Formula): string {
  const text = formulaText(item);
  if (item.is === 'operator') return text === ',' ? ', ' : /[()]/.test(text) ? text : ` ${text} `;
  return item.is === 'index' && runsOver(item.base) ? `${text} ` : text;
}

/** Whether an index of it runs over what follows. */
function runsOver(base: Formula): boolean {
  return 'text' in base && RUNNING.includes(base.text);
}

function tight(text: string): string {
  return text.replace(/ /g, '');
}

function inParentheses(formula: Formula): string {
  const text = formulaText(formula);
  return formula.is === 'row' ? `(${text})` : text;
}
