/*
 * Copies of frames. `cloneNode(true)` and `innerHTML` copy the iframe of an element, but not its connection: the copy would be an input that
 * belongs to nothing. The wrapper of each frame has an attribute, which is copied, and a property, which is not: a wrapper with the attribute
 * alone is a copy. The property and the list of owners are shared by all scripts of the SDK on a page.
 */

const attribute = 'data-tessera-frame';
const selector = `[${attribute}]`;
const original = Symbol.for('tessera.frame');

/** What to do with a copy of an element's frame while the original is not in the document. */
type Adopt = (copy: Element) => void;

const owners = (): Map<string, Adopt> => {
  const shared = window as Window & { [original]?: Map<string, Adopt> };
  shared[original] ??= new Map();
  return shared[original];
};

const isOriginal = (wrapper: Element): boolean => original in wrapper;

/** The copies in a node, the node itself included. */
const copiesIn = (node: Node): Element[] =>
  node instanceof Element
    ? [node, ...node.querySelectorAll(selector)].filter((found) => found.matches(selector) && !isOriginal(found))
    : [];

/** Whether the frame of another element is in a container. */
export const isTaken = (container: Element, mark: string): boolean =>
  [...container.children].some((child) => isOriginal(child) && child.getAttribute(attribute) !== mark);

/** Removes the copies in a container that is about to get a frame. */
export const removeCopies = (container: Element): void => {
  for (const copy of copiesIn(container)) copy.remove();
};

let observer: MutationObserver | undefined;

/** Marks the wrapper of a frame as the original. Copies are removed as they come; when the original is gone, its owner adopts one. */
export const markOriginal = (wrapper: Element, mark: string, adopt: Adopt): void => {
  wrapper.setAttribute(attribute, mark);
  Object.assign(wrapper, { [original]: true });
  owners().set(mark, adopt);
  if (observer) return;
  observer = new MutationObserver((records) => {
    for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
      for (const copy of copiesIn(node)) {
        if (!copy.isConnected) continue;
        const owner = owners().get(copy.getAttribute(attribute) ?? '');
        if (owner) owner(copy);
        else copy.remove();
      }
    }
  });
  observer.observe(document, { childList: true, subtree: true });
};

/** The element is unmounted: its copies are to be removed. */
export const forgetOriginal = (mark: string): void => {
  owners().delete(mark);
};
