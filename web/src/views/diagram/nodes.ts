import { say, type WordKey, type Words } from '../../app/words.ts';
import type { LayerName } from './topology.ts';

/** How the diagram's columns and nodes are called. */

const LAYER_WORDS: Readonly<Record<LayerName, WordKey>> = {
  input: 'diagram.input',
  conv1: 'diagram.conv1',
  conv2: 'diagram.conv2',
  fc1: 'diagram.fc1',
  output: 'diagram.output',
};

const NODE_WORDS: Readonly<Record<LayerName, WordKey>> = {
  input: 'diagram.nodeInput',
  conv1: 'diagram.nodeConv1',
  conv2: 'diagram.nodeConv2',
  fc1: 'diagram.nodeFc1',
  output: 'diagram.nodeOutput',
};

export function layerName(words: Words, layer: LayerName): string {
  return say(words, LAYER_WORDS[layer]);
}

/** People count maps and groups from 1; a digit is its own number. */
export function nodeNumber(layer: LayerName, index: number): number {
  return layer === 'output' ? index : index + 1;
}

/** "Conv2 map 5". */
export function nodeName(words: Words, layer: LayerName, index: number): string {
  return say(words, NODE_WORDS[layer], { number: nodeNumber(layer, index) });
}
