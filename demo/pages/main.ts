import ordersText from '../orders.ts?raw';
import { codePanel } from './code-panel.ts';
import { copyOnPress } from './copy.ts';
import { fieldStyle } from './field-style.ts';
import fieldStyleText from './field-style.ts?raw';
import { find } from './find.ts';
import { createLog } from './log.ts';
import { oneField } from './one-field.ts';
import oneFieldText from './one-field.ts?raw';
import {
  type CardFields,
  paymentForm,
  placeOrder,
  type ShopConfig,
} from './payment-form.ts';
import paymentFormText from './payment-form.ts?raw';
import { listOrders, showReceipt } from './shop.ts';
import { tabs } from './tabs.ts';
import { listTestCards } from './test-cards.ts';
import { threeFields } from './three-fields.ts';
import threeFieldsText from './three-fields.ts?raw';

/*
 * Everything around the checkout: tabs, the code panel, the log. The checkout itself is in the files which the panel
 * shows, and they know nothing of this one.
 */
const payHere = find(document, '#pay-here');
const receipt = find(document, '#receipt');
const orders = find(document, '.orders');
const log = createLog(find(document, '#log'));
const panel = codePanel(find(document, '.bench section'));

const shared = [
  { name: 'payment-form.ts', text: paymentFormText },
  { name: 'field-style.ts', text: fieldStyleText },
  { name: 'orders.ts (server)', text: ordersText },
];
const ways = [
  {
    name: 'three',
    open: threeFields,
    file: { name: 'three-fields.ts', text: threeFieldsText },
  },
  { name: 'one', open: oneField, file: { name: 'one-field.ts', text: oneFieldText } },
] as const;

const mounted: CardFields[] = [];

/** Loads one way to pay, once; its form is drawn in full size already and comes alive when its frames are there. */
const start = async (
  { name, open }: (typeof ways)[number],
  config: Promise<ShopConfig>,
) => {
  const form = find(document, `#panel-${name} form`, HTMLFormElement);
  const pay = find(form, '.pay', HTMLButtonElement);
  form.classList.add('loading');
  pay.disabled = true;
  try {
    const fields = await open(await config);
    mounted.push(fields);
    log.watch(fields);
    paymentForm(
      form,
      { ...fields, tokenize: () => tokenize(fields) },
      order,
      (paid) => {
        const elements = Object.values(fields.elements);
        payHere.hidden = true;
        showReceipt(receipt, paid, elements[0]?.cardMetadata.cardBrand ?? 'unknown');
        for (const element of elements) element.clear();
        void listOrders(orders);
      },
    );
    pay.disabled = false;
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    find(form, '.failure').textContent =
      `The card fields could not be loaded. ${reason} Then reload this page.`;
  } finally {
    form.classList.remove('loading');
  }
};

const tokenize = (fields: CardFields) => {
  panel.mark('bt.tokens.create(');
  return log.call(
    'bt.tokens.create',
    'asked of the frame, which fills in the values',
    fields.tokenize(),
  );
};

const order = (tokenId: string) => {
  panel.mark('await order(');
  return log.call(
    'POST /orders',
    JSON.stringify({ token_id: tokenId }),
    placeOrder(tokenId),
  );
};

log.network();
const config = fetch('/config.json').then(
  (answer) => answer.json() as Promise<ShopConfig>,
);
const started = new Set<number>();

const select = (index: number) => {
  for (const [other, { name }] of ways.entries())
    find(document, `#panel-${name}`).hidden = other !== index;
  const way = ways[index];
  if (!way) return;
  panel.open([way.file, ...shared]);
  if (started.has(index)) return;
  started.add(index);
  void start(way, config);
};

tabs(
  ways.map(({ name }) => find(document, `#tab-${name}`)),
  select,
);
select(0);

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  const style = fieldStyle();
  for (const { elements } of mounted) {
    for (const element of Object.values(elements)) void element.update({ style });
  }
});

find(document, '#again').addEventListener('click', () => {
  receipt.hidden = true;
  payHere.hidden = false;
  find(document, '#payment').focus();
});

for (const [name, text] of [
  ['code', panel.text],
  ['log', log.text],
] as const) {
  const button = find(document, `[data-copies="${name}"]`, HTMLButtonElement);
  copyOnPress(button, button, text);
}

listTestCards(find(document, '.test-cards ul'));
void listOrders(orders);
