import { expect } from '@playwright/test';
import type { ElementsError } from '@tessera/js';
import { type Either, test } from './either.ts';
import type { Shop } from './shop.ts';

/** How mounting a field ends on a page that is served with a header. No time passes there: what waits for a limit waits for ever. */
const mounting = async (page: Either, { url, elementsKey }: Shop, query: Readonly<Record<string, string>>) => {
  await page.goto(`${url}?${new URLSearchParams(query)}`);
  return page.evaluate(async (key) => {
    Object.assign(window, { setTimeout: () => 0 });
    await window.BasisTheory.init(key, { elements: true });
    const number = window.BasisTheory.createElement('cardNumber');
    const ended = await number.mount('#number').then(
      () => 'mounted',
      ({ code, message }: ElementsError) => `${code}: ${message}`,
    );
    return [ended, document.querySelectorAll('iframe').length];
  }, elementsKey);
};

const policy = 'content-security-policy';

for (const [name, query] of Object.entries({
  'frame-src': { [policy]: "frame-src 'none'" },
  'child-src': { [policy]: "child-src 'self'" },
  'default-src, with an early frame': { [policy]: "default-src 'self'; script-src *", early: '' },
})) {
  test(`case 25: where the policy of the page forbids the vault by ${name}, mounting says so at once, and what to change`, {
    tag: '@firefox',
  }, async ({ either: page, shop }) => {
    expect(await mounting(page, shop, query)).toEqual([
      expect.stringMatching(/^frame-unreachable: .*the vault in the `frame-src` of this page\?/),
      0,
    ]);
  });
}

test('case 25: a policy that only reports what it would forbid leaves the fields alone', {
  tag: '@firefox',
}, async ({ either: page, shop }) => {
  const query = { [`${policy}-report-only`]: "frame-src 'none'; report-uri /", early: '' };
  expect((await mounting(page, shop, query))[0]).toBe('mounted');
});
