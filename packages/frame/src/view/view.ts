import { type ElementEvent, type ElementOptions, Failure } from '@tessera/bridge';
import type { Context, ElementType, Field } from '@tessera/fields';
import { html, nothing, render } from 'lit/html.js';
import { load } from '../load.ts';
import type { Watcher } from '../siblings.ts';
import { type BoxState, createBox, edit, leave, shownError, toBox } from './box.ts';
import { boxEvents } from './box-events.ts';
import { type BoxScene, boxTemplate } from './box-template.ts';
import type { brandMark } from './brand-marks.ts';
import { look } from './look.ts';
import { boxOptions, textOption } from './options.ts';
import { reshaped, shapeAll } from './shapes.ts';
import { summary } from './summary.ts';
import { createTexts } from './texts.ts';
import { compileTheme, withTheme } from './theme.ts';
import type { CodeContext, Neighbours, View } from './view-types.ts';
import { whenFocused } from './when-focused.ts';

const stay = (event: Event) => event.preventDefault();

/**
 * Draws an element of these boxes, as its options have `shaped` them, into `root`, which has its document for itself, and
 * reports what happens to it, beginning with `ready`.
 * `clock` tells the current time, of which the month counts for expiry dates.
 */
export const createView = (
  root: HTMLElement,
  type: ElementType,
  fields: readonly Field[],
  shaped: readonly Field[],
  created: ElementOptions,
  tell: (event: ElementEvent) => void,
  clock: () => Date,
  neighbours: Neighbours,
): View => {
  const document = root.ownerDocument;
  const isOnly = fields.length === 1;
  const { targetId, validateOnChange } = created;
  const whileTyping = validateOnChange === true;
  let options = created;
  let showing = false;
  const watchers = new Set<Watcher>();
  const emit = (event: ElementEvent) => showing || tell(event);

  const boxes = shaped.map((field) =>
    createBox(field, isOnly ? (textOption(targetId) ?? field.type) : field.part.target),
  );

  const codeContext = (): CodeContext | undefined => {
    const number = showing ? undefined : boxes.find(({ field }) => field.codeSizes);
    if (!number) return undefined;
    const { field, value } = number;
    return { cardBrand: field.facts(value, 'incomplete').cardBrand, codeSizes: field.codeSizes?.(value) };
  };
  const context = (): Context => {
    const now = clock();
    const said = textOption(options.cardBrand);
    return {
      now: { year: now.getFullYear(), month: now.getMonth() + 1 },
      ...(codeContext() ?? (said === undefined ? neighbours.codeContext() : { cardBrand: said })),
    };
  };
  const state = () => summary(showing ? [] : boxes, context(), whileTyping);
  let reported = JSON.stringify(state());
  let told = codeContext()?.cardBrand;

  const texts = () => boxes.map(({ field, value }) => (field.fleeting ? undefined : field.format(value)));
  /** Reports what there is now when it differs from what was reported last. */
  const report = (always: boolean) => {
    const now = state();
    const said = JSON.stringify(now);
    if (said === reported && !always) return;
    reported = said;
    emit({ type: 'change', ...now });
    const brand = codeContext()?.cardBrand;
    if (brand !== told) neighbours.changed();
    told = brand;
  };
  /** Draws what there is now once it is reported: the page need not wait for that. */
  const refresh = (always = false) => {
    report(always);
    draw();
    for (const watcher of watchers) if (!watcher(texts())) watchers.delete(watcher);
  };

  const inputOf = (box: BoxState | undefined): HTMLInputElement | null =>
    box ? root.querySelector<HTMLInputElement>(`#${box.field.type}`) : null;

  const events = boxEvents({ boxes, inputOf, context, state, refresh, whileTyping, emit });

  const textsIn = createTexts(() => draw());

  /** What to draw of a box; the error to show decides over the state. */
  const sceneOf = (box: BoxState, texts: ReturnType<typeof textsIn>): BoxScene => {
    const { field, value } = box;
    const label = (isOnly ? textOption(options['aria-label']) : undefined) ?? texts.label(field.type);
    const verdict = field.judge(value, { ...context(), settled: box.left || box.asked });
    const facts = field.facts(value, verdict);
    const error = shownError(box, context(), whileTyping);
    return {
      field,
      label,
      options: boxOptions(options, field, isOnly),
      facts,
      mark: facts.cardBrand === undefined ? undefined : marks?.(facts.cardBrand),
      state: error ? 'invalid' : value === '' ? 'empty' : verdict === 'complete' ? verdict : 'incomplete',
      error: error && texts.error(error, label),
      password: options.password === true && isOnly,
      disabled: options.disabled === true,
      readOnly: showing || options.readOnly === true,
    };
  };

  /** The drawings of brands come when the inputs are there: nobody waits for them. */
  let marks: typeof brandMark | undefined;
  const drawMarks = async () => {
    if (!codeContext() || options.iconPosition === 'none' || marks) return;
    marks = (await import('./brand-marks.ts')).brandMark;
    draw();
  };

  const draw = () => {
    const texts = textsIn([textOption(options.locale) ?? '', ...(document.defaultView?.navigator.languages ?? [])]);
    render(
      html`<form novalidate dir=${options.dir === 'rtl' ? 'rtl' : 'ltr'} lang=${texts.lang} @submit=${stay}>
        <div
          class="element ${type}"
          data-rows=${options.rows === 2 ? 2 : 1}
          role=${isOnly ? nothing : 'group'}
          aria-label=${isOnly ? nothing : (textOption(options['aria-label']) ?? texts.label(type))}
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
    const { css, warnings } = compileTheme(withTheme(options.style, options.theme));
    sheets[1]?.replaceSync(
      `.element,.copying{color-scheme:${options.colorScheme === 'dark' ? 'dark' : 'light'}}${css}`,
    );
    if (isNew && warnings.length > 0) emit({ type: 'warning', warnings });
  };

  const give = async (value: unknown) => {
    if (value === undefined) return;
    // What was shown goes as a whole: nothing of it may stand beside what the page knows.
    if (showing) clear();
    const { givenTexts } = await load(() => import('./given-value.ts'));
    const texts = givenTexts(
      boxes.map(({ field }) => field),
      value,
    );
    boxes.forEach((box, index) => {
      const text = texts[index];
      const input = inputOf(box);
      if (text === undefined || !input) return;
      edit(box, box.field.parse(text), context());
      leave(box, context());
      input.value = box.field.format(box.value);
    });
    refresh(whileTyping);
  };

  const write = (some: readonly BoxState[], texts: readonly (string | undefined)[] = [], shown = false) => {
    showing = shown;
    for (const [index, box] of some.entries()) {
      const input = inputOf(box);
      const value = box.field.parse(texts[index] ?? '');
      if (input) input.value = box.field.format(value);
      if (box.value !== value) edit(box, value, context());
      box.asked = false;
    }
    refresh();
  };

  const clear = () => write(boxes);

  /** Calls off a focus that is still to come. */
  let keepOut = () => {};

  document.adoptedStyleSheets = sheets;
  draw();
  emit({ type: 'ready' });
  // Without them, a blank card stands for all.
  drawMarks().catch(() => {});
  dress(true);

  return {
    get boxes() {
      return boxes.map((box) => toBox(box, context()));
    },
    update: async (changes) => {
      const wanted = { ...options, ...changes };
      const fixed = reshaped(fields, options, wanted);
      const refuse = () => {
        if (boxes.some(({ value }) => value !== '')) throw new Failure('field-not-empty', { detail: String(fixed) });
      };
      if (fixed) refuse();
      const anew = fixed ? await shapeAll(fields, wanted) : undefined;
      // Something may have been typed while code was fetched.
      if (fixed) refuse();
      const isDressed = 'style' in changes || JSON.stringify(wanted.theme) !== JSON.stringify(options.theme);
      options = { ...options, ...changes };
      boxes.forEach((box, index) => {
        box.field = anew?.[index] ?? box.field;
      });
      if (isDressed || 'colorScheme' in changes) dress(isDressed);
      drawMarks().catch(() => {});
      refresh();
      if ('value' in changes) await give(changes.value);
    },
    give,
    codeContext,
    heed: () => refresh(),
    get showing() {
      return showing;
    },
    put: (shown) => write(boxes, shown, true),
    watch: (listener) => {
      if (listener(texts())) watchers.add(listener);
    },
    clear,
    forget: () => write(showing ? boxes : boxes.filter(({ field }) => field.fleeting)),
    focus: () => {
      keepOut();
      keepOut = whenFocused(document, () => inputOf(boxes[0])?.focus());
    },
    blur: () => {
      keepOut();
      root.querySelector<HTMLElement>(':focus')?.blur();
    },
    validate: () => {
      for (const box of boxes) box.asked = true;
      refresh(true);
      return state();
    },
  };
};
