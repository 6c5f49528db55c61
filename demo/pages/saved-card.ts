import { type CardView, inGroups, until } from './shop.ts';

/** A card on file, as the shop's server read it from the vault: masked. */
export interface SavedCard {
  id: string;
  data: CardView;
  /** What the page that made the token noted of it. */
  metadata?: { brand?: string } | null;
}

interface Actions {
  show: (card: SavedCard) => Promise<void>;
  pay: (card: SavedCard) => Promise<void>;
}

const button = (words: string, name: string, act: () => Promise<void>) => {
  const made = Object.assign(document.createElement('button'), {
    type: 'button',
    className: 'quiet',
    textContent: words,
    ariaLabel: name,
  });
  made.addEventListener('click', async () => {
    // Disabled, it would lose the focus.
    if (made.ariaBusy === 'true') return;
    made.ariaBusy = 'true';
    await act();
    made.ariaBusy = 'false';
  });
  return made;
};

/** One row of the list of saved cards. */
export const cardRow = (card: SavedCard, { show, pay }: Actions): HTMLElement => {
  const { number, expiration_month, expiration_year } = card.data;
  const last = number.slice(-4);
  const name = card.metadata?.brand ?? 'unknown';
  const brand = Object.assign(document.createElement('span'), {
    className: 'brand',
    role: 'img',
    ariaLabel: name.replaceAll('-', ' '),
  });
  brand.dataset.brand = name;
  const digits = Object.assign(document.createElement('span'), {
    className: 'digits',
    textContent: inGroups(number),
  });
  const date = Object.assign(document.createElement('small'), {
    textContent: until(expiration_month, expiration_year),
  });
  const row = document.createElement('li');
  const acts = Object.assign(document.createElement('div'), { className: 'acts' });
  acts.append(
    button('Show', `Show the card that ends in ${last}`, () => show(card)),
    button('Pay €68.00', `Pay €68.00 with the card that ends in ${last}`, () =>
      pay(card),
    ),
  );
  row.append(brand, digits, date, acts);
  return row;
};
