import type { PenPart } from '../../explain/pen/parts.ts';
import { create } from '../parts/dom.ts';

/** The entries of the glossary that explain the quantities. */
const EXPLAINED: Readonly<Record<PenPart['quantity'], string>> = {
  embedding: 'embedding',
  normalized1: 'normalization',
  query: 'query',
  key: 'key',
  value: 'value',
  score: 'query',
  attention: 'softmax',
  head: 'head',
  attended: 'head',
  middle: 'residual',
  normalized2: 'normalization',
  preactivation: 'feedForward',
  activation: 'feedForward',
  fedForward: 'feedForward',
  after: 'residual',
  normalized: 'normalization',
  logit: 'logit',
  probability: 'softmax',
};

/** The quantity's name, with its explanation where the page has one. */
export function quantityElement(page: Document, quantity: PenPart['quantity'], name: string): HTMLElement {
  const id = `glossary-${EXPLAINED[quantity]}`;
  if (page.getElementById(id) === null) return create('span', '', name);
  const word = create('button', 'term', name);
  word.type = 'button';
  word.setAttribute('aria-describedby', id);
  return word;
}
