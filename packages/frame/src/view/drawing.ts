import type { Messages } from '@tessera/bridge';
import { later } from '../load.ts';
import { type BoxState, shownError } from './box/box.ts';
import { type BoxEvents, type BoxScene, createBoxDrawing, type Marks } from './box/box-drawing.ts';
import type { Model } from './model.ts';
import { html, setAttributes } from './nodes.ts';
import { boxOptions, textOption } from './options.ts';
import { baseStyles } from './style/base-styles.ts';
import { compileTheme, withTheme } from './style/theme.ts';
import { createTexts } from './texts.ts';

/** Draws a model. */
export interface Drawing {
  draw(): void;
  /** Applies the style; warnings are emitted when it `isNew`. */
  applyStyle(isNew: boolean): void;
}

export const createDrawing = (
  root: HTMLElement,
  type: string,
  model: Model,
  events: readonly BoxEvents[],
  say: (messages: Messages) => void,
): Drawing => {
  const document = root.ownerDocument;
  const textsIn = createTexts(() => draw());
  let marks: Marks | undefined;
  let hasAskedForMarks = false;

  const labelOf = ({ field }: BoxState, texts: ReturnType<typeof textsIn>) =>
    (model.isOnly ? textOption(model.options['aria-label']) : undefined) ?? texts.label(field.type, field.label);

  /** Tells how the errors of each box and of the element read, and its title, when that changed. */
  let said = '';
  const tellMessages = (texts: ReturnType<typeof textsIn>) => {
    const label = textOption(model.options['aria-label']) ?? texts.label(type, model.boxes[0]?.field.label);
    const title = textOption(model.options.title) ?? label;
    const saying = texts.lang + label + title;
    if (said === saying) return;
    said = saying;
    const named = model.boxes.map((box) => [box.targetId, labelOf(box, texts)] as const);
    const all = named.map(([name, label]) => [name, texts.errors(label)]);
    say({ ...Object.fromEntries(all), '': { ...texts.errors(label), title } });
  };

  const sceneOf = (box: BoxState, texts: ReturnType<typeof textsIn>, chosen = () => {}): BoxScene => {
    const { options, isOnly, showing, context, whileTyping } = model;
    const { field, value } = box;
    const label = labelOf(box, texts);
    const verdict = field.judge(value, { ...context(), settled: box.left || box.asked });
    const facts = field.facts(value, verdict);
    const error = shownError(box, context(), whileTyping);
    const disabled = options.disabled === true;
    const mark: Marks = (brand) => marks?.(brand);
    return {
      field,
      label,
      options: boxOptions(options, field, isOnly),
      facts,
      marks,
      choice: showing ? undefined : field.choose?.({ value, label: texts.network, disabled, mark, chosen }),
      state: error ? 'invalid' : value === '' ? 'empty' : verdict === 'complete' ? verdict : 'incomplete',
      error: error && texts.error(error, label),
      password: options.password === true && isOnly,
      disabled,
      readOnly: showing || options.readOnly === true,
    };
  };

  /** Fetches the drawings of brands. Without them, a blank card is shown for every brand. */
  const loadMarks = async () => {
    if (hasAskedForMarks || !model.codeContext() || model.options.iconPosition === 'none') return;
    hasAskedForMarks = true;
    try {
      marks = (await import('./box/brand-marks.ts')).brandMark;
      draw();
    } catch {
      // The blank card stays.
    }
  };

  const boxes = model.boxes.map(({ field }, index) => createBoxDrawing(field.type, events[index] as BoxEvents));
  const element = html('div', { class: `element ${type}` }, ...boxes.map(({ node }) => node));
  const form = html('form', { novalidate: true }, element);
  form.addEventListener('submit', (event) => event.preventDefault());
  let isPlaced = false;

  const draw = () => {
    const { options, isOnly } = model;
    const texts = textsIn([textOption(options.locale) ?? '', ...(document.defaultView?.navigator.languages ?? [])]);
    tellMessages(texts);
    setAttributes(form, { dir: options.dir === 'rtl' ? 'rtl' : 'ltr', lang: texts.lang });
    setAttributes(element, {
      'data-rows': options.rows === 2 ? 2 : 1,
      role: isOnly ? undefined : 'group',
      'aria-label': isOnly ? undefined : (textOption(options['aria-label']) ?? texts.label(type)),
    });
    model.boxes.forEach((box, index) => {
      boxes[index]?.draw(sceneOf(box, texts, events[index]?.chosen));
    });
    if (!isPlaced) root.replaceChildren(form);
    isPlaced = true;
  };

  const sheets = [baseStyles, ''].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });
  document.adoptedStyleSheets = sheets;

  return {
    draw: () => {
      draw();
      if (model.boxes.every(({ value }) => value === '')) later(loadMarks);
      else loadMarks();
    },
    applyStyle: (isNew) => {
      const { style, theme, colorScheme } = model.options;
      const { css, warnings } = compileTheme(withTheme(style ?? undefined, theme));
      sheets[1]?.replaceSync(`.element,.copying{color-scheme:${colorScheme === 'dark' ? 'dark' : 'light'}}${css}`);
      if (isNew && warnings.length > 0) model.emit({ type: 'warning', warnings });
    },
  };
};
