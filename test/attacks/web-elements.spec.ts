import { expect, type Page } from '@playwright/test';
import { bundleCheckout, checkoutPage } from '../published/react-page.ts';
import { cardNumbers, codeOf } from './cards.ts';
import { shopOrigin, vaultOrigin, type World } from './world/fixtures.ts';
import { leaks } from './world/leaks.ts';
import { prove } from './world/proof.ts';
import { hostsThatGot } from './world/shop.ts';

/** The shop as a page of the vendor's React package, with our script below it. */
const openPublished = async (world: World): Promise<Page> => {
  const script = await bundleCheckout();
  world.alter(({ url }, answer) => {
    if (url.origin !== shopOrigin) return answer;
    const body =
      url.pathname === '/checkout.js' ? script : checkoutPage(`${vaultOrigin}/js/web-elements.js`, '/checkout.js');
    const type = url.pathname === '/checkout.js' ? 'text/javascript' : 'text/html; charset=utf-8';
    return { ...answer, headers: { ...answer.headers, 'content-type': type }, body };
  });
  return world.open(`${shopOrigin}/?key=${world.accounts.acme.elements}`);
};

const [number = ''] = cardNumbers;

prove('case 11: of a card typed into a page of react-elements 2.17, nobody but the vault sees a number or code', {
  guard: 'a frame leaks nowhere',
  attack: async (world) => {
    const page = await openPublished(world);
    const frame = page.frameLocator('#card iframe');
    await frame.locator('#cardNumber').pressSequentially(number);
    await frame.locator('#cardExpirationDate').pressSequentially('1234');
    await frame.locator('#cardVerificationCode').pressSequentially(codeOf(number));
    await page.getByRole('button', { name: 'Pay' }).click();
    await expect(page.locator('#outcome')).toContainText(number.slice(-4));
    expect(hostsThatGot(world, number)).toEqual(['vault.localhost']);
    return leaks(world, [number]);
  },
  held: [],
  fallen: expect.arrayContaining([
    ...['broadcast', 'console', 'history', 'markup', 'name', 'performance', 'port', 'title', 'url'],
  ]),
});
