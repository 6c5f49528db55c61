import { expect } from '@playwright/test';
import { inputIn, readToken, test } from './shop.ts';

const number = '4571123456789016';

test('the network that a customer chose is told to the page, which stores it with the token', async ({
  page,
  shop,
}) => {
  await page.goto(shop.url);
  await page.evaluate(async (key) => {
    const bt = await window.BasisTheory.init(key, { elements: true });
    window.fields = { card: bt.createElement('card', { coBadgedSupport: ['dankort'], preSelectedNetworks: ['visa'] }) };
    window.heard = [];
    window.fields.card?.on('change', (event) => window.heard.push(event));
    await window.fields.card?.mount('#card');
  }, shop.elementsKey);
  await inputIn(page, '#card', 'cc-number').pressSequentially(number);
  const frame = page.frameLocator('#card iframe');
  await expect(frame.getByRole('radio', { name: 'Visa' })).toBeChecked();
  await frame.getByTitle('Dankort').click();
  await inputIn(page, '#card', 'cc-exp').pressSequentially('1234');
  await inputIn(page, '#card', 'cc-csc').pressSequentially('123');
  await expect
    .poll(() => page.evaluate(() => window.heard.at(-1)))
    .toMatchObject({
      ...{ complete: true, cardBrand: 'visa', selectedNetwork: 'dankort' },
    });
  const heard = await page.evaluate(() => window.heard.map((event) => Reflect.get(event, 'selectedNetwork')));
  expect([...new Set(heard)]).toEqual([undefined, 'visa', 'dankort']);

  const id = await page.evaluate(async () => {
    const { card } = window.fields;
    const network = card?.cardMetadata.selectedNetwork ?? '';
    return (await window.BasisTheory.tokens.create({ type: 'card', data: card, metadata: { network } })).id;
  });
  expect(await readToken(shop, id)).toMatchObject({
    metadata: { network: 'dankort' },
    data: { number: 'XXXXXXXXXXXX9016' },
  });
});
