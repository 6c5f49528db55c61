import type { CopyStyles, StyleWarning } from '@tessera/bridge';
import { color, either, factor, families, length, oneOf, words } from './style/style-values.ts';
import { compileRule, type Properties, type Warn } from './style/theme.ts';

const line = oneOf('none', 'solid', 'dashed', 'dotted', 'double');
const thickness = length(0, 8);
const side = length(0, 400);
const border = words(3, either(line, thickness, color(0)));

/** What a page may say of the button that copies. It never leaves its frame, and can neither be hidden nor made to look like nothing. */
const properties: Properties = {
  alignItems: [['align-items'], oneOf('start', 'end', 'center', 'baseline', 'stretch', 'flex-start', 'flex-end')],
  backgroundColor: [['background-color'], color(0)],
  border: [['border'], border],
  borderBottom: [['border-bottom'], border],
  borderColor: [['border-color'], color(0)],
  borderLeft: [['border-left'], border],
  borderRadius: [['border-radius'], length(0, 64)],
  borderRight: [['border-right'], border],
  borderStyle: [['border-style'], line],
  borderTop: [['border-top'], border],
  borderWidth: [['border-width'], thickness],
  color: [['color'], color(0.5)],
  cursor: [['cursor'], oneOf('pointer', 'default', 'copy')],
  fontFamily: [['font-family'], families],
  fontSize: [['font-size'], length(10, 48)],
  fontWeight: [['font-weight'], either(factor(100, 900), oneOf('normal', 'bold', 'lighter', 'bolder'))],
  gap: [['gap'], length(0, 64)],
  height: [['height'], side],
  justifyContent: [
    ['justify-content'],
    oneOf('start', 'end', 'center', 'space-between', 'space-around', 'flex-start', 'flex-end'),
  ],
  letterSpacing: [['letter-spacing'], either(length(-1, 16), oneOf('normal'))],
  lineHeight: [['line-height'], either(factor(0.8, 4), length(10, 96), oneOf('normal'))],
  maxHeight: [['max-height'], side],
  maxWidth: [['max-width'], side],
  minHeight: [['min-height'], side],
  minWidth: [['min-width'], side],
  opacity: [['opacity'], factor(0.5, 1)],
  padding: [['padding'], words(4, length(0, 64))],
  textAlign: [['text-align'], oneOf('start', 'end', 'left', 'right', 'center')],
  textTransform: [['text-transform'], oneOf('none', 'uppercase', 'lowercase', 'capitalize')],
  width: [['width'], side],
};

const states = { ':hover': properties, ':focus': properties, ':active': properties };
const icon: Properties = {
  color: [['color'], color(0.5)],
  successColor: [['color'], color(0.5)],
  size: [['width', 'height'], length(8, 48)],
};

/** The stylesheet of the option `copyIconStyles`, and what of it does not apply. */
export const compileCopyStyles = (styles: CopyStyles | undefined): { css: string; warnings: StyleWarning[] } => {
  const warnings: StyleWarning[] = [];
  const warn: Warn = (path, reason) => {
    if (warnings.length < 50) warnings.push({ property: path.map((name) => name.slice(0, 60)).join('.'), reason });
  };
  const path = ['copyIconStyles'];
  const { successColor, button, ...others } = styles ?? {};
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  const parts = [
    compileRule(warn, path, given, '.copying svg', icon),
    successColor === undefined ? '' : compileRule(warn, path, { successColor }, '.copying .done svg', icon),
    button === undefined ? '' : compileRule(warn, [...path, 'button'], button, '.copying button', properties, states),
  ];
  return { css: parts.join(''), warnings };
};
