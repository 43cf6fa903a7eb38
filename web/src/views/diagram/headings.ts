import { GROUP_UNITS, LAYERS, type LayerName, type Maps } from '../../explain/topology.ts';
import { architecture } from '../../net/cnn/architecture.ts';
import { layerName } from '../../text/layers.ts';
import type { Words } from '../../text/words.ts';
import { create, setText } from '../parts/dom.ts';
import type { Layout } from './layout.ts';

/** The columns' names and shapes, as real text over the picture. */
export interface Headings {
  write(words: Words, maps: Maps): void;
  place(layout: Layout): void;
}

export function makeHeadings(area: HTMLElement): Headings {
  const headings = LAYERS.map(({ name }) => {
    const box = area.appendChild(create('div', 'diagram-heading'));
    const title = box.appendChild(create('b'));
    const shape = box.appendChild(create('span'));
    return { layer: name, box, title, shape };
  });
  return {
    write(words, maps) {
      for (const { layer, title, shape } of headings) {
        setText(title, layerName(words, layer));
        setText(shape, shapeOf(layer, maps));
      }
    },
    place(layout) {
      area.classList.toggle('upright', layout.upright);
      headings.forEach(({ box }, column) => {
        box.style.left = `${layout.headings[column].x}px`;
        box.style.top = `${layout.headings[column].y}px`;
      });
    },
  };
}

/** A column's shape, written as is usual for tensors: "8 · 12×12". */
function shapeOf(layer: LayerName, maps: Maps): string {
  const { conv1, fc1, fc2 } = architecture;
  switch (layer) {
    case 'input':
      return `${conv1.inputHeight}×${conv1.inputWidth}`;
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
