import { setFlag } from './parts/dom.ts';

const MODIFIERS: readonly string[] = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'];

/**
 * Marks the document while it is a mouse, a finger or a pen that works it, so that the style sheet draws the focus ring for the
 * keyboard alone. Browsers' own `:focus-visible` is not enough: focus that a script moves, as drawing does, counts as the
 * keyboard's when nothing had the focus before.
 */
export function listenForFocusRing(root: HTMLElement): void {
  window.addEventListener('pointerdown', () => setFlag(root, 'data-pointing', true), { capture: true });
  window.addEventListener(
    'keydown',
    (event) => {
      // A shortcut such as undo goes well with drawing by hand; it moves no focus.
      const shortcut = event.ctrlKey || event.metaKey || event.altKey;
      if (!shortcut && !MODIFIERS.includes(event.key)) setFlag(root, 'data-pointing', false);
    },
    { capture: true },
  );
}
