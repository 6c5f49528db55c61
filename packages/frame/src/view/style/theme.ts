import type { StyleWarning } from '@tessera/bridge';
import { color, commas, either, factor, families, length, oneOf, type ReadValue, words } from './style-values.ts';

/** Text that people type must stay readable; placeholders and selections may fade. */
const readable = 0.5;

const line = oneOf('none', 'underline', 'overline', 'line-through', 'solid', 'double', 'dotted', 'dashed', 'wavy');

/** Properties that a page may set, the names they have in CSS, and what they may be set to. */
export type Properties = Readonly<Record<string, readonly [names: readonly string[], read: ReadValue]>>;

const properties: Properties = {
  backgroundColor: [['background-color'], color(0)],
  color: [['color', '-webkit-text-fill-color'], color(readable)],
  fontFamily: [['font-family'], families],
  fontSize: [['font-size'], either(length(10, 48), oneOf('small', 'medium', 'large', 'x-large'))],
  fontSmooth: [['-webkit-font-smoothing', '-moz-osx-font-smoothing'], oneOf('auto', 'antialiased', 'grayscale')],
  fontStyle: [['font-style'], oneOf('normal', 'italic', 'oblique')],
  fontVariant: [
    ['font-variant'],
    words(4, oneOf('normal', 'small-caps', 'tabular-nums', 'lining-nums', 'oldstyle-nums', 'slashed-zero')),
  ],
  fontWeight: [['font-weight'], either(factor(100, 900), oneOf('normal', 'bold', 'lighter', 'bolder'))],
  letterSpacing: [['letter-spacing'], either(length(-1, 16), oneOf('normal'))],
  lineHeight: [['line-height'], either(factor(0.8, 4), length(10, 96), oneOf('normal'))],
  padding: [['padding'], words(4, length(0, 64))],
  textAlign: [['text-align'], oneOf('start', 'end', 'left', 'right', 'center')],
  textDecoration: [['text-decoration'], words(4, either(line, color(0)))],
  textShadow: [['text-shadow'], commas(3, words(4, either(length(-8, 8), color(0))))],
  textTransform: [['text-transform'], oneOf('none', 'uppercase', 'lowercase', 'capitalize')],
};

const faded: Properties = { ...properties, color: [['color', '-webkit-text-fill-color'], color(0)] };

/** The selectors a page may use inside a variant, and which properties apply there. */
const selectors: Readonly<Record<string, Properties>> = {
  ':hover': properties,
  ':focus': properties,
  ':disabled': properties,
  ':read-only': properties,
  '::placeholder': faded,
  '::selection': faded,
};

/** In this order in the stylesheet, so that the state of an input wins over `base`. */
const variants: Readonly<Record<string, string>> = {
  base: '',
  empty: '[data-state=empty]',
  complete: '[data-state=complete]',
  invalid: '[data-state=invalid]',
};

/** A page may send anything; what it is told back stays bounded. */
const maxWarnings = 50;
const maxName = 60;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** The style that a theme is short for, under what the `style` option says itself. */
export const withTheme = (style: unknown, theme: unknown): unknown => {
  if (!isRecord(theme) || !(style === undefined || isRecord(style))) return style;
  const { placeholderColor, invalidColor, ...rest } = theme;
  const { base = {}, invalid = {} } = style ?? {};
  if (!isRecord(base) || !isRecord(invalid)) return style;
  const placeholder = base['::placeholder'] ?? (placeholderColor === undefined ? {} : { color: placeholderColor });
  return {
    ...style,
    base: { ...rest, ...base, '::placeholder': placeholder },
    invalid: { ...(invalidColor !== undefined && { color: invalidColor }), ...invalid },
  };
};

/** Notes a part of a style that does not apply. */
export type Warn = (path: readonly string[], reason: StyleWarning['reason']) => void;

/** A rule in CSS, with rules for states in it. Nothing of what the page wrote reaches it but through the readers of the properties. */
export const compileRule = (
  warn: Warn,
  path: readonly string[],
  rule: unknown,
  selector: string,
  properties: Properties,
  states: Readonly<Record<string, Properties>> = {},
): string => {
  if (!isRecord(rule)) {
    warn(path, 'value-not-allowed');
    return '';
  }
  // A page that says how the focus looks takes the place of the line that shows it otherwise.
  let declarations = selector.endsWith(':focus') ? 'box-shadow:none;' : '';
  let nested = '';
  for (const [name, value] of Object.entries(rule)) {
    const here = [...path, name];
    const inner = own(states, name);
    const property = own(properties, name);
    if (inner) nested += compileRule(warn, here, value, selector + name, inner);
    else if (!property) warn(here, name.startsWith(':') ? 'unknown-selector' : 'unknown-property');
    else {
      const [names, read] = property;
      const isText = (typeof value === 'string' && value.length <= 200) || typeof value === 'number';
      const text = isText ? String(value).trim() : '';
      const written = read(name === 'fontFamily' ? text : text.toLowerCase());
      if (written === undefined) warn(here, 'value-not-allowed');
      else declarations += names.map((cssName) => `${cssName}:${written};`).join('');
    }
  }
  return (declarations && `${selector}{${declarations}}`) + nested;
};

/** Makes a stylesheet of the `style` option. */
export const compileTheme = (style: unknown): { css: string; warnings: readonly StyleWarning[] } => {
  const warnings: StyleWarning[] = [];
  const warn: Warn = (path, reason) => {
    if (warnings.length < maxWarnings)
      warnings.push({ property: path.map((name) => name.slice(0, maxName)).join('.'), reason });
  };

  if (style === undefined) return { css: '', warnings };
  if (!isRecord(style)) {
    warn(['style'], 'value-not-allowed');
    return { css: '', warnings };
  }
  for (const name of Object.keys(style)) {
    // Those are read by fonts.ts, which is fetched for them.
    if (name !== 'fonts' && !Object.hasOwn(variants, name)) warn([name], 'unknown-property');
  }
  const css = Object.entries(variants)
    .filter(([variant]) => Object.hasOwn(style, variant) && style[variant] !== undefined)
    .map(([variant, state]) =>
      compileRule(warn, [variant], style[variant], `.box${state} input`, properties, selectors),
    );
  return { css: css.join(''), warnings };
};
