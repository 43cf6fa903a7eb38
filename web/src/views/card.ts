import { say, type Words } from '../text/words.ts';
import { type CardSection, cardSections, type ModelFacts } from './card-facts.ts';
import { copyText } from './parts/clipboard.ts';
import { create, need, setText } from './parts/dom.ts';
import type { View } from './view.ts';

/** Values longer than this get a line of their own. */
const LONG = 14;

/** The model card in the panel: what the network is, how it was made, and a button that copies all of it as text. */
export function mountCard(root: HTMLElement, facts: ModelFacts): View {
  const card = need(root, '.card', HTMLElement);
  const content = create('div', 'card-facts');
  const copy = create('button', 'copy');
  copy.type = 'button';
  const copied = create('p', 'copied');
  copied.setAttribute('role', 'status');
  card.replaceChildren(content, copy, copied);
  let shown: Words | null = null;
  let sections: readonly CardSection[] = [];
  copy.addEventListener('click', async () => {
    const done = await copyText(card, cardText(sections));
    if (shown) setText(copied, say(shown, done ? 'card.copied' : 'card.copyFailed'));
  });
  return {
    update(frame) {
      const { words } = frame;
      if (words === shown) return;
      shown = words;
      sections = cardSections(facts, frame);
      content.replaceChildren(create('p', 'card-name', say(words, 'card.name')), ...sections.flatMap(sectionElements));
      setText(copy, say(words, 'card.copy'));
      setText(copied, '');
    },
  };
}

function sectionElements({ heading, facts }: CardSection): HTMLElement[] {
  const list = create('dl', 'facts');
  for (const { label, value } of facts) {
    const width = value.length > LONG ? 'long' : '';
    list.append(create('dt', width, label), create('dd', width, value));
  }
  return [create('h3', '', heading), list];
}

/** The card as text, for notes or a paper. */
export function cardText(sections: readonly CardSection[]): string {
  return sections
    .map(({ heading, facts }) => [heading, ...facts.map(({ label, value }) => `  ${label}: ${value}`)].join('\n'))
    .join('\n');
}
