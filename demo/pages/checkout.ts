import chargeAccountText from '../charge-account.js?raw';
import ordersText from '../orders.ts?raw';
import { startBench } from './bench.ts';
import type { SourceFile } from './code-panel.ts';
import { fieldStyle } from './field-style.ts';
import fieldStyleText from './field-style.ts?raw';
import { find } from './find.ts';
import {
  type PaymentFields,
  paymentForm,
  placeOrder,
  type ShopConfig,
} from './payment-form.ts';
import paymentFormText from './payment-form.ts?raw';
import { listOrders, showReceipt } from './shop.ts';
import { tabs } from './tabs.ts';

/** One way to ask for what is paid with: the tab and panel of this name, and the file that mounts its fields. */
export interface Way {
  name: string;
  open: (shop: ShopConfig) => Promise<PaymentFields>;
  file: SourceFile;
}

const shared = [
  {
    name: 'payment-form.ts',
    text: paymentFormText,
    at: 'Makes a form of mounted fields work',
  },
  { name: 'field-style.ts', text: fieldStyleText },
  { name: 'orders.ts (server)', text: ordersText, at: 'The vault replaces the braces' },
  {
    name: 'charge-account.js (in the vault)',
    text: chargeAccountText,
    at: 'module.exports',
  },
];

/*
 * Everything around a checkout: tabs, the code panel, the log. The checkout itself is in the files which the panel
 * shows, and they know nothing of this one.
 */
export const startCheckout = (ways: readonly Way[]) => {
  const payHere = find(document, '#pay-here');
  const receipt = find(document, '#receipt');
  const orders = find(document, '.orders');
  const { log, panel } = startBench();
  const mounted: PaymentFields[] = [];

  /** Loads one way to pay, once; its form is drawn in full size already and comes alive when its frames are there. */
  const start = async ({ name, open }: Way, config: Promise<ShopConfig>) => {
    const form = find(document, `#panel-${name} form`, HTMLFormElement);
    const pay = find(form, '.pay', HTMLButtonElement);
    form.classList.add('loading');
    pay.disabled = true;
    try {
      const fields = await open(await config);
      mounted.push(fields);
      log.watch(fields.elements);
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
        `The fields could not be loaded. ${reason} Then reload this page.`;
    } finally {
      form.classList.remove('loading');
    }
  };

  const tokenize = (fields: PaymentFields) => {
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
  void listOrders(orders);
};
