/** Attributes by name: `true` is one without a value; one that is `false` or `undefined` is not there. */
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Gives an element these attributes, and touches those alone that differ. */
export const setAttributes = (element: Element, attributes: Attributes): void => {
  for (const [name, value] of Object.entries(attributes)) {
    const text = value === true ? '' : value === false || value === undefined ? null : String(value);
    if (element.getAttribute(name) === text) continue;
    if (text === null) element.removeAttribute(name);
    else element.setAttribute(name, text);
  }
};

const made = <E extends Element>(element: E, attributes: Attributes, children: readonly Node[]): E => {
  setAttributes(element, attributes);
  element.append(...children);
  return element;
};

export const html = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Node[]
): HTMLElementTagNameMap[Name] => made(document.createElement(name), attributes, children);

export const svg = (name: string, attributes: Attributes = {}, ...children: Node[]): SVGElement =>
  made(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);

/** A drawing of the size of a brand's mark, which says nothing to those who hear the page. */
export const picture = (...children: Node[]): SVGElement =>
  svg('svg', { viewBox: '0 0 34 22', width: 34, height: 22, 'aria-hidden': 'true' }, ...children);

/** Writes a text, if it is another: screen readers read again what is written again. */
export const setText = (element: Element, text = ''): void => {
  if (element.textContent !== text) element.textContent = text;
};
