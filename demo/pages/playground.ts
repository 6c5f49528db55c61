import {
  BasisTheory,
  type ElementType,
  type HostedElement,
  type OptionsOf,
} from '@tessera/js';
import { startBench } from './bench.ts';
import { type Choices, controls } from './controls.ts';
import { find } from './find.ts';
import { literal } from './literal.ts';
import type { ShopConfig } from './payment-form.ts';

const { log, panel } = startBench();
const stage = find(document, '#stage');
const failure = find(document, '.stage + .failure');
const form = find(document, '.controls', HTMLFormElement);

const open = async (): Promise<BasisTheory> => {
  const answer = await fetch('/config.json');
  const shop: ShopConfig = await answer.json();
  return await new BasisTheory().init(shop.elementsKey, {
    apiBaseUrl: shop.vaultOrigin,
    elements: true,
  });
};

const codeOf = (type: ElementType, options: OptionsOf): string => {
  const { style, ...rest } = options;
  const lines = Object.entries({ ...rest, ...(style && { style }) }).map(
    ([key, value]) => `  ${/^\w+$/.test(key) ? key : `'${key}'`}: ${literal(value)},\n`,
  );
  const given = lines.length > 0 ? `, {\n${lines.join('')}}` : '';
  return `const element = bt.createElement('${type}'${given});\nawait element.mount('#field');\n\nelement.on('change', (event) => {\n  console.log(event.complete, event.errors);\n});\n`;
};

const bt = await open();
let shown:
  | { element: HostedElement; type: ElementType; options: OptionsOf }
  | undefined;

/** Options that are fixed at creation. */
const fixed = ['enableCopy', 'targetId', 'validateOnChange'] as const;

/** Whether only a new element can be told this: options are merged into those there are, and some are fixed. */
const needsAnother = (before: OptionsOf, after: OptionsOf): boolean =>
  Object.keys(before).some((name) => !(name in after)) ||
  fixed.some((name) => valueIn(before, name) !== valueIn(after, name));

const valueIn = (options: OptionsOf, name: (typeof fixed)[number]): unknown =>
  name in options ? (options as Record<string, unknown>)[name] : undefined;

/** The element that stands there is told what changed, where that is enough. */
const show = async ({ type, options }: Choices) => {
  panel.open([{ name: 'your-page.js', text: codeOf(type, options) }]);
  failure.textContent = '';
  try {
    if (shown?.type === type && !needsAnother(shown.options, options)) {
      shown.options = options;
      await shown.element.update(options);
      return;
    }
    shown?.element.unmount();
    const element = bt.createElement(type, options);
    shown = { element, type, options };
    await element.mount(stage);
    log.watch({ [type]: element });
  } catch (error) {
    failure.textContent = error instanceof Error ? error.message : String(error);
  }
};

const buttons: Record<string, (element: HostedElement) => void> = {
  Focus: (element) => element.focus(),
  Blur: (element) => element.blur(),
  Clear: (element) => element.clear(),
  Remount: (element) => {
    element.unmount();
    void element.mount(stage);
  },
};
find(document, '.buttons').append(
  ...Object.entries(buttons).map(([name, act]) => {
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      className: 'quiet',
      textContent: name,
    });
    button.addEventListener('click', () => shown && act(shown.element));
    return button;
  }),
);

/** One after the other: an element cannot be told anything while it is being mounted. */
let shows = Promise.resolve();
controls(form, (choices) => {
  shows = shows.then(() => show(choices));
});
