/**
 * Copies `text` and returns whether it worked. A page opened from a file may be refused the clipboard; it then copies a
 * selection, which browsers have always allowed after a click. `near` is where selecting doesn't scroll the page.
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
