/** These write to the document only if something changed: even an equal write would cost a style recalculation. */

/** An element that already holds a single text keeps its text node: a new one would be laid out from scratch. */
export function setText(element: Element, text: string): void {
  const held = element.firstChild;
  if (held instanceof Text && held.nextSibling === null) {
    if (held.data !== text) held.data = text;
  } else if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * In a text node of its own, for what is not set from its start: one kept would count as moved where its start does,
 * though its end stays where it is.
 */
export function renewText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** `null` removes the attribute. */
export function setAttribute(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** Sets or removes a boolean attribute, such as `hidden` or `disabled`. */
export function setFlag(element: Element, name: string, on: boolean): void {
  setAttribute(element, name, on ? '' : null);
}

/** The element in `root` that matches `selector`. @throws Error naming it if the page was built without it. */
export function need<Kind extends Element>(root: ParentNode, selector: string, kind: new () => Kind): Kind {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${kind.name} "${selector}".`);
}

/** A new element with a class and a text. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  text = '',
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}
