import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SqlValue, Store } from '../store/port.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { openKeyring } from './keyring.ts';
import { localRootKey } from './root-key.ts';
import { rotateKek } from './rotate.ts';
import { rotateRoot } from './rotate-root.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.close();
});

const newRoot = () => localRootKey(new Uint8Array(32).fill(9));
const place = (tenantId: string) =>
  ({ tenantId, tokenId: 'a token', type: 'token', version: 1, field: 'data' }) as const;

it('wraps every key under the new root key, so that the old one opens none', async () => {
  const { tenantId } = rig.acme;
  const sealed = rig.keyring.tenant(tenantId).seal(place(tenantId), Buffer.from('a value'));
  const mac = rig.keyring.tenant(tenantId).auditMac(Buffer.from('a row'));
  expect(await rotateRoot(rig.keyringOptions, newRoot())).toBe(2);
  await expect(openKeyring(rig.keyringOptions)).rejects.toMatchObject({ name: 'RootKeyError', code: 'wrong' });
  const again = await openKeyring({ ...rig.keyringOptions, root: newRoot() });
  expect(Buffer.from(again.tenant(tenantId).open(place(tenantId), sealed)).toString()).toBe('a value');
  expect(again.tenant(tenantId).auditMac(Buffer.from('a row'))).toEqual(mac);
  expect(again.hashApiKey('key')).toEqual(rig.keyring.hashApiKey('key'));
});

it('lets a process that serves go on, and make keys once it has the new root key', async () => {
  const { root } = rig.keyringOptions;
  let atHand = [root];
  const serving = await openKeyring({ ...rig.keyringOptions, root: () => atHand });
  await rotateRoot(rig.keyringOptions, newRoot());
  await serving.refresh();
  expect(serving.has(rig.acme.tenantId)).toBe(true);
  const id = '0190a5b0-0000-7000-8000-000000000001';
  await expect(serving.createTenant(id)).rejects.toMatchObject({ code: 'wrong' });
  atHand = [root, newRoot()];
  await serving.createTenant(id);
  expect(serving.has(id)).toBe(true);
  await openKeyring({ ...rig.keyringOptions, root: newRoot() });
});

it('leaves no key behind that is made at the same time', async () => {
  const both = { ...rig.keyringOptions, root: () => [rig.keyringOptions.root, newRoot()] };
  const keyring = await openKeyring(both);
  const ids = Array.from({ length: 12 }, (_, n) => `0190a5b0-0000-7000-8000-0000000000${n + 10}`);
  const made = Promise.allSettled([
    ...ids.map((id) => keyring.createTenant(id)),
    ...[1, 2, 3].map(() => rotateKek(both, rig.acme.tenantId)),
  ]);
  await rotateRoot(rig.keyringOptions, newRoot());
  await made;
  const again = await openKeyring({ ...rig.keyringOptions, root: newRoot() });
  const results = (await made).slice(0, ids.length);
  for (const [n, id] of ids.entries()) expect(again.has(id)).toBe(results[n]?.status === 'fulfilled');
  expect(await rig.keyringOptions.store.rows('select distinct root_version from wrapped_keys')).toHaveLength(1);
});

it('does not take the root key in use for a new one', async () => {
  await expect(rotateRoot(rig.keyringOptions, rig.keyringOptions.root)).rejects.toThrow('is the one in use');
});

it('comes after another replacement that was quicker, and takes none of its keys for damaged', async () => {
  const { store, root } = rig.keyringOptions;
  const third = localRootKey(new Uint8Array(32).fill(10));
  let quicker: Promise<unknown> | undefined;
  const overtaken: Store = {
    ...store,
    rows: async <Row>(sql: string, parameters?: readonly SqlValue[]) => {
      if (sql.includes('from wrapped_keys')) {
        quicker ??= rotateRoot(rig.keyringOptions, newRoot());
        await quicker;
      }
      return await store.rows<Row>(sql, parameters);
    },
  };
  const options = { ...rig.keyringOptions, store: overtaken };
  expect(await rotateRoot({ ...options, root: () => [root, newRoot()] }, third)).toBe(3);
  await openKeyring({ ...rig.keyringOptions, root: third });
});

it('lets a tenant be made that was begun under the root key of before', async () => {
  const { store, root } = rig.keyringOptions;
  let quicker: Promise<unknown> | undefined;
  const overtaken: Store = {
    ...store,
    commit: async (write) => {
      quicker ??= rotateRoot(rig.keyringOptions, newRoot());
      await quicker;
      return await store.commit(write);
    },
  };
  const keyring = await openKeyring({ ...rig.keyringOptions, store: overtaken, root: () => [root, newRoot()] });
  const id = '0190a5b0-0000-7000-8000-000000000001';
  await keyring.createTenant(id);
  expect(keyring.has(id)).toBe(true);
  expect((await openKeyring({ ...rig.keyringOptions, root: newRoot() })).has(id)).toBe(true);
});
