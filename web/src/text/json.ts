/** The value of a JSON text; null for what is none: metadata may come from anybody's file. */
export function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
