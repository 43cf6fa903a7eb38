/**
 * Copies `text`; tells whether it worked. A page from a file may be refused the clipboard: then a selection is copied, as
 * browsers have always allowed after a click. `near` is where the selection may be made without moving the page.
 */
export async function copyText(near: HTMLElement, text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(near, text);
  }
}

function copySelection(near: HTMLElement, text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.className = 'unseen';
  area.value = text;
  area.readOnly = true;
  near.append(area);
  area.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
