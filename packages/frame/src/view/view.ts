import type { ElementEvent, ElementOptions, FieldError } from '@tessera/bridge';
import type { Context, ElementType, Field } from '@tessera/fields';
import { html, nothing, render } from 'lit/html.js';
import { type Box, type BoxState, createBox, edit, leave, shownError, toBox } from './box.ts';
import { type BoxEvents, type BoxScene, boxTemplate } from './box-template.ts';
import { look } from './look.ts';
import { boxOptions, textOption } from './options.ts';
import { summary } from './summary.ts';
import { textsFor } from './texts.ts';
import { compileTheme } from './theme.ts';
import { typing } from './typing.ts';

/** The inputs of one element, drawn and alive. They accept keys as soon as `createView` has returned. */
export interface View {
  /** In the order of the element's fields. */
  readonly boxes: readonly Box[];
  /** Merges options into those there are. `targetId` and `validateOnChange` stay as they were created. */
  update(options: ElementOptions): void;
  clear(): void;
  /** Clears the boxes whose values may not outlive the page. */
  forget(): void;
  focus(): void;
  blur(): void;
  /** Shows an error at each box that is not complete, empty ones too, and tells which. */
  validate(): readonly FieldError[];
}

const stay = (event: Event) => event.preventDefault();

/**
 * Draws an element of these boxes into `root`, which has its document for itself, and reports what happens to it, beginning with `ready`.
 * `clock` tells the current time, of which the month counts for expiry dates.
 */
export const createView = (
  root: HTMLElement,
  type: ElementType,
  fields: readonly Field[],
  created: ElementOptions,
  emit: (event: ElementEvent) => void,
  clock: () => Date,
): View => {
  const document = root.ownerDocument;
  const isOnly = fields.length === 1;
  const { targetId, validateOnChange } = created;
  const whileTyping = validateOnChange === true;
  let options = created;

  const boxes = fields.map((field) =>
    createBox(field, isOnly ? (textOption(targetId) ?? field.type) : field.part.target),
  );

  const context = (): Context => {
    const now = clock();
    const brands = boxes.map(({ field, value }) => field.facts(value, 'incomplete').cardBrand);
    return {
      now: { year: now.getFullYear(), month: now.getMonth() + 1 },
      cardBrand: brands.find((brand) => brand !== undefined) ?? textOption(options.cardBrand),
    };
  };
  const state = () => summary(boxes, context(), whileTyping);
  let reported = JSON.stringify(state());

  /** Draws what there is now, and reports it when it differs from what was reported last. */
  const refresh = (always = false) => {
    draw();
    const now = state();
    const report = JSON.stringify(now);
    if (report === reported && !always) return;
    reported = report;
    emit({ type: 'change', ...now });
  };

  const inputOf = (box: BoxState | undefined): HTMLInputElement | null =>
    box ? root.querySelector<HTMLInputElement>(`#${box.field.type}`) : null;

  const events = boxes.map((box, index): BoxEvents => {
    const neighbour = (step: number) => inputOf(boxes[index + step]);
    const changed = (input: HTMLInputElement, typed: boolean) => {
      const value = box.field.parse(input.value);
      if (value === box.value) return;
      edit(box, value, context());
      refresh(whileTyping);
      const isDone = box.field.judge(value, context()) === 'complete' && box.field.fill(value, context()) === 'full';
      if (typed && isDone && boxes[index + 1]?.value === '') neighbour(1)?.focus();
    };
    return {
      ...typing({ field: box.field, context, changed }),
      focus: () => emit({ type: 'focus', targetId: box.targetId }),
      blur: ({ currentTarget: input }) => {
        leave(box, context());
        const text = box.field.format(box.value);
        if (input instanceof HTMLInputElement && input.value !== text) input.value = text;
        refresh();
        emit({ type: 'blur', targetId: box.targetId, ...state() });
      },
      keydown: (event) => {
        const { key, altKey, ctrlKey, shiftKey, metaKey, isComposing, repeat } = event;
        if (isComposing) return;
        if (key === 'Enter' || key === 'Escape') {
          emit({ type: 'keydown', targetId: box.targetId, key, altKey, ctrlKey, shiftKey, metaKey });
        }
        // A key that is held down empties one box and stops there.
        const back = neighbour(-1);
        if (key === 'Backspace' && !repeat && back && inputOf(box)?.value === '') {
          event.preventDefault();
          back.focus();
          back.setSelectionRange(back.value.length, back.value.length);
        }
      },
    };
  });

  /** What to draw of a box; the error to show decides over the state. */
  const sceneOf = (box: BoxState, texts: ReturnType<typeof textsFor>): BoxScene => {
    const { field, value } = box;
    const label = (isOnly ? textOption(options['aria-label']) : undefined) ?? texts.label(field);
    const verdict = field.judge(value, context());
    const error = shownError(box, context(), whileTyping);
    return {
      field,
      label,
      options: boxOptions(options, field, isOnly),
      facts: field.facts(value, verdict),
      state: error ? 'invalid' : value === '' ? 'empty' : verdict === 'complete' ? verdict : 'incomplete',
      error: error && texts.error(error, label),
      disabled: options.disabled === true,
      readOnly: options.readOnly === true,
    };
  };

  const draw = () => {
    const texts = textsFor([textOption(options.locale) ?? '', ...(document.defaultView?.navigator.languages ?? [])]);
    render(
      html`<form novalidate dir=${options.dir === 'rtl' ? 'rtl' : 'ltr'} lang=${texts.lang} @submit=${stay}>
        <div
          class="element ${type}"
          role=${isOnly ? nothing : 'group'}
          aria-label=${isOnly ? nothing : (textOption(options['aria-label']) ?? nothing)}
        >
          ${boxes.map((box, index) => boxTemplate(sceneOf(box, texts), events[index]))}
        </div>
      </form>`,
      root,
    );
  };

  const sheets = [look, ''].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });
  const dress = (isNew: boolean) => {
    const { css, warnings } = compileTheme(options.style);
    sheets[1]?.replaceSync(`.element{color-scheme:${options.colorScheme === 'dark' ? 'dark' : 'light'}}${css}`);
    if (isNew && warnings.length > 0) emit({ type: 'warning', warnings });
  };

  const empty = (some: readonly BoxState[]) => {
    for (const box of some) {
      const input = inputOf(box);
      if (input) input.value = '';
      if (box.value !== '') edit(box, '', context());
      box.asked = false;
    }
    refresh();
  };

  document.adoptedStyleSheets = sheets;
  draw();
  emit({ type: 'ready' });
  dress(true);

  return {
    get boxes() {
      return boxes.map((box) => toBox(box, context()));
    },
    update: (changes) => {
      options = { ...options, ...changes };
      dress('style' in changes);
      refresh();
    },
    clear: () => empty(boxes),
    forget: () => empty(boxes.filter(({ field }) => field.fleeting)),
    focus: () => inputOf(boxes[0])?.focus(),
    blur: () => root.querySelector<HTMLElement>(':focus')?.blur(),
    validate: () => {
      for (const box of boxes) box.asked = true;
      refresh();
      return state().errors ?? [];
    },
  };
};
