import { say, type Words } from '../../../text/words.ts';
import { create } from '../../parts/dom.ts';
import { type Term, termElement, withTerms } from '../../parts/term.ts';
import type { LabelName, LabelPlace } from './places.ts';

/** Texts over the picture, which explain the terms of the field where they stand. */
export function makeLabels(area: HTMLElement): {
  write(words: Words): void;
  place(places: readonly LabelPlace[]): void;
} {
  const holder = area.appendChild(create('div', 'pen-labels'));
  let words: Words | null = null;
  let places: readonly LabelPlace[] = [];
  const show = (): void => {
    if (words === null) return;
    const said = words;
    holder.replaceChildren(
      ...places.map(({ name, align, x, y, width, height }) => {
        const label = create('div', `pen-label pen-label-${align}`);
        if (HEADINGS.includes(name)) label.classList.add('pen-label-heading');
        if (MARKED.includes(name)) label.classList.add('pen-label-marked');
        const text = textOf(said, name);
        label.append(
          ...text.map((part) => (typeof part === 'string' && text.length === 1 ? create('span', '', part) : part)),
        );
        label.style.left = `${x}px`;
        label.style.top = `${y}px`;
        label.style.width = `${width}px`;
        label.style.height = label.style.lineHeight = `${height}px`;
        return label;
      }),
    );
  };
  return {
    write(next) {
      words = next;
      show();
    },
    place(next) {
      places = next;
      show();
    },
  };
}

const HEADINGS: readonly LabelName[] = ['embedding', 'layer1', 'layer2', 'output'];
/** Those of the residual stream. */
const MARKED: readonly LabelName[] = ['residual', 'stream'];

const TERMS: Readonly<Partial<Record<LabelName, Term>>> = {
  embedding: 'embedding',
  token: 'token',
  position: 'position',
  residual: 'residual',
  query: 'query',
  key: 'key',
  value: 'value',
  feedForward: 'feedForward',
};

function textOf(words: Words, name: LabelName): (string | HTMLElement)[] {
  const term = TERMS[name];
  if (name === 'residual') return [termElement(words, 'residual', say(words, 'penDiagram.stream'))];
  if (term !== undefined) return [termElement(words, term)];
  switch (name) {
    case 'layer1':
    case 'layer2':
      return [say(words, 'penDiagram.layer', { layer: name === 'layer1' ? 1 : 2 })];
    case 'output':
      return withTerms(words, 'penDiagram.output', ['softmax', 'logit']);
    case 'mask':
      return withTerms(words, 'penDiagram.mask', ['mask']);
    case 'heads':
      return [termElement(words, 'head', say(words, 'penDiagram.heads'))];
    case 'normalized':
      return [termElement(words, 'normalization', say(words, 'penDiagram.normalized'))];
    case 'renormalized':
      return [say(words, 'penDiagram.normalized')];
    case 'place':
    case 'stream':
    case 'attention':
    case 'where':
    case 'added':
      return [say(words, `penDiagram.${name}`)];
    default:
      return [];
  }
}
