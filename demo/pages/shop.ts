import { find } from './find.ts';

/** An order as the shop's server tells it: what it kept, and what it read back from the vault just now. */
export interface Receipt {
  order: {
    id: string;
    token_id: string;
    total: number;
    currency: string;
    charge: { id: string; status: string; received: string };
    created_at: string;
  };
  read: { data: CardView | BankView } | null;
}

export interface CardView {
  number: string;
  expiration_month: number;
  expiration_year: number;
}

interface BankView {
  routing_number: string;
  account_number: string;
}

const numberOf = (data: CardView | BankView) =>
  'number' in data ? data.number : data.account_number;

const inFours = (number: string) =>
  number.replaceAll('X', '•').replace(/.{4}(?=.)/g, '$& ');

/** Numbers of 14 and 15 digits, such as those of American Express, are written in three groups; all others in fours. */
export const inGroups = (number: string) =>
  number.length === 14 || number.length === 15
    ? number.replaceAll('X', '•').replace(/^(.{4})(.{6})/, '$1 $2 ')
    : inFours(number);

export const until = (month: number, year: number) =>
  `${String(month).padStart(2, '0')}/${String(year).slice(-2)}`;

const money = ({ total, currency }: Receipt['order']) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(total / 100);

const text = (name: string, words: string, className = '') =>
  Object.assign(document.createElement(name), { textContent: words, className });

/** Puts the receipt in the place of the form, and the reader's attention with it. */
export const showReceipt = (place: HTMLElement, receipt: Receipt, brand: string) => {
  const { order, read } = receipt;
  find(place, '.receipt-words').textContent =
    `${money(order)}, order ${order.id}. We are wrapping it in straw.`;
  find(place, '.brand').dataset.brand = brand;
  if (read) {
    const { data } = read;
    find(place, '.plastic').dataset.kind = 'number' in data ? 'card' : 'bank';
    find(place, '.digits').textContent =
      'number' in data ? inGroups(data.number) : inFours(data.account_number);
    find(place, '.until').textContent =
      'number' in data
        ? until(data.expiration_month, data.expiration_year)
        : `Routing ${data.routing_number}`;
  }
  find(place, '.read code').textContent = JSON.stringify(read, null, 2);
  find(place, '.charge code').textContent = JSON.stringify(order.charge, null, 2);
  place.hidden = false;
  find(place, 'h2').focus();
};

/** Lists the orders of this shop; the cards in it come from the vault each time. */
export const listOrders = async (section: HTMLElement) => {
  const answer = await fetch('/orders');
  if (!answer.ok) return;
  const { data }: { data: Receipt[] } = await answer.json();
  find(section, 'ol').replaceChildren(
    ...data.map(({ order, read }) => {
      const row = document.createElement('li');
      // A date keeps its own order on a page that reads from right to left.
      const date = text('small', '');
      date.append(
        text(
          'bdi',
          new Date(order.created_at).toLocaleString(undefined, {
            dateStyle: 'medium',
            timeStyle: 'short',
          }),
        ),
      );
      row.append(
        text(
          'span',
          read ? `•••• ${numberOf(read.data).slice(-4)}` : 'No longer in the vault',
          'digits',
        ),
        text('span', money(order)),
        text('small', `Order ${order.id}`),
        date,
      );
      return row;
    }),
  );
  section.hidden = data.length === 0;
};
