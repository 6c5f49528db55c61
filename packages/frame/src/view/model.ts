import type { ElementEvent, ElementOptions, ElementState } from '@tessera/bridge';
import type { Context } from '@tessera/fields';
import { type BoxState, createBox } from './box/box.ts';
import { textOption } from './options.ts';
import { summary } from './summary.ts';
import type { CodeContext, ViewElement, Watcher } from './view-types.ts';

/** The state of one element: what is in its boxes, and who is told about it. Nothing here touches the document. */
export interface Model {
  readonly boxes: readonly BoxState[];
  /** Whether the element has one box. */
  readonly isOnly: boolean;
  /** Errors are shown while typing, and not only on blur. */
  readonly whileTyping: boolean;
  options: ElementOptions;
  /** The boxes show a value that was not typed here. The page is told nothing about it. */
  showing: boolean;
  codeContext(): CodeContext | undefined;
  /** What fields are validated against. */
  context(): Context;
  state(): ElementState;
  emit(event: ElementEvent): void;
  /** Emits `change` when the state differs from the one reported last, or always. */
  report(always: boolean): void;
  watch(listener: Watcher): undefined;
  tellWatchers(): void;
}

export const createModel = ({ fields, shaped, options, emit, clock, neighbours }: ViewElement): Model => {
  const isOnly = fields.length === 1;
  const whileTyping = options.validateOnChange === true;
  const { targetId } = options;
  const boxes = shaped.map((field) =>
    createBox(field, isOnly ? (textOption(targetId) ?? field.type) : field.part.target),
  );
  const watchers = new Set<Watcher>();
  const texts = () => boxes.map(({ field, value }) => (field.fleeting ? undefined : field.format(value)));

  const codeContext = (): CodeContext | undefined => {
    const number = model.showing ? undefined : boxes.find(({ field }) => field.codeSizes);
    if (!number) return undefined;
    const { field, value } = number;
    return { cardBrand: field.facts(value, 'incomplete').cardBrand, codeSizes: field.codeSizes?.(value) };
  };
  const context = (): Context => {
    const now = clock();
    const named = textOption(model.options.cardBrand);
    return {
      now: { year: now.getFullYear(), month: now.getMonth() + 1 },
      ...(codeContext() ?? (named === undefined ? neighbours.codeContext() : { cardBrand: named })),
    };
  };
  const state = () => summary(model.showing ? [] : boxes, context(), whileTyping);

  const model: Model = {
    ...{ boxes, isOnly, whileTyping, options, codeContext, context, state },
    showing: false,
    emit: (event) => model.showing || emit(event),
    report: (always) => {
      const now = state();
      const said = JSON.stringify(now);
      if (said === reported && !always) return;
      reported = said;
      model.emit({ type: 'change', ...now });
      const brand = codeContext()?.cardBrand;
      if (brand !== reportedBrand) neighbours.changed();
      reportedBrand = brand;
    },
    watch: (listener) => {
      if (listener(texts())) watchers.add(listener);
    },
    tellWatchers: () => {
      for (const watcher of watchers) if (!watcher(texts())) watchers.delete(watcher);
    },
  };
  let reported = JSON.stringify(state());
  let reportedBrand = codeContext()?.cardBrand;
  return model;
};
