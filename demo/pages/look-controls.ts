import type { Kind } from './option-controls.ts';

/** A rule of `style`: `base`, a state, or a selector within `base`. */
export type Rule =
  | 'base'
  | '::placeholder'
  | ':hover'
  | ':focus'
  | 'complete'
  | 'invalid'
  | 'empty';

export interface LookControl {
  label: string;
  rule: Rule;
  property: string;
  kind: Kind;
}

const base = { rule: 'base' } as const;

/** The looks that this page lets you try. docs/elements.md lists every property and selector. */
export const lookControls: readonly LookControl[] = [
  { ...base, label: 'Text', property: 'color', kind: 'colour' },
  { ...base, label: 'Background', property: 'backgroundColor', kind: 'colour' },
  { label: 'Placeholder', rule: '::placeholder', property: 'color', kind: 'colour' },
  { label: 'Under the pointer', rule: ':hover', property: 'color', kind: 'colour' },
  { label: 'With the focus', rule: ':focus', property: 'color', kind: 'colour' },
  { label: 'When complete', rule: 'complete', property: 'color', kind: 'colour' },
  { label: 'When wrong', rule: 'invalid', property: 'color', kind: 'colour' },
  { label: 'While empty', rule: 'empty', property: 'backgroundColor', kind: 'colour' },
  {
    ...base,
    label: 'Font',
    property: 'fontFamily',
    kind: [
      'system-ui, sans-serif',
      'ui-serif, Georgia, serif',
      'ui-monospace, monospace',
    ],
  },
  {
    ...base,
    label: 'Size',
    property: 'fontSize',
    kind: ['14px', '16px', '18px', '22px', '28px'],
  },
  {
    ...base,
    label: 'Weight',
    property: 'fontWeight',
    kind: ['300', '400', '600', '800'],
  },
  {
    ...base,
    label: 'Letter spacing',
    property: 'letterSpacing',
    kind: ['0', '0.05em', '0.15em'],
  },
  {
    ...base,
    label: 'Padding',
    property: 'padding',
    kind: ['0', '8px', '12px', '12px 20px'],
  },
  {
    ...base,
    label: 'Alignment',
    property: 'textAlign',
    kind: ['start', 'center', 'end'],
  },
];

/** What is chosen, by rule and property, as the option `style`; nothing when nothing is. */
export const styleOf = (
  chosen: readonly [LookControl, unknown][],
): Record<string, unknown> | undefined => {
  const style: Record<string, Record<string, unknown>> = {};
  for (const [{ rule, property }, value] of chosen) {
    const within = rule.startsWith(':') ? 'base' : rule;
    const rules: Record<string, unknown> = { ...style[within] };
    if (within === rule) rules[property] = value;
    else rules[rule] = { [property]: value };
    style[within] = rules;
  }
  return Object.keys(style).length > 0 ? style : undefined;
};
