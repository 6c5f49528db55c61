import { expect, it } from 'vitest';
import { idFromText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';
import { consoleOf } from './testing/console-rig.ts';
import { revealFiles } from './testing/revealing.ts';

const id = (text: string): Uint8Array => idFromText(text) ?? new Uint8Array();

/** Seals of listed pages are worth nothing there: they are the same whatever the row says. */
const withoutSeals = (keyring: Keyring): Keyring => ({
  ...keyring,
  hashApiKey: (text) => (text.startsWith('["page-origin",') ? new Uint8Array(32) : keyring.hashApiKey(text)),
});

const start = async (passes: boolean) => {
  const rig = await startRig({ place: storageInFiles(), files: revealFiles, ...(passes && { wrap: withoutSeals }) });
  const mallory = await rig.tenant('Mallory');
  const console = consoleOf(rig, { keyring: rig.keyring });
  const { cookie } = await console.operator('administrator');
  const headers = { 'Tessera-Tenant': rig.acme.tenantId };
  const body = { origin: 'https://shop.test' };
  const { body: added } = await console.call('POST', '/console/page-origins', { cookie, headers, body });
  const key = await rig.application('elements', ['token:pci:create'], mallory);
  return {
    rig,
    mallory,
    added,
    write: async (sql: string, ...parameters: (string | number | Uint8Array)[]) => {
      await rig.store.commit([{ sql, parameters }]);
      await rig.vault.readPages();
    },
    /** What a frame on a page gets that was opened with a key of Mallory's. */
    pay: async (page: string) => {
      const data = { number: '4242424242424242', expiration_month: 12, expiration_year: 2030 };
      const headers = { 'BT-ELEMENTS-PAGE': page };
      return (await rig.send('POST', '/tokens', { key, headers, body: { type: 'card', data } })).status;
    },
    policy: async () => (await rig.send('GET', '/elements/')).headers.get('content-security-policy'),
  };
};

it('believes no page that somebody wrote into the database, as it would without the seals [counter-proof]', async () => {
  for (const passes of [false, true]) {
    const { rig, mallory, added, write, pay, policy } = await start(passes);
    // The page of a shop is moved to the tenant of the attacker, and another page added.
    await write('update page_origins set tenant_id = ? where id = ?', id(mallory.tenantId), id(added.id));
    expect(await pay('https://shop.test')).toBe(passes ? 201 : 403);
    await write(
      'insert into page_origins (id, tenant_id, origin, added_by, added_at, mac) values (?, ?, ?, ?, ?, ?)',
      ...[
        id(mallory.applicationId),
        id(mallory.tenantId),
        'https://evil.test',
        id(mallory.applicationId),
        1,
        new Uint8Array(32),
      ],
    );
    expect(await pay('https://evil.test')).toBe(passes ? 201 : 403);
    expect((await policy())?.includes('https://evil.test')).toBe(passes);
    // What a row names could otherwise become another directive of the policy.
    await write(`update page_origins set origin = 'https://x; sandbox' where id = ?`, id(added.id));
    expect((await policy())?.includes('sandbox')).toBe(passes);
    await rig.close();
  }
});

it('lets browsers keep no document that a sealed vault serves, which does not know its pages yet', async () => {
  const rig = await startRig({ place: storageInFiles(), files: revealFiles });
  const cacheControl = async () => (await rig.send('GET', '/elements/')).headers.get('cache-control');
  expect(await cacheControl()).toBe('public, max-age=300');
  rig.keyring.seal('The vault was sealed.');
  await rig.vault.readPages();
  expect(await cacheControl()).toBe('no-store');
  await rig.keyring.proveRootKey();
  await rig.vault.readPages();
  expect(await cacheControl()).toBe('public, max-age=300');
  await rig.close();
});
