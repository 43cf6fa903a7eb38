import { cellOf, isAtSameNode, layerOf } from '../../explain/nodes.ts';
import { LAYERS, type LayerName } from '../../explain/topology.ts';
import { nodeOf, nodePart, type Part } from '../../explain/unit.ts';
import { enter, walk, walkCells } from '../../explain/walk.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { isSameNetwork } from '../../state/selection.ts';
import { nameWithState } from '../../text/altered.ts';
import { layerName } from '../../text/layers.ts';
import { say } from '../../text/words.ts';
import { create, setAttribute } from '../parts/dom.ts';
import { outlineOf } from './highlight.ts';
import { layOver } from './lay-over.ts';
import type { Layout } from './layout.ts';
import { spokenValues } from './spoken.ts';

/**
 * The nodes for the keyboard and for screen readers: an unseen button over each, one tab stop a column. Arrow keys walk;
 * Enter selects, and enters a selected node, whose cells are then walked; Escape leaves them, and lets go.
 */
export interface FocusedNodes {
  update(frame: Frame): void;
  place(layout: Layout): void;
}

const ARROWS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

type FocusActions = Pick<Actions, 'point' | 'pin'>;

export function makeFocusedNodes(area: HTMLElement, actions: FocusActions): FocusedNodes {
  const columns = LAYERS.map(({ name, nodes }) => makeColumn(area, name, nodes));
  /** Two, since a screen reader reads what gets the focus, not what is renamed while it has it. */
  const cellButtons = [addFocusButton(area, -1), addFocusButton(area, -1)] as const;
  for (const cell of cellButtons) cell.hidden = true;
  let frame: Frame | null = null;
  let layout: Layout | null = null;
  let focused: Part | null = null;
  let turn = 0;

  const spoken = (part: Part): string => {
    if (frame === null) return '';
    return frame.trace === null ? nameWithState(frame.words, part, frame.state) : spokenValues(frame, part);
  };
  const buttonOf = (part: Part): HTMLButtonElement => {
    if (cellOf(part) !== null) return cellButtons[turn];
    const { layer, index } = nodeOf(part);
    return columns[LAYERS.indexOf(layerOf(layer))].buttons[index];
  };
  const focus = (part: Part): void => {
    if (cellOf(part) !== null) turn = 1 - turn;
    const button = buttonOf(part);
    focused = part;
    setAttribute(button, 'aria-label', spoken(part));
    if (layout && cellOf(part) !== null) layOver(button, outlineOf(layout, part));
    button.hidden = false;
    button.focus({ preventScroll: true });
    for (const cell of cellButtons) cell.hidden = cell !== button;
  };
  const partOf = (button: HTMLElement): Part | null => {
    if (focused !== null && buttonOf(focused) === button) return focused;
    for (const { name, buttons } of columns) {
      const index = buttons.indexOf(button as HTMLButtonElement);
      if (index >= 0) return nodePart(name, index);
    }
    return null;
  };

  area.addEventListener('focusin', ({ target }) => {
    const part = target instanceof HTMLElement ? partOf(target) : null;
    if (part === null) return;
    focused = part;
    const { layer, index } = nodeOf(part);
    if (cellOf(part) === null) columns[LAYERS.indexOf(layerOf(layer))].stop(index);
    setAttribute(buttonOf(part), 'aria-label', spoken(part));
    actions.point(part);
  });
  area.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && area.contains(relatedTarget)) return;
    focused = null;
    for (const cell of cellButtons) cell.hidden = true;
    actions.point(null);
  });
  area.addEventListener('click', ({ target }) => {
    const part = target instanceof HTMLButtonElement ? partOf(target) : null;
    if (part === null || frame === null) return;
    const { selection, maps } = frame.state;
    const inside = enter(part, maps);
    if (inside !== part && selection.part && isAtSameNode(selection.part, part)) focus(inside);
    else actions.pin(part);
  });
  area.addEventListener('keydown', (event) => {
    const { target, key } = event;
    const part = target instanceof HTMLElement ? partOf(target) : null;
    if (part === null || frame === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const inCells = cellOf(part) !== null;
    const arrow = ARROWS[key];
    if (arrow !== undefined) {
      const [right, down] = arrow;
      const [along, across] = layout?.upright ? [right, down] : [down, right];
      const next = inCells ? walkCells(part, { right, down }) : walk(part, { along, across });
      event.preventDefault();
      focus(next);
    } else if (key === 'Escape' && inCells) {
      const { layer, index } = nodeOf(part);
      // Handled here: it leaves the cells, and lets nothing go.
      event.preventDefault();
      event.stopPropagation();
      focus(nodePart(layer, index));
    }
  });

  return {
    update(next) {
      const before = frame;
      frame = next;
      if (before?.words !== next.words || !isSameNetwork(before.state, next.state)) {
        for (const { name, box, buttons } of columns) {
          setAttribute(box, 'aria-label', say(next.words, 'diagram.column', { layer: layerName(next.words, name) }));
          buttons.forEach((button, index) => {
            setAttribute(button, 'aria-label', nameWithState(next.words, nodePart(name, index), next.state));
          });
        }
      }
      if (before?.state.selection === next.state.selection) return;
      for (const part of [before?.state.selection.part, next.state.selection.part]) {
        if (!part || part.layer === 'link') continue;
        const { layer, index } = nodeOf(part);
        const button = columns[LAYERS.indexOf(layerOf(layer))].buttons[index];
        setAttribute(button, 'aria-pressed', part === next.state.selection.part ? 'true' : 'false');
      }
    },
    place(placed) {
      layout = placed;
      columns.forEach(({ name, buttons }) => {
        buttons.forEach((button, index) => {
          layOver(button, outlineOf(placed, nodePart(name, index)));
        });
      });
      if (focused && cellOf(focused) !== null) layOver(cellButtons[turn], outlineOf(placed, focused));
    },
  };
}

interface Column {
  readonly name: LayerName;
  readonly box: HTMLElement;
  readonly buttons: readonly HTMLButtonElement[];
  /** Makes this node the column's tab stop. */
  stop(index: number): void;
}

function makeColumn(area: HTMLElement, name: LayerName, nodes: number): Column {
  const box = area.appendChild(create('div', 'diagram-column'));
  box.setAttribute('role', 'group');
  const buttons = Array.from({ length: nodes }, (_, index) => addFocusButton(box, index === 0 ? 0 : -1));
  for (const button of buttons) button.setAttribute('aria-pressed', 'false');
  let stop = 0;
  return {
    name,
    box,
    buttons,
    stop(index) {
      buttons[stop].tabIndex = -1;
      stop = index;
      buttons[stop].tabIndex = 0;
    },
  };
}

function addFocusButton(holder: HTMLElement, tabIndex: number): HTMLButtonElement {
  const button = holder.appendChild(create('button', 'diagram-focus'));
  button.type = 'button';
  button.tabIndex = tabIndex;
  return button;
}
