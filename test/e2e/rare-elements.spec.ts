import { expect } from '@playwright/test';
import { inputIn, test } from './shop.ts';

/** A right value of each type as people type it, how its field shows it, and what the vault stores. */
const accounts = {
  number: { type: 'iban', typed: 'iban de89 3704 0044 0532 0130 00', shown: 'DE89 3704 0044 0532 0130 00' },
  expiry: { type: 'ukSortCode', typed: '200052', shown: '20-00-52' },
  code: { type: 'ukAccountNumber', typed: '5577-9911', shown: '55779911' },
  card: { type: 'bsb', typed: '062000', shown: '062-000' },
  note: { type: 'cardholderName', typed: 'Ada Lovelace', shown: 'Ada Lovelace' },
} as const;

test('accounts of other countries are typed, shown in groups and tokenized, and the page is told no part of them', async ({
  page,
  shop,
}) => {
  const parts: string[] = [];
  page.on('request', (request) => parts.push(new URL(request.url()).pathname));
  await page.goto(shop.url);
  await page.evaluate(
    async ([key, types]) => {
      await window.BasisTheory.init(key, { elements: true });
      window.heard = [];
      window.fields = {};
      for (const [id, { type }] of Object.entries(types)) {
        const field = window.BasisTheory.createElement(type, { targetId: id });
        field.on('change', (event) => window.heard.push(event));
        window.fields[id] = field;
      }
      await Promise.all(Object.entries(window.fields).map(([id, field]) => field.mount(`#${id}`)));
    },
    [shop.elementsKey, accounts] as const,
  );
  for (const [id, { typed, shown }] of Object.entries(accounts)) {
    await inputIn(page, `#${id}`).pressSequentially(typed);
    await expect(inputIn(page, `#${id}`)).toHaveValue(shown);
  }
  await inputIn(page, '#number').press('End');
  await inputIn(page, '#number').press('Backspace');
  await inputIn(page, '#number').press('1');
  await inputIn(page, '#code').focus();
  await expect(inputIn(page, '#number')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.frameLocator('#number iframe').locator('#iban-error')).toHaveText('IBAN is not valid.');
  await inputIn(page, '#number').press('End');
  await inputIn(page, '#number').press('Backspace');
  await inputIn(page, '#number').press('0');
  await expect(inputIn(page, '#number')).toHaveAttribute('aria-invalid', 'false');

  const made = await page.evaluate(async () => {
    const { number: iban, expiry: sort, code: account, card: bsb, note: name } = window.fields;
    const { tokens } = window.BasisTheory;
    const codeOf = ({ code }: { code: string }) => code;
    return {
      iban: (await tokens.create({ type: 'iban', data: iban })).id,
      sort: (await tokens.create({ type: 'uk_bank_sort_code', data: sort })).type,
      account: (await tokens.create({ type: 'uk_bank_account_number', data: account })).type,
      bsb: (await tokens.create({ type: 'au_bank_bsb', data: bsb })).type,
      whole: (
        await tokens.create({
          type: 'token',
          data: { sort_code: sort, account_number: account, holder: name },
          privacy: { classification: 'bank', impactLevel: 'high' },
        })
      ).type,
      inTheClear: await tokens.create({ type: 'token', data: { iban } }).catch(codeOf),
      misplaced: await tokens.create({ type: 'iban', data: sort }).catch(codeOf),
    };
  });
  expect(made).toEqual({
    iban: expect.any(String),
    ...{ sort: 'uk_bank_sort_code', account: 'uk_bank_account_number', bsb: 'au_bank_bsb', whole: 'token' },
    ...{ inTheClear: 'class-too-low', misplaced: 'wrong-field' },
  });
  expect(JSON.stringify(await page.evaluate(() => window.heard))).not.toMatch(/DE89|3704|2000|5577|0620|Ada/);
  const response = await fetch(`${shop.vault}/tokens/${made.iban}`, { headers: { 'BT-API-KEY': shop.bankKey } });
  expect(await response.json()).toMatchObject({ type: 'iban', data: 'XXXXXXXXXXXXXXXXXX3000' });
  // All of them came in one file beside the document of each frame.
  expect(new Set(parts.filter((path) => /rare-elements/.test(path))).size).toBe(1);
});

test('a name that is no type of element is refused by the frame, too', async ({ page, shop }) => {
  await page.goto(shop.url);
  const refusal = await page.evaluate(async (key) => {
    await window.BasisTheory.init(key, { elements: true });
    const { includes } = Array.prototype;
    // The page's own check is out of the way for a moment.
    Array.prototype.includes = () => true;
    const field = window.BasisTheory.createElement('constructor' as 'text');
    Array.prototype.includes = includes;
    return field.mount('#number').catch(({ code }: { code: string }) => code);
  }, shop.elementsKey);
  expect(refusal).toBe('unknown-element-type');
});
