import { provenanceOf } from '../../explain/provenance/provenance.ts';
import { evidenceOf } from '../../state/explanation.ts';
import { arithmeticOf, mostRows } from '../../text/arithmetic.ts';
import { styleOf } from '../../text/formula.ts';
import { partName } from '../../text/parts.ts';
import { say } from '../../text/words.ts';
import { create, setFlag, setText } from '../parts/dom.ts';
import { createSumTable } from './arithmetic/sum-table.ts';
import type { Section } from './section.ts';

/** A node or a link: what feeds it, the largest first. As printed, the rows add up to its sum. */
export const feedsSection: Section = {
  accepts: () => true,
  mount(root) {
    const heading = root.appendChild(create('h2'));
    const title = create('h3');
    const table = createSumTable();
    root.append(title, table.element);
    return (frame, part) => {
      const { words, numbers, trace } = frame;
      const origin = provenanceOf(part, evidenceOf(frame), frame.state.logits);
      setText(heading, partName(words, part));
      setText(title, say(words, 'inspector.feeds'));
      for (const one of [title, table.element]) setFlag(one, 'hidden', part.layer === 'picture');
      table.element.style.visibility = trace ? '' : 'hidden';
      table.show(arithmeticOf(origin, styleOf(words, numbers)).rows, mostRows(origin), '');
    };
  },
};
