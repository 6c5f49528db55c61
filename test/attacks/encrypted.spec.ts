import { expect, type Page } from '@playwright/test';
import { openJwe } from '../../packages/vault/src/tokens/encrypted/testing/jwe.ts';
import type { Ending } from './toolkit/toolkit.ts';
import { test, vaultOrigin, type World } from './world/fixtures.ts';
import { attackersKeys } from './world/key-pair.ts';
import { prove } from './world/proof.ts';
import { card, inputIn, openShop, splitFields, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

/** A key of the vault, as the shop's server gives it to its page. */
interface Key {
  readonly keyId: string;
  readonly publicKeyPem: string;
}

const makeKey = async (world: World, account = world.accounts.acme): Promise<Key> => {
  const { body } = await world.send(account.management, '/keys', {});
  return { keyId: String(body.key_id), publicKeyPem: String(body.public_key_pem) };
};

/** A shop whose customer has typed a card. */
const openTyped = async (world: World): Promise<Page> => {
  const page = await openShop(world, splitFields);
  await typeCard(page);
  return page;
};

const encrypt = (page: Page, request: object): Promise<Ending> =>
  page.evaluate((template) => window.attack.make('tokens.encrypt', template), request);

const encryptedIn = (ending: Ending): string =>
  ending !== 'pending' && 'value' in ending ? (ending.value as { encrypted: string }).encrypted : '';

const codeOf = (ending: Ending): string => (ending !== 'pending' && 'code' in ending ? ending.code : 'none');

/** A token of what was encrypted, made by the page itself with the key that stands in it. */
const create = (world: World, page: Page, token: object): Promise<{ status: number; body: Record<string, unknown> }> =>
  page.evaluate(
    async ([url, key, body]) => {
      const headers = { 'BT-API-KEY': key, 'Content-Type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body });
      return { status: response.status, body: await response.json() };
    },
    [`${vaultOrigin}/tokens`, world.accounts.acme.elements, JSON.stringify(token)] as const,
  );

const wholeCard = {
  number: '$number',
  expiration_month: '$expiry.month',
  expiration_year: '$expiry.year',
  cvc: '$code',
};

/** What whoever reads notes and addresses finds in a token that the page made of an encrypted number. */
const readAsText = async (world: World, page: Page, encrypted: string, more: object = {}) => {
  const made = await create(world, page, { type: 'token', encrypted, ...more });
  return { type: made.body.type, office: await world.read(world.accounts.acme.office, String(made.body.id ?? '')) };
};

prove('case 39: a number that a frame encrypted as a card number does not become a token of text', {
  guard: 'encrypted data keeps its type',
  attack: async (world) => {
    const page = await openTyped(world);
    const tokenRequests = { type: 'card_number', data: '$number' };
    const ending = await encrypt(page, { tokenRequests, ...(await makeKey(world)) });
    return await readAsText(world, page, encryptedIn(ending));
  },
  held: { type: 'encrypted-data', office: undefined },
  fallen: { type: 'token', office: card.number },
});

prove('case 39: nor does one whose frame leaves the type out of what nobody can change', {
  guard: 'frames name the type of what they encrypt',
  attack: async (world) => {
    const page = await openTyped(world);
    const tokenRequests = { type: 'card_number', data: '$number' };
    const ending = await encrypt(page, { tokenRequests, ...(await makeKey(world)) });
    return await readAsText(world, page, encryptedIn(ending));
  },
  held: { type: 'encrypted-data', office: undefined },
  fallen: { type: 'token', office: card.number },
});

prove('case 39: a class that a page names beside the data, and leaves out of the token, raises no type', {
  guard: 'frames encrypt by type alone',
  attack: async (world) => {
    const page = await openTyped(world);
    const privacy = { classification: 'pci', impact_level: 'high' };
    const tokenRequests = { type: 'token', data: { pan: '$number' }, privacy };
    const ending = await encrypt(page, { tokenRequests, ...(await makeKey(world)) });
    const { office } = await readAsText(world, page, encryptedIn(ending));
    return { code: codeOf(ending), office };
  },
  held: { code: 'class-too-low', office: undefined },
  fallen: { code: 'none', office: { pan: card.number } },
});

prove('case 39: a page that brings a public key of its own cannot open what its frame encrypts', {
  guard: 'frames ask the vault for the public key',
  attack: async (world) => {
    const page = await openTyped(world);
    const { keyId } = await makeKey(world);
    const { pem, privateKey } = attackersKeys();
    const tokenRequests = { type: 'card', data: wholeCard };
    const ending = await encrypt(page, { tokenRequests, keyId, publicKeyPem: pem });
    const opened = (() => {
      try {
        return openJwe(encryptedIn(ending), privateKey);
      } catch {
        return 'nothing';
      }
    })();
    return { code: codeOf(ending), number: opened.includes(card.number) };
  },
  held: { code: 'none', number: false },
  fallen: { code: 'none', number: true },
});

test('case 39: a header that was changed, to another type or none, opens no more', async ({ world }) => {
  const page = await openTyped(world);
  const tokenRequests = { type: 'card_number', data: '$number' };
  const jwe = encryptedIn(await encrypt(page, { tokenRequests, ...(await makeKey(world)) }));
  const [first = '', ...rest] = jwe.split('.');
  const header = JSON.parse(Buffer.from(first, 'base64url').toString()) as Record<string, unknown>;
  expect(header).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', token_type: 'card_number' });
  const { token_type: _, ...untyped } = header;
  for (const changed of [{ ...header, token_type: 'token' }, untyped, { ...header, alg: 'dir' }]) {
    const encrypted = [Buffer.from(JSON.stringify(changed)).toString('base64url'), ...rest].join('.');
    expect(await create(world, page, { type: 'token', encrypted })).toMatchObject({
      ...{ status: 400, body: { type: 'encrypted-data' } },
    });
  }
  const made = await create(world, page, { type: 'card_number', encrypted: jwe });
  expect(await world.read(world.accounts.acme.server, String(made.body.id))).toBe(card.number);
});

test('case 39: keys that are no more, of another tenant, or no ids at all encrypt nothing', async ({ world }) => {
  const page = await openTyped(world);
  const [deleted, foreign] = [await makeKey(world), await makeKey(world, world.accounts.mallory)];
  expect(await world.erase(world.accounts.acme.management, `/keys/${deleted.keyId}`)).toBe(204);
  const tokenRequests = { type: 'card_number', data: '$number' };
  for (const keyId of [deleted.keyId, foreign.keyId, '../applications/key?', '']) {
    const ending = await encrypt(page, { tokenRequests, keyId });
    expect([keyId, codeOf(ending)]).toEqual([keyId, 'api-error']);
  }
  expect(codeOf(await encrypt(page, { tokenRequests, keyId: { toString: '$number' } }))).toBe('invalid-payload');
});

prove('case 39: the length of what is encrypted tells nothing of the length of a text', {
  guard: 'frames pad what they encrypt',
  attack: async (world) => {
    const page = await openShop(world, {});
    await page.evaluate((key) => window.attack.mount(key, { note: 'text' }), world.accounts.acme.elements);
    const key = await makeKey(world);
    const lengths = new Set<number>();
    for (const more of ['a', ' word more']) {
      await inputIn(page, 'note').pressSequentially(more);
      const ending = await encrypt(page, { tokenRequests: { type: 'token', data: '$note' }, ...key });
      lengths.add(encryptedIn(ending).length);
    }
    return lengths.size;
  },
  held: 1,
  fallen: 2,
});
