/*
 * `style.container` of published web-elements: the box around the inputs. With the vendor it is in the iframe; here it is the wrapper of the
 * iframe, on the page, where it looks the same and makes room for itself. Text properties of it go to the inputs, which would inherit them.
 */
import type { Note } from './notes.ts';

type Rules = Readonly<Record<string, unknown>>;

const isRules = (value: unknown): value is Rules => typeof value === 'object' && value !== null;

/** Properties of the box itself. All others that a container may have are about its text. */
const ofBox = ['backgroundColor', 'padding'];

/** The states of a container, as selectors around the mark of its wrapper. Only the page's element knows of the focus in a frame. */
const states: Readonly<Record<string, (mark: string) => string>> = {
  ':hover': (mark) => `${mark}:hover`,
  ':focus': (mark) => `[data-focused] > ${mark}`,
};

const entriesOf = (container: unknown) => (isRules(container) ? Object.entries(container) : []);

/** What a container says of the text of its inputs. */
export const textStyle = (container: unknown): Rules =>
  Object.fromEntries(entriesOf(container).filter(([name]) => !name.startsWith(':') && !ofBox.includes(name)));

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

let made = 0;

/** Gives the wrappers of one element the looks of its container. */
export const containerStyle = (note: Note) => {
  made += 1;
  const attribute = `data-tessera-style-${made}`;
  const mark = `[${attribute}]`;
  let sheet: CSSStyleSheet | undefined;

  const addRule = (place: CSSStyleSheet, selector: string, rules: Rules) => {
    const { style } = place.cssRules[place.insertRule(`${selector}{}`, place.cssRules.length)] as CSSStyleRule;
    style.setProperty('box-sizing', 'border-box');
    for (const name of ofBox) style.setProperty(kebab(name), String(rules[name] ?? ''));
  };

  return {
    /** Marks the wrapper of the frame that an element has in this place of the page. Without a place, the page has no sheet of it. */
    wear: (place: string | Element | undefined) => {
      if (!sheet) return;
      const others = document.adoptedStyleSheets.filter((one) => one !== sheet);
      document.adoptedStyleSheets = place ? [...others, sheet] : others;
      const found = typeof place === 'string' ? document.querySelector(place) : place;
      found?.querySelector(':scope > [data-tessera-frame]')?.setAttribute(attribute, '');
    },
    /** Takes what a style says of the container. */
    take: (container: unknown) => {
      if (!isRules(container)) return;
      sheet ??= new CSSStyleSheet();
      sheet.replaceSync('');
      addRule(sheet, mark, container);
      for (const [name, rules] of entriesOf(container)) {
        if (!name.startsWith(':')) continue;
        const selector = Object.hasOwn(states, name) ? states[name]?.(mark) : undefined;
        if (selector !== undefined && isRules(rules)) addRule(sheet, selector, rules);
        else note(`style.container.${name}`, 'A container has the states :hover and :focus.');
      }
    },
  };
};
