/** Writing to the document only where something really changed: an equal write would still cost a style recalculation. */

export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** `null` removes the attribute. */
export function setAttribute(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** An attribute that is there or not, such as `hidden` or `disabled`. */
export function setFlag(element: Element, name: string, on: boolean): void {
  setAttribute(element, name, on ? '' : null);
}

/** The element of `root` that `selector` names. A page without it was built wrongly: an error says which. */
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
