import type { ElementType, OptionsOf } from '@tessera/js';
import { lookControls, styleOf } from './look-controls.ts';
import { type Kind, optionControls, types } from './option-controls.ts';

/** What is chosen: a type of element, and what it is told. */
export interface Choices {
  type: ElementType;
  options: OptionsOf;
}

/** A control as it is drawn. */
interface Row {
  group: 'Options' | 'Look';
  label: string;
  /** The name of the form control. */
  key: string;
  kind: Kind;
  on: readonly ElementType[];
}

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

const isList = (kind: Kind): kind is readonly string[] => Array.isArray(kind);

const inputFor = ({ key: name, kind }: Row): HTMLElement => {
  if (kind === 'text') return make('input', { name, autocomplete: 'off' });
  if (kind === 'number')
    return make('input', { name, type: 'number', min: '1', max: '1000' });
  if (kind === 'check') return make('input', { name, type: 'checkbox' });
  if (kind === 'colour') return make('input', { name, type: 'color' });
  return choice(name, isList(kind) ? kind : Object.keys(kind), 'default');
};

/** The value of a control; `undefined` while nobody touched it. */
const chosenIn = (input: Element | RadioNodeList | null, kind: Kind): unknown => {
  if (!(input instanceof HTMLInputElement || input instanceof HTMLSelectElement))
    return undefined;
  if (kind === 'check') return (input as HTMLInputElement).checked || undefined;
  if (input.value === '') return undefined;
  // A colour field always has a value; it counts once somebody chose one.
  if (kind === 'colour')
    return input.dataset.chosen === undefined ? undefined : input.value;
  if (kind === 'number') return Number(input.value);
  return typeof kind === 'object' && !isList(kind) ? kind[input.value] : input.value;
};

/** One row for each way in which an option is chosen: types of element differ in that. */
const optionRows = (): (Row & { name: string })[] =>
  Object.entries(optionControls).flatMap(([name, { label, kinds }]) => {
    const byType = Object.entries(kinds) as [ElementType, Kind][];
    const distinct = [...new Set(byType.map(([, kind]) => kind))];
    return distinct.map((kind, index) => ({
      group: 'Options' as const,
      name,
      label,
      key: `options.${name}${index === 0 ? '' : `.${index}`}`,
      kind,
      on: byType.filter(([, each]) => each === kind).map(([type]) => type),
    }));
  });

/** Draws the controls and tells what is chosen, at once and at every change. */
export const controls = (
  form: HTMLFormElement,
  onChange: (choices: Choices) => void,
) => {
  const type = choice('type', types);
  const given = optionRows();
  const looks = lookControls.map((look) => ({
    look,
    group: 'Look' as const,
    label: look.label,
    key: `${look.rule}.${look.property}`,
    kind: look.kind,
    on: types,
  }));
  const drawn = [...given, ...looks].map((row) => ({
    row,
    label: make('label', {}, make('span', { textContent: row.label }), inputFor(row)),
  }));
  form.append(
    make('label', { className: 'type' }, make('span', { textContent: 'Type' }), type),
    ...(['Options', 'Look'] as const).map((group) =>
      make(
        'fieldset',
        {},
        make('legend', { textContent: group }),
        ...drawn.filter(({ row }) => row.group === group).map(({ label }) => label),
      ),
    ),
    make('button', {
      type: 'reset',
      className: 'quiet',
      textContent: 'Back to the defaults',
    }),
  );

  const chosen = ({ key, kind }: Row) => chosenIn(form.elements.namedItem(key), kind);
  const tell = () => {
    const shown = types.find((each) => each === type.value) ?? 'card';
    for (const { row, label } of drawn) label.hidden = !row.on.includes(shown);
    const options = given
      .filter(({ on }) => on.includes(shown))
      .map((row) => [row.name, chosen(row)] as const)
      .filter(([, value]) => value !== undefined);
    const style = styleOf(
      looks
        .map((row) => [row.look, chosen(row)] as const)
        .flatMap(([look, value]) =>
          value === undefined ? [] : [[look, value] as [typeof look, unknown]],
        ),
    );
    onChange({
      type: shown,
      options: { ...Object.fromEntries(options), ...(style && { style }) } as OptionsOf,
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
