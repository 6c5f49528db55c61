import type { ElementStyle, ElementType, OptionName, OptionsOf } from '@tessera/js';

/** What is chosen, by the name of the control. */
export interface Choices {
  type: ElementType;
  [name: string]: string | number | boolean | undefined;
}

type Into = 'options' | 'base' | 'placeholder' | 'invalid' | 'complete' | 'focus';

interface Control {
  label: string;
  group: string;
  /** Where its value goes, and under which name. */
  into: Into;
  name: OptionName | (string & {});
  kind: 'text' | 'check' | 'colour' | readonly string[];
  /** The elements that have a use for it; all, when not given. */
  on?: readonly ElementType[];
}

const types: readonly ElementType[] = [
  'card',
  'cardNumber',
  'cardExpirationDate',
  'cardVerificationCode',
  'bank',
  'bankRoutingNumber',
  'bankAccountNumber',
  'text',
];

const options = { group: 'Options', into: 'options' } as const;
const look = { group: 'Look', into: 'base' } as const;

const table: readonly Control[] = [
  {
    ...options,
    label: 'Placeholder',
    name: 'placeholder',
    kind: 'text',
    on: types.filter((type) => type !== 'card' && type !== 'bank'),
  },
  { ...options, label: 'Accessible name', name: 'aria-label', kind: 'text' },
  {
    ...options,
    label: 'Icon',
    name: 'iconPosition',
    kind: ['left', 'right', 'none'],
    on: ['card', 'cardNumber'],
  },
  {
    ...options,
    label: 'Brand',
    name: 'cardBrand',
    kind: ['visa', 'mastercard', 'american-express'],
    on: ['cardVerificationCode'],
  },
  {
    ...options,
    label: 'Language',
    name: 'locale',
    kind: ['en', 'de', 'fr', 'es', 'ar', 'ja'],
  },
  { ...options, label: 'Direction', name: 'dir', kind: ['ltr', 'rtl'] },
  { ...options, label: 'Autofill', name: 'autoComplete', kind: ['on', 'off'] },
  { ...options, label: 'Disabled', name: 'disabled', kind: 'check' },
  { ...options, label: 'Read only', name: 'readOnly', kind: 'check' },
  {
    ...options,
    label: 'Without check digit',
    name: 'skipLuhnValidation',
    kind: 'check',
    on: ['card', 'cardNumber'],
  },
  { ...options, label: 'As dots', name: 'password', kind: 'check', on: ['text'] },
  { ...look, label: 'Text', name: 'color', kind: 'colour' },
  { ...look, label: 'Background', name: 'backgroundColor', kind: 'colour' },
  { ...look, label: 'Placeholder', into: 'placeholder', name: 'color', kind: 'colour' },
  { ...look, label: 'When wrong', into: 'invalid', name: 'color', kind: 'colour' },
  { ...look, label: 'When complete', into: 'complete', name: 'color', kind: 'colour' },
  {
    ...look,
    label: 'Font',
    name: 'fontFamily',
    kind: [
      'system-ui, sans-serif',
      'ui-serif, Georgia, serif',
      'ui-monospace, monospace',
    ],
  },
  {
    ...look,
    label: 'Size',
    name: 'fontSize',
    kind: ['14px', '16px', '18px', '22px', '28px'],
  },
  { ...look, label: 'Weight', name: 'fontWeight', kind: ['300', '400', '600', '800'] },
  {
    ...look,
    label: 'Letter spacing',
    name: 'letterSpacing',
    kind: ['0', '0.05em', '0.15em'],
  },
  {
    ...look,
    label: 'Padding',
    name: 'padding',
    kind: ['0', '8px', '12px', '12px 20px'],
  },
  { ...look, label: 'Alignment', name: 'textAlign', kind: ['start', 'center', 'end'] },
];

const keyOf = ({ into, name }: Control) => `${into}.${name}`;

