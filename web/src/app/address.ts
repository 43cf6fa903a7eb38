/** Shows `address` in the address bar without loading it. Some browsers refuse this to a page from a file; no harm done. */
export function showAddress(address: string): void {
  if (address === window.location.href) return;
  try {
    window.history.replaceState(null, '', address);
  } catch {
    return;
  }
}
