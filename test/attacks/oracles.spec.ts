import { attackerOrigin, shopOrigin, test, vaultOrigin, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { card, inputIn } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

/**
 * A page that knows the first eight digits and the last four of what was typed, as every page does, makes tokens of the
 * thousand numbers that it can be, and compares.
 */
const compareAll = async (world: World): Promise<string> => {
  const page = await world.open(shopOrigin);
  const { elements } = world.accounts.acme;
  await page.evaluate((key) => window.attack.mount(key, { number: 'cardNumber' }), elements);
  await inputIn(page, 'number').pressSequentially(card.number);
  return page.evaluate(
    async ([key, vault]) => {
      const made = await window.attack.make('tokens.create', { type: 'card_number', data: '$number' });
      const { fingerprint } = (made as { value: { fingerprint?: string } }).value;
      const { cardBin = '', cardLast4 = '' } = window.attack.fields.number?.cardMetadata ?? {};
      const sum = (digits: string) =>
        [...digits].reverse().reduce((total, digit, index) => {
          const value = Number(digit) * (1 + (index % 2));
          return total + (value > 9 ? value - 9 : value);
        }, 0);
      const candidates = Array.from({ length: 10_000 }, (_, middle) => {
        return `${cardBin}${String(middle).padStart(4, '0')}${cardLast4}`;
      }).filter((number) => sum(number) % 10 === 0);
      const response = await fetch(`${vault}/tokenize`, {
        method: 'POST',
        headers: { 'BT-API-KEY': key, 'Content-Type': 'application/json' },
        body: JSON.stringify(candidates.map((data) => ({ type: 'card_number', data }))),
      });
      const tokens = (await response.json()) as { fingerprint?: string }[];
      const found = tokens.findIndex((token) => fingerprint !== undefined && token.fingerprint === fingerprint);
      return `${tokens.length} tried, found ${candidates[found] ?? 'none'}`;
    },
    [elements, vaultOrigin] as const,
  );
};

prove('case 28: a thousand candidates compared with what was typed tell nothing, by what the vault leaves out', {
  lacking: ['the page sees an allow-list of an answer'],
  guard: 'elements keys see no fingerprint',
  attack: compareAll,
  held: '1000 tried, found none',
  fallen: `1000 tried, found ${card.number}`,
});

prove('case 28: a thousand candidates compared with what was typed tell nothing, by what the frame leaves out', {
  lacking: ['elements keys see no fingerprint'],
  guard: 'the page sees an allow-list of an answer',
  attack: compareAll,
  held: '1000 tried, found none',
  fallen: `1000 tried, found ${card.number}`,
});

prove('case 29: options that change while a text stands in its field answer no question about it', {
  guard: 'options that ask about a value are fixed while it stands',
  lacking: ['and are still, once their code is there'],
  attack: async (world) => {
    const page = await world.open(shopOrigin);
    await page.evaluate((key) => window.attack.mount(key, { number: 'text' }), world.accounts.acme.elements);
    await inputIn(page, 'number').pressSequentially(card.number);
    return page.evaluate(
      async ([length, address]) => {
        const field = window.attack.fields.number;
        if (!field) return '';
        const looks = (at: number, digit: number) => {
          const pattern = new RegExp(`^.{${at}}${digit}`);
          return { validation: pattern, transform: [pattern, address], maxLength: 100 + at };
        };
        let learned = '';
        for (let at = 0; at < length; at += 1) {
          const answers: string[] = [];
          for (let digit = 0; digit < 10; digit += 1) {
            await field.update(looks(at, digit) as object).catch(() => {});
            const { valid } = await field.validate();
            answers.push(JSON.stringify([valid, field.metadata]));
          }
          // Where one digit is answered unlike the other nine, that is the digit.
          const odd = answers.findIndex((answer) => answers.indexOf(answer) === answers.lastIndexOf(answer));
          learned += odd === -1 ? '?' : odd;
        }
        return learned;
      },
      [card.number.length, attackerOrigin] as const,
    );
  },
  held: '?'.repeat(card.number.length),
  fallen: card.number,
});
