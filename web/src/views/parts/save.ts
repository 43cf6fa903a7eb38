import { create } from './dom.ts';

/** A browser has begun to save by then, in ms. */
const KEPT_MS = 60_000;

/** Has the browser save a file, as it does downloads. */
export function saveFile(name: string, content: Blob): void {
  const link = create('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
