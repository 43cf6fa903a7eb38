import type { LayerName } from '../explain/topology.ts';
import { say, type Words } from './words.ts';

/** The names of the diagram's columns and nodes. */

export function layerName(words: Words, layer: LayerName): string {
  return say(words, `layer.${layer}`);
}

/** A node's name from its layer and number: "Conv2 5"; the input, a single node, has no number. */
export function numberedName(words: Words, layer: LayerName, index: number): string {
  const name = layerName(words, layer);
  return layer === 'input' ? name : say(words, 'node.numbered', { layer: name, number: nodeNumber(layer, index) });
}

/** "Conv2 map 5". */
export function nodeName(words: Words, layer: Exclude<LayerName, 'input' | 'output'>, index: number): string {
  return say(words, `node.${layer}`, { number: nodeNumber(layer, index) });
}

/** People count maps and groups from 1; a digit is its own number. */
function nodeNumber(layer: LayerName, index: number): number {
  return layer === 'output' ? index : index + 1;
}
