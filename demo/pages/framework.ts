import ordersText from '../orders.ts?raw';
import { startBench } from './bench.ts';
import type { SourceFile } from './code-panel.ts';
import fieldStyleText from './field-style.ts?raw';
import { find } from './find.ts';
import type { Log } from './log.ts';
import type { ShopConfig } from './payment-form.ts';
import { listOrders } from './shop.ts';
import { listTestNumbers, testCards } from './test-numbers.ts';

/** Everything around a checkout that a framework draws. */
export const startFramework = async (
  file: SourceFile,
  draw: (shop: ShopConfig, onPaid: () => void, onHeard: Log['hear']) => void,
) => {
  const orders = find(document, '.orders');
  const { log, panel } = startBench();
  panel.open([
    file,
    { name: 'field-style.ts', text: fieldStyleText },
    {
      name: 'orders.ts (server)',
      text: ordersText,
      at: 'The vault replaces the braces',
    },
  ]);
  listTestNumbers(find(document, '.test-cards ul'), testCards);
  void listOrders(orders);
  const answer = await fetch('/config.json');
  draw(await answer.json(), () => void listOrders(orders), log.hear);
};
