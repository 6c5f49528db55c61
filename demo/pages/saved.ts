import ordersText from '../orders.ts?raw';
import revealsText from '../reveals.ts?raw';
import { startBench } from './bench.ts';
import fieldStyleText from './field-style.ts?raw';
import { find } from './find.ts';
import { placeOrder, type ShopConfig, sentence } from './payment-form.ts';
import { revealCard } from './reveal-card.ts';
import revealCardText from './reveal-card.ts?raw';
import { cardRow, type SavedCard } from './saved-card.ts';

const { log, panel } = startBench();
panel.open([
  { name: 'reveal-card.ts', text: revealCardText, at: 'async show(' },
  { name: 'reveals.ts (server)', text: revealsText, at: 'async allow(' },
  { name: 'orders.ts (server)', text: ordersText, at: 'async cards(' },
  { name: 'field-style.ts', text: fieldStyleText },
]);

const failure = find(document, '.wallet ~ .failure');
const paid = find(document, '.paid');
const shown = find(document, '.shown');

const read = async <Body>(path: string): Promise<Body> => {
  const answer = await fetch(path);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail);
  return body;
};

/** The fields are loaded when somebody first asks to see a card. */
let fields: ReturnType<typeof revealCard> | undefined;

const open = async (): ReturnType<typeof revealCard> => {
  const opened = await revealCard(await read<ShopConfig>('/config.json'));
  log.watch(opened.elements);
  return opened;
};

/** The button that a card was shown with, to which the focus goes back. */
let shownBy: Element | null = null;

const show = async ({ id }: SavedCard) => {
  shownBy = document.activeElement;
  failure.textContent = '';
  shown.hidden = false;
  try {
    fields ??= open();
    const { show } = await fields;
    panel.mark('bt.sessions.create(');
    await log.call('reveal', `token_id: "${id}"`, show(id));
    find(shown, 'h2').focus();
    // Focus brings the heading into view, and the fields may still lie below.
    shown.scrollIntoView({ block: 'nearest' });
  } catch (error) {
    shown.hidden = true;
    failure.textContent = error instanceof Error ? error.message : String(error);
  }
};

/** Payments whose answer is not known yet, by token: asking again with the same name does not pay twice. */
const attempts = new Map<string, string>();

const pay = async (card: SavedCard) => {
  failure.textContent = '';
  paid.textContent = '';
  const attempt = attempts.get(card.id) ?? crypto.randomUUID();
  attempts.set(card.id, attempt);
  try {
    const asked = `token_id: "${card.id}"`;
    const { order } = await log.call(
      'POST /orders',
      asked,
      placeOrder(card.id, attempt),
    );
    attempts.delete(card.id);
    paid.textContent = `Paid with the card that ends in ${card.data.number.slice(-4)}: order ${order.id}, ${order.charge.status}.`;
  } catch (error) {
    failure.textContent = sentence(error);
  }
};

find(document, '#hide').addEventListener('click', async () => {
  (await fields)?.hide();
  shown.hidden = true;
  if (shownBy instanceof HTMLElement) shownBy.focus();
});

const { data } = await read<{ data: SavedCard[] }>('/cards').catch((error) => {
  failure.textContent = sentence(error);
  return { data: [] };
});
find(document, '.wallet').replaceChildren(
  ...data.map((card) => cardRow(card, { show, pay })),
);
find(document, '.none').hidden = data.length > 0 || failure.textContent !== '';
