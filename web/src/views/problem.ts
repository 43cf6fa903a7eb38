import { DamagedBlock } from '../state/blocks.ts';
import { say, type Words } from '../text/words.ts';
import { need } from './parts/dom.ts';
import { MissingFeatures } from './parts/features.ts';

/** Shows in the page why it can't start, instead of leaving it blank. */
export function showProblem(page: Document, language: string, words: Words, problem: unknown): void {
  const message = need(page, '#problem', HTMLElement);
  message.lang = language;
  message.textContent = problemText(words, problem);
  message.hidden = false;
  need(page, '#page', HTMLElement).hidden = true;
}

export function problemText(words: Words, problem: unknown): string {
  if (problem instanceof MissingFeatures) {
    const features = problem.features.join(', ');
    return `${say(words, 'problem.missing', { features })}\n${say(words, 'browsers.needed')}`;
  }
  if (problem instanceof DamagedBlock) {
    return say(words, 'problem.block', { block: problem.block, reason: problem.reason });
  }
  return say(words, 'problem.other', { reason: problem instanceof Error ? problem.message : String(problem) });
}