const appliesTo = ({ on }: Control, type: ElementType) => !on || on.includes(type);

/** What of the choices an element of this type is told. */
export const optionsOf = (
  type: ElementType,
  choices: Omit<Choices, 'type'>,
): OptionsOf => {
  const parts: Record<Into, Record<string, unknown>> = {
    options: {},
    base: {},
    placeholder: {},
    invalid: {},
    complete: {},
    focus: {},
  };
  for (const control of table) {
    const value = choices[keyOf(control)];
    if (value !== undefined && appliesTo(control, type))
      parts[control.into][control.name] = value;
  }
  const { options: given, base, placeholder, invalid, complete } = parts;
  const some = (part: object) => Object.keys(part).length > 0;
  const style = {
    ...((some(base) || some(placeholder)) && {
      base: { ...base, ...(some(placeholder) && { '::placeholder': placeholder }) },
    }),
    ...(some(invalid) && { invalid }),
    ...(some(complete) && { complete }),
  } as ElementStyle;
  return { ...given, ...(some(style) && { style }) };
};

const make = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  given: Partial<HTMLElementTagNameMap[Name]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] => {
  const element = Object.assign(document.createElement(name), given);
  element.append(...children);
  return element;
};

const choice = (name: string, values: readonly string[], first?: string) =>
  make(
    'select',
    { name },
    ...(first === undefined ? [] : [make('option', { value: '', textContent: first })]),
    ...values.map((value) => make('option', { value, textContent: value })),
  );

const inputFor = (control: Control): HTMLElement => {
  const name = keyOf(control);
  if (control.kind === 'text') return make('input', { name, autocomplete: 'off' });
  if (control.kind === 'check') return make('input', { name, type: 'checkbox' });
  if (control.kind === 'colour') return make('input', { name, type: 'color' });
  return choice(name, control.kind, 'default');
};

const chosenIn = (
  input: Element | RadioNodeList | null,
): string | boolean | undefined => {
  if (input instanceof HTMLSelectElement)
    return input.value === '' ? undefined : input.value;
  if (!(input instanceof HTMLInputElement)) return undefined;
  if (input.type === 'checkbox') return input.checked || undefined;
  // A colour field always has a value; it counts once somebody touched it.
  if (input.type === 'color')
    return input.dataset.chosen === undefined ? undefined : input.value;
  return input.value === '' ? undefined : input.value;
};

/** Draws the controls and tells what is chosen, at once and at every change. */
export const controls = (
  form: HTMLFormElement,
  onChange: (choices: Choices) => void,
) => {
  const type = choice('type', types);
  const rows = table.map((control) => ({
    control,
    row: make(
      'label',
      {},
      make('span', { textContent: control.label }),
      inputFor(control),
    ),
  }));
  form.append(
    make('label', { className: 'type' }, make('span', { textContent: 'Type' }), type),
    ...['Options', 'Look'].map((group) =>
      make(
        'fieldset',
        {},
        make('legend', { textContent: group }),
        ...rows.filter(({ control }) => control.group === group).map(({ row }) => row),
      ),
    ),
    make('button', {
      type: 'reset',
      className: 'quiet',
      textContent: 'Back to the defaults',
    }),
  );

  const tell = () => {
    const chosen = types.find((each) => each === type.value) ?? 'card';
    for (const { control, row } of rows) row.hidden = !appliesTo(control, chosen);
    onChange({
      type: chosen,
      ...Object.fromEntries(
        rows.map(({ control }) => [
          keyOf(control),
          chosenIn(form.elements.namedItem(keyOf(control))),
        ]),
      ),
    });
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === 'color')
      target.dataset.chosen = '';
    tell();
  });
  form.addEventListener('reset', () => {
    for (const colour of form.querySelectorAll('[data-chosen]'))
      delete (colour as HTMLElement).dataset.chosen;
    setTimeout(tell);
  });
  tell();
};
