import revealsText from '../reveals.ts?raw';
import { startBench } from './bench.ts';
import fieldStyleText from './field-style.ts?raw';
import { find } from './find.ts';
import type { ShopConfig } from './payment-form.ts';
import { revealCard } from './reveal-card.ts';
import revealCardText from './reveal-card.ts?raw';
import { inFours, type Receipt, until } from './shop.ts';

const { log, panel } = startBench();
panel.open([
  { name: 'reveal-card.ts', text: revealCardText },
  { name: 'reveals.ts (server)', text: revealsText },
  { name: 'field-style.ts', text: fieldStyleText },
]);

const failure = find(document, '.wallet + .failure');
const shown = find(document, '.shown');

const read = async <Body>(path: string): Promise<Body> =>
  (await fetch(path)).json() as Promise<Body>;

/** The fields are loaded when somebody first asks to see a card. */
let fields: ReturnType<typeof revealCard> | undefined;

const open = async (): ReturnType<typeof revealCard> => {
  const opened = await revealCard(await read<ShopConfig>('/config.json'));
  log.watch(opened.elements);
  return opened;
};

const show = async (tokenId: string) => {
  failure.textContent = '';
  shown.hidden = false;
  try {
    fields ??= open();
    const { show } = await fields;
    panel.mark('bt.sessions.create(');
    await log.call('reveal', `token_id: "${tokenId}"`, show(tokenId));
    find(shown, 'h2').focus();
  } catch (error) {
    shown.hidden = true;
    failure.textContent = error instanceof Error ? error.message : String(error);
  }
};

const row = ({ order, read }: Receipt): HTMLElement | undefined => {
  if (!read || !('number' in read.data)) return undefined;
  const { number, expiration_month, expiration_year } = read.data;
  const item = document.createElement('li');
  const digits = Object.assign(document.createElement('span'), {
    className: 'digits',
    textContent: inFours(number),
  });
  const date = Object.assign(document.createElement('small'), {
    textContent: until(expiration_month, expiration_year),
  });
  const button = Object.assign(document.createElement('button'), {
    type: 'button',
    className: 'quiet',
    textContent: 'Show',
    ariaLabel: `Show the card that ends in ${number.slice(-4)}`,
  });
  button.addEventListener('click', () => void show(order.token_id));
  item.append(digits, date, button);
  return item;
};

find(document, '#hide').addEventListener('click', async () => {
  (await fields)?.hide();
  shown.hidden = true;
});

const { data } = await read<{ data: Receipt[] }>('/orders');
const rows = data.map(row).filter((item) => item !== undefined);
find(document, '.wallet').replaceChildren(...rows);
find(document, '.none').hidden = rows.length > 0;
