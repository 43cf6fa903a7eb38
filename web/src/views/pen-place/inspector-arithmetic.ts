import { isSamePenPart, type PenPart } from '../../explain/pen/parts.ts';
import type { PenEvidence, PenProvenance } from '../../explain/pen/provenance/description.ts';
import { penProvenance } from '../../explain/pen/provenance/provenance.ts';
import { styleOf } from '../../text/formula.ts';
import type { Numbers } from '../../text/numbers.ts';
import { mostPenRows, penArithmetic, penFeedRows } from '../../text/pen-arithmetic.ts';
import { penFormulas } from '../../text/pen-formula.ts';
import { penNotes, penValueText } from '../../text/pen-notes.ts';
import { quantityName } from '../../text/pen-parts.ts';
import { say, type Words } from '../../text/words.ts';
import { mathOf } from '../inspector/arithmetic/math.ts';
import { create, setFlag, setText } from '../parts/dom.ts';
import { createFeedTable, createPenSumTable } from './inspector-sum.ts';
import { quantityElement } from './inspector-term.ts';

export interface PenArithmeticView {
  readonly element: HTMLElement;
  show(part: PenPart, evidence: PenEvidence, words: Words, numbers: Numbers): void;
}

/** A number's formulas, the sum that it is, what must be said of it, and what it feeds. */
export function createPenArithmetic(page: Document): PenArithmeticView {
  const element = create('div', 'pen-arithmetic unit');
  const heading = element.appendChild(create('h3', 'pen-quantity'));
  const formulas = element.appendChild(create('div', 'unit-formulas'));
  const table = createPenSumTable();
  const full = create('details');
  const summary = full.appendChild(create('summary'));
  const fullTable = createPenSumTable();
  full.append(fullTable.element);
  const notes = create('div', 'pen-notes');
  const fed = create('h3');
  const feeds = createFeedTable();
  const more = create('p', 'pen-more');
  element.append(table.element, full, notes, fed, feeds.element, more);
  let render = (): void => {};
  full.addEventListener('toggle', () => render());
  let shown: { readonly part: PenPart; readonly words: Words } | null = null;
  let fedRows = 0;

  return {
    element,
    show(part, evidence, words, numbers) {
      const provenance = penProvenance(part, evidence);
      if (provenance === null) return;
      const isOther = shown === null || !isSamePenPart(part, shown.part);
      if (isOther || shown?.words !== words) {
        const value = create('span', 'pen-value');
        heading.replaceChildren(quantityElement(page, part.quantity, quantityName(words, part)), value);
        setText(summary, say(words, 'unit.exact'));
        setText(fed, say(words, 'fed.heading'));
      }
      if (isOther) fedRows = 0;
      shown = { part, words };
      render = () => write(provenance, evidence, words, numbers);
      render();
    },
  };

  function write(provenance: PenProvenance, { trace }: PenEvidence, words: Words, numbers: Numbers): void {
    const style = styleOf(words, numbers);
    const { part } = provenance;
    const { rows, printed } = penArithmetic(provenance, trace.ids, style);
    if (heading.lastElementChild) setText(heading.lastElementChild, penValueText(part, trace, style));
    formulas.replaceChildren(...penFormulas(provenance, printed, style).map(mathOf));
    table.show(rows, mostPenRows(provenance));
    setFlag(full, 'hidden', printed === null);
    if (full.open) fullTable.show(penArithmetic(provenance, trace.ids, style, 'full').rows, 0);
    notes.replaceChildren(...penNotes(provenance, trace, style).map((note) => create('p', '', note)));
    const fedInto = penFeedRows(part, provenance.feeds, style);
    fedRows = Math.max(fedRows, fedInto.rows.length);
    feeds.show(fedInto.rows, fedRows);
    setText(
      more,
      provenance.feeds.length === 0
        ? say(words, 'fed.nothing')
        : fedInto.more > 0
          ? say(words, 'penInspector.more', { count: fedInto.more })
          : '',
    );
  }
}
