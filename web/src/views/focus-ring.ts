import { setFlag } from './parts/dom.ts';

const MODIFIERS: readonly string[] = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'];

/**
 * Marks the document while it is used by mouse, finger or pen, so that the style sheet draws the focus ring for the
 * keyboard alone. The browsers' own `:focus-visible` is not enough: when a script moves the focus, as drawing does, and
 * nothing had the focus before, they treat it as the keyboard's.
 */
export function listenForFocusRing(root: HTMLElement): void {
  window.addEventListener('pointerdown', () => setFlag(root, 'data-pointing', true), { capture: true });
  window.addEventListener(
    'keydown',
    (event) => {
      // Shortcuts such as undo are also used while drawing by hand, and they move no focus.
      const shortcut = event.ctrlKey || event.metaKey || event.altKey;
      if (!shortcut && !MODIFIERS.includes(event.key)) setFlag(root, 'data-pointing', false);
    },
    { capture: true },
  );
}
