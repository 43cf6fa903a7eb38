import type { Origin } from '../../../explain/provenance/description.ts';
import { unitOrigin } from '../../../explain/provenance/origins.ts';
import { isSamePart, isUnit, type Unit, writePart } from '../../../explain/unit.ts';
import { evidenceOf } from '../../../state/explanation.ts';
import type { Frame } from '../../../state/frame.ts';
import { arithmeticOf, formulasOf, mostRows, noteOf } from '../../../text/arithmetic.ts';
import { styleOf } from '../../../text/formula.ts';
import { partName } from '../../../text/parts.ts';
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

/** A single unit: how its number is made of its inputs, weights and bias, and what becomes of the sum. */
export const arithmeticSection: Section = {
  accepts: isUnit,
  mount(root, actions) {
    const heading = root.appendChild(create('h2'));
    const empty = root.appendChild(create('p', 'unit-empty'));
    const filled = root.appendChild(create('div', 'unit'));
    const formulas = create('div', 'unit-formulas');
    const outcome = create('div', 'unit-outcome');
    const [map, curve, note] = [createWindowMap(actions.pin), createReluCurve(), create('p', 'unit-note')];
    outcome.append(map.element, curve.element, note);
    const choices = create('div', 'why-methods');
    choices.setAttribute('role', 'group');
    const buttons = CHOICES.map((choice) => {
      const button = choices.appendChild(create('button'));
      button.type = 'button';
      button.addEventListener('click', () => {
        chosen = choice;
        render();
      });
      return button;
    });
    const columns = create('div', 'unit-columns');
    const names = QUANTITIES.map(() => columns.appendChild(create('span')));
    const tiles = createTileCanvas(point);
    const told = create('p', 'unit-note');
    const table = createSumTable();
    const full = create('details');
    const summary = full.appendChild(create('summary'));
    const fullTable = createSumTable();
    full.append(fullTable.element);
    full.addEventListener('toggle', render);
    filled.append(formulas, outcome, choices, columns, tiles.element, told, table.element, full);

    let shown: { readonly frame: Frame; readonly part: Unit } | null = null;
    let origin: Origin | null = null;
    let chosen: Quantity = 'amount';
    let pointed: number | null = null;
    let showPointed = (): void => {};

    /** A mouse lights the term up, and its click goes there; a finger's tap only tells the numbers. */
    function point(term: number | null, mouse: boolean): void {
      if (term === pointed) return;
      pointed = term;
      const source = term === null ? null : (origin?.terms[term]?.source ?? null);
      setAttribute(tiles.element, 'data-part', source && mouse ? writePart(source) : null);
      if (mouse) actions.point(source);
      showPointed();
    }

    function render(): void {
      if (shown === null) return;
      const { frame, part } = shown;
      const { words, numbers, palette } = frame;
      setText(heading, partName(words, part));
      // The room is kept, so that nothing moves at the first ink.
      setText(empty, frame.trace ? '' : say(words, 'selection.empty'));
      filled.style.visibility = frame.trace ? '' : 'hidden';
      const form = frame.state.logits;
      const evidence = evidenceOf(frame);
      origin = unitOrigin(part, evidence, form);
      const style = styleOf(words, numbers);
      const { write } = style;
      const { rows, printed, decimals } = arithmeticOf(origin, style);
      formulas.replaceChildren(...formulasOf(origin, printed, style, form).map(mathOf));

      const isConvolved = part.layer === 'conv1' || part.layer === 'conv2';
      setFlag(map.element, 'hidden', !isConvolved);
      if (isConvolved) map.show(frame, evidence.trace, part);
      curve.show(origin.kind === 'sum' && origin.rectified ? origin : null);
      setText(note, noteOf(origin, style));
      setFlag(outcome, 'hidden', note.textContent === '');

      const sheet = sheetOf(origin, chosen);
      setFlag(choices, 'hidden', part.layer !== 'fc1');
      setFlag(columns, 'hidden', !isConvolved);
      for (const pictured of [tiles.element, told]) setFlag(pictured, 'hidden', sheet === null);
      buttons.forEach((button, i) => {
        setText(button, say(words, `unit.${CHOICES[i]}`));
        setAttribute(button, 'aria-pressed', String(CHOICES[i] === chosen));
      });
      names.forEach((name, i) => {
        name.style.width = `${sheet?.column ?? 0}px`;
        setText(name, say(words, `unit.${QUANTITIES[i]}`));
      });
      if (sheet) setAttribute(tiles.element, 'aria-label', partName(words, part));
      const { terms } = origin;
      const values = quantitiesOf(origin);
      showPointed = () => {
        if (sheet === null) return;
        tiles.show(sheet, values, pointed ?? terms.findIndex((term) => 'wins' in term && term.wins), palette);
        setText(told, pointed === null ? say(words, 'unit.point') : numbersOf(pointed, decimals + 1));
      };
      showPointed();
      const caption = part.layer === 'logit' && form === 'average' ? say(words, 'value.againstAverage') : '';
      table.show(rows, mostRows(origin), caption);
      setText(summary, say(words, 'unit.exact'));
      if (full.open) fullTable.show(arithmeticOf(origin, style, 'full').rows, 0, caption);

      function numbersOf(term: number, digits: number): string {
        const [input, weight, amount, running] = QUANTITIES.map((quantity) => write(values[quantity][term], digits));
        const name = partName(words, terms[term].source);
        if (origin?.kind !== 'sum') return `${name}: ${input}`;
        const soFar = say(words, 'value.named', { quantity: say(words, 'unit.running'), number: running });
        return `${name}: ${input} × ${weight} = ${amount}; ${soFar}`;
      }
    }

    return (frame, part) => {
      if (!isUnit(part)) return;
      if (!isSamePart(part, shown?.part ?? null)) {
        pointed = null;
        setAttribute(tiles.element, 'data-part', null);
      }
      shown = { frame, part };
      render();
    };
  },
};
