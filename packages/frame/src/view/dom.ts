/*
 * Elements made one by one. Text goes in as text and attributes as attributes: nothing in a frame is ever parsed as
 * markup, and its policy allows no Trusted Types at all.
 */

/** Attributes by name; `true` stands without a value, and what is `false` or missing is taken away. */
type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** Writes the attributes that differ. */
export const setAttributes = (element: Element, attributes: Attributes): void => {
  for (const [name, value] of Object.entries(attributes)) {
    const text = value === true ? '' : value;
    if (text === undefined || text === false) element.removeAttribute(name);
    else if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
};

/** Writes a text that differs: a live region that is written again is read out again. */
export const setText = (element: Element, text: string): void => {
  if (element.textContent !== text) element.textContent = text;
};

const filled = <T extends Element>(element: T, attributes: Attributes, children: readonly (Node | string)[]): T => {
  setAttributes(element, attributes);
  element.append(...children);
  return element;
};

/** An element of HTML. */
export const html = <Name extends keyof HTMLElementTagNameMap>(
  document: Document,
  name: Name,
  attributes: Attributes,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] => filled(document.createElement(name), attributes, children);

/** An element of SVG. */
export const svg = <Name extends keyof SVGElementTagNameMap>(
  document: Document,
  name: Name,
  attributes: Attributes,
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Name] =>
  filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
