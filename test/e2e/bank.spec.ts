import { expect } from '@playwright/test';
import { inputIn, test } from './shop.ts';

const masked = { routing_number: '021000021', account_number: 'XXXXX6789' };

test('a bank account is tokenized from one element or two, by every call that takes one', async ({ page, shop }) => {
  await page.goto(shop.url);
  await page.evaluate(async (key) => {
    await window.BasisTheory.init(key, { elements: true });
    window.heard = [];
    const { createElement } = { createElement: window.BasisTheory.createElement.bind(window.BasisTheory) };
    window.fields = {
      card: createElement('bank'),
      number: createElement('bankRoutingNumber', { targetId: 'routing' }),
      code: createElement('bankAccountNumber', { targetId: 'account' }),
    };
    window.fields.card?.on('change', (event) => window.heard.push(event));
    await Promise.all(Object.entries(window.fields).map(([id, field]) => field.mount(`#${id}`)));
  }, shop.elementsKey);

  const [routing, account] = [inputIn(page, '#card').first(), inputIn(page, '#card').last()];
  await routing.pressSequentially('021000020');
  await account.click();
  await expect(routing).toHaveAttribute('aria-invalid', 'true');
  expect(await page.evaluate(() => window.heard.at(-1))).toMatchObject({
    complete: false,
    errors: [{ targetId: 'routingNumber', type: 'invalid' }],
  });
  await routing.press('End');
  await routing.press('Backspace');
  await routing.press('1');
  await expect(account).toBeFocused();
  await account.pressSequentially('0 123-456789');
  await inputIn(page, '#number').pressSequentially('021000021');
  await inputIn(page, '#code').pressSequentially('123456789');
  await expect.poll(() => page.evaluate(() => window.heard.at(-1))).toMatchObject({ complete: true, valid: true });
  expect(JSON.stringify(await page.evaluate(() => window.heard))).not.toMatch(/02100|6789/);

  const made = await page.evaluate(async () => {
    const { card: bank, number: routing_number, code: account_number } = window.fields;
    const bt = window.BasisTheory;
    return {
      one: (await bt.tokens.create({ type: 'bank', data: bank })) as object,
      two: (await bt.tokens.create({ type: 'bank', data: { routing_number, account_number } })) as object,
      tokenized: await bt.tokenize({ account: { type: 'bank', data: bank } }),
      atomic: await bt.atomicBanks.create({
        bank: { routingNumber: routing_number, accountNumber: account_number },
      } as never),
      misplaced: await bt.tokens
        .create({ type: 'bank', data: { routing_number: account_number } as never })
        .catch(({ code }: { code: string }) => code),
    };
  });
  expect(made).toMatchObject({
    one: { type: 'bank', data: { ...masked, account_number: 'XXXXXX6789' } },
    two: { type: 'bank', data: masked },
    tokenized: { account: { type: 'bank' } },
    atomic: { type: 'bank', bank: { routingNumber: '021000021', accountNumber: 'XXXXX6789' } },
    misplaced: 'wrong-field',
  });
});
