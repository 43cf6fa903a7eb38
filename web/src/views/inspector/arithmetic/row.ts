import { type Part, writePart } from '../../../explain/unit.ts';
import { create, setAttribute, setFlag, setText } from '../../parts/dom.ts';

export interface Row {
  readonly element: HTMLTableRowElement;
  readonly cells: readonly HTMLTableCellElement[];
  /** Names the row after a part, which a button then selects, or after something else. */
  head(name: string, part: Part | null): void;
  /** Whether there is anything in it; empty it takes its room. */
  fill(filled: boolean): void;
}

/** A row of a table, with so many cells after its head. */
export function makeRow(body: HTMLTableSectionElement, cells: number): Row {
  const element = body.insertRow();
  const head = element.appendChild(create('th'));
  head.scope = 'row';
  const plain = head.appendChild(create('span'));
  const button = head.appendChild(create('button', 'quiet'));
  button.type = 'button';
  return {
    element,
    cells: Array.from({ length: cells }, () => element.insertCell()),
    head(name, part) {
      setAttribute(button, 'data-part', part && writePart(part));
      setFlag(button, 'hidden', part === null);
      setText(button, part ? name : '');
      setText(plain, part ? '' : name);
    },
    fill(filled) {
      element.style.visibility = filled ? '' : 'hidden';
    },
  };
}
