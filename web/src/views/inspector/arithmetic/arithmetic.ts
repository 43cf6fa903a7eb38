import type { Origin } from '../../../explain/provenance/description.ts';
import { unitOrigin } from '../../../explain/provenance/origins.ts';
import { type Part, type Unit, writePart } from '../../../explain/unit.ts';
import type { Frame } from '../../../state/frame.ts';
import { memoize } from '../../../state/memo.ts';
import { arithmeticOf, exactLines, mostRows, termText } from '../../../text/arithmetic.ts';
import type { NumberStyle } from '../../../text/formula.ts';
import { partName } from '../../../text/parts.ts';
import { createQuantities } from '../../../text/quantities.ts';
import { say } from '../../../text/words.ts';
import { create, setAttribute, setFlag, setText } from '../../parts/dom.ts';
import type { Section } from '../section.ts';
import { mathOf } from './math.ts';
import { createReluCurve } from './relu.ts';
import { createSumTable } from './sum-table.ts';
import { createTileCanvas } from './tile-canvas.ts';
import { QUANTITIES, type Quantity, quantitiesOf, sheetOf } from './tiles.ts';
import { createWindowMap } from './window-map.ts';

/** What an FC unit's channels can show. */
const CHOICES = QUANTITIES.slice(0, 3);

/** A single unit: how its number is made, by its inputs, weights, bias and what becomes of their sum. */
export const arithmeticSection: Section = {
  accepts: isUnit,
  mount(root, actions) {
    const heading = root.appendChild(create('h2'));
    const formulas = root.appendChild(create('div', 'unit-formulas'));
    const empty = root.appendChild(create('p'));
    const filled = root.appendChild(create('div', 'unit'));
    const outcome = filled.appendChild(create('div', 'unit-outcome'));
    const map = createWindowMap(actions.pin);
    const curve = createReluCurve();
    const note = create('p');
    outcome.append(map.element, curve.element, note);
    const names = filled.appendChild(create('div', 'unit-names'));
    const choices = CHOICES.map((choice) => {
      const button = create('button');
      button.type = 'button';
      button.addEventListener('click', () => {
        chosen = choice;
        render();
      });
      return button;
    });
    const columns = QUANTITIES.map(() => create('span'));
    names.append(...choices, ...columns);
    const tiles = createTileCanvas((term, mouse) => point(term, mouse));
    const told = create('p', 'unit-told');
    const table = createSumTable();
    const exact = create('details', 'unit-exact');
    const summary = exact.appendChild(create('summary'));
    const lines = exact.appendChild(create('p'));
    filled.append(tiles.element, told, table.element, exact);
    exact.addEventListener('toggle', () => render());

    const writeIn = memoize(createQuantities);
    let shown: { readonly frame: Frame; readonly part: Unit } | null = null;
    let origin: Origin | null = null;
    let chosen: Quantity = 'amount';
    let pointed: number | null = null;

    /** A mouse lights the term up, and its click goes there; a finger's tap only tells the numbers. */
    function point(term: number | null, mouse: boolean): void {
      if (term === pointed) return;
      pointed = term;
      const source = term === null ? undefined : origin?.terms[term]?.source;
      setAttribute(tiles.element, 'data-part', source && mouse ? writePart(source) : null);
      if (mouse) actions.point(source ?? null);
      render();
    }

    function render(): void {
      if (shown === null) return;
      const { frame, part } = shown;
      const { trace, words, numbers, state, palette } = frame;
      const style: NumberStyle = { words, write: writeIn(frame.language), probability: numbers.probability.exact };
      setText(heading, partName(words, part));
      setText(empty, trace ? '' : say(words, 'selection.empty'));
      for (const one of [formulas, filled]) setFlag(one, 'hidden', trace === null);
      if (trace === null || frame.contributions === null) return;
      const evidence = { trace, weights: frame.network.weights, contributions: frame.contributions };
      const form = state.logits === 'average' ? 'average' : 'computed';
      origin = unitOrigin(part, evidence, form);
      const { decimals, formulas: written, rows, note: said } = arithmeticOf(origin, form, style);
      formulas.replaceChildren(...written.map(mathOf));

      const convolved = part.layer === 'conv1' || part.layer === 'conv2';
      setFlag(map.element, 'hidden', !convolved);
      if (convolved) map.show(frame, trace, part);
      const rectified = origin.kind === 'sum' && origin.rectified;
      curve.element.style.display = rectified ? '' : 'none';
      if (origin.kind === 'sum') curve.show(origin);
      setText(note, said);
      setFlag(outcome, 'hidden', said === '');

      const sheet = sheetOf(origin, chosen);
      for (const one of [names, tiles.element, told]) setFlag(one, 'hidden', sheet === null);
      if (sheet) {
        const values = quantitiesOf(origin);
        const winner = origin.kind === 'largest' ? origin.terms.findIndex(({ wins }) => wins) : -1;
        tiles.show(sheet, values, pointed ?? (winner < 0 ? null : winner), palette);
        setAttribute(tiles.element, 'aria-label', partName(words, part));
        const isSwitch = part.layer === 'fc1';
        choices.forEach((button, i) => {
          setFlag(button, 'hidden', !isSwitch);
          setText(button, say(words, `unit.${CHOICES[i]}`));
          setAttribute(button, 'aria-pressed', String(CHOICES[i] === chosen));
        });
        columns.forEach((column, i) => {
          setFlag(column, 'hidden', !convolved);
          column.style.width = `${sheet.column}px`;
          setText(column, say(words, `unit.${QUANTITIES[i]}`));
        });
        setText(told, pointed === null ? say(words, 'unit.point') : toldAbout(pointed, values, decimals, style));
      }
      table.show(rows, mostRows(origin), captionOf(form, frame));
      setFlag(table.element, 'hidden', rows.length === 0);
      setText(summary, say(words, 'unit.exact'));
      if (exact.open) setText(lines, exactLines(origin, style).join('\n'));
    }

    function toldAbout(
      term: number,
      values: Readonly<Record<Quantity, readonly number[]>>,
      decimals: number,
      { words, write }: NumberStyle,
    ): string {
      const [input, weight, amount, running] = QUANTITIES.map((quantity) => values[quantity][term]);
      const name = origin ? partName(words, origin.terms[term].source) : '';
      if (origin?.kind === 'largest') return `${name}: ${write(input, decimals)}`;
      const soFar = say(words, 'value.named', {
        quantity: say(words, 'unit.running'),
        number: write(running, decimals),
      });
      return `${name}: ${termText(input, weight, amount, decimals + 1, write)}; ${soFar}`;
    }

    function captionOf(form: string, { words }: Frame): string {
      return origin?.part.layer === 'logit' && form === 'average' ? say(words, 'value.againstAverage') : '';
    }

    return (frame, part) => {
      if (!isUnit(part)) return;
      if (shown?.part !== part && part.layer !== shown?.part.layer) pointed = null;
      shown = { frame, part };
      render();
    };
  },
};

function isUnit(part: Part): part is Unit {
  return 'cell' in part || 'unit' in part || 'digit' in part;
}
