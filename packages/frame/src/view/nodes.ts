/** Attributes by name: `true` is one without a value; one that is `false` or `undefined` is not there. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Gives an element these attributes, and touches those alone that differ. */
export const setAttributes = (element: Element, attributes: Attributes): void => {
  for (const [name, value] of Object.entries(attributes)) {
    const text = value === true ? '' : value === false || value === undefined ? null : String(value);
    if (element.getAttribute(name) === text) continue;
    if (text === null) element.removeAttribute(name);
    else element.setAttribute(name, text);
  }
};

export const html = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Node[]
): HTMLElementTagNameMap[Name] => {
  const element = document.createElement(name);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
};

/** Writes a text, if it is another: screen readers read again what is written again. */
export const setText = (element: Element, text = ''): void => {
  if (element.textContent !== text) element.textContent = text;
};
