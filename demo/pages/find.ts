/** The element that a selector promises. A page that lost it is broken, and says which one. */
export function find(root: ParentNode, selector: string): HTMLElement;
export function find<T extends Element>(
  root: ParentNode,
  selector: string,
  kind: new () => T,
): T;
export function find(
  root: ParentNode,
  selector: string,
  kind: new () => Element = HTMLElement,
): Element {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`This page has no ${selector}.`);
  return found;
}
