/** Shows `address` in the address bar without loading anything. Some browsers refuse it to a page from a file: no harm done. */
export function showAddress(address: string): void {
  if (address === window.location.href) return;
  try {
    window.history.replaceState(null, '', address);
  } catch {
    return;
  }
}
