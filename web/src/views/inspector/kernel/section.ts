import { kernelAt } from '../../../explain/kernels.ts';
import type { Weights } from '../../../net/cnn/weights.ts';
import type { Actions } from '../../../state/actions.ts';
import type { Frame } from '../../../state/frame.ts';
import { isAnotherScene } from '../../../state/lessons.ts';
import { inspectedPart } from '../../../state/selection.ts';
import { say } from '../../../text/words.ts';
import { create, need, setFlag, setText } from '../../parts/dom.ts';
import type { View } from '../../view.ts';
import { createEditor, type Editor } from './editor.ts';

/**
 * Where a feature map, a cell or a link of a convolution is selected: its kernel, to be unfolded and edited. Of a map that reads
 * several, one at a time. @param weights as trained
 */
export function mountKernel(page: HTMLElement, actions: Pick<Actions, 'editKernel'>, weights: Weights): View {
  const root = create('details', 'kernel');
  need(page, '.switches-off', HTMLElement).after(root);
  root.hidden = true;
  const opener = root.appendChild(create('summary'));
  let editor: Editor | null = null;
  let shown: Frame | null = null;
  let source = 0;
  const show = (): void => {
    const part = shown && inspectedPart(shown.state.selection);
    const link = part && kernelAt(part, source);
    setFlag(root, 'hidden', !link);
    if (!link || !root.open) editor?.leave();
    if (!shown || !link) return;
    setText(opener, say(shown.words, 'kernel.edit'));
    if (!root.open) return;
    editor ??= createEditor(root, weights, actions.editKernel, (chosen) => {
      source = chosen;
      show();
    });
    editor.show(shown, link, part?.layer !== 'link');
  };
  root.addEventListener('toggle', show);
  return {
    update(frame) {
      const before = shown;
      shown = frame;
      const { state, words, palette } = frame;
      // A scene of Learn begins with the editor folded: what it talks about stands below.
      if (before && isAnotherScene(state, before.state)) root.open = false;
      if (
        before?.words !== words ||
        before.palette !== palette ||
        before.state.selection !== state.selection ||
        before.state.edited !== state.edited
      )
        show();
    },
  };
}
