import { GROUP_UNITS, LAYERS, type LayerName, type Maps } from '../../explain/topology.ts';
import { architecture } from '../../net/cnn/architecture.ts';
import { layerName } from '../../text/layers.ts';
import { say, type Words } from '../../text/words.ts';
import { create, need, setText } from '../parts/dom.ts';
import { type Term, termElement } from '../parts/term.ts';
import { layOver } from './lay-over.ts';
import type { Layout } from './layout.ts';

/** What the glossary says of a layer. */
const TERMS: Readonly<Record<Exclude<LayerName, 'input'>, Term>> = {
  conv1: 'conv',
  conv2: 'conv',
  fc1: 'fc',
  output: 'softmax',
};

/** The layers' names and shapes, as real text over the picture, and the input's place, for whoever can't see it. */
export interface Headings {
  write(words: Words, maps: Maps): void;
  place(layout: Layout): void;
}

export function makeHeadings(area: HTMLElement): Headings {
  const input = need(area, '.diagram-input', HTMLElement);
  const headings = LAYERS.map(({ name }) => {
    const box = area.appendChild(create('div', 'diagram-heading'));
    const title = box.appendChild(create('b'));
    const shape = box.appendChild(create('span'));
    return { layer: name, box, title, shape };
  });
  let said: Words | null = null;
  let upright: boolean | null = null;
  /** Beside its row, a name must be no longer than the row is high. */
  const name = (): void => {
    for (const { layer, title } of headings) {
      if (said === null) return;
      if (layer === 'input') setText(title, layerName(said, layer));
      else {
        const text = upright ? say(said, `layerShort.${layer}`) : layerName(said, layer);
        title.replaceChildren(termElement(said, TERMS[layer], text));
      }
    }
  };
  return {
    write(words, maps) {
      said = words;
      name();
      for (const { layer, shape } of headings) {
        setText(shape, layer === 'input' ? say(words, 'preview.caption') : shapeOf(layer, maps));
      }
    },
    place(layout) {
      if (upright !== layout.upright) {
        upright = layout.upright;
        name();
      }
      headings.forEach(({ box }, column) => {
        const { x, y, at } = layout.headings[column];
        box.className = `diagram-heading of-${LAYERS[column].name} at-${at}`;
        box.style.left = `${x}px`;
        box.style.top = `${y}px`;
        // Over the input it is no wider than that: to the right are links.
        box.style.width = at === 'above' ? `${layout.nodes[LAYERS[column].firstNode].width}px` : '';
      });
      layOver(input, layout.nodes[LAYERS[0].firstNode]);
    },
  };
}

/** A column's shape, written as is usual for tensors: "8 · 12×12". */
export function shapeOf(layer: Exclude<LayerName, 'input'>, maps: Maps): string {
  const { fc1, fc2 } = architecture;
  switch (layer) {
    case 'conv1':
    case 'conv2': {
      const { channels, height, width, pooledHeight, pooledWidth } = architecture[layer];
      return maps === 'pooled' ? `${channels} · ${pooledHeight}×${pooledWidth}` : `${channels} · ${height}×${width}`;
    }
    case 'fc1':
      return `${fc1.units / GROUP_UNITS} · ${GROUP_UNITS}`;
    case 'output':
      return String(fc2.units);
  }
}
