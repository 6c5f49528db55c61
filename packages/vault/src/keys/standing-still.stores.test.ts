import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { maskedForms } from '../tokens/masked-form.ts';
import { destroyKek, settlingTime } from './destroy.ts';
import { openKeyring } from './keyring.ts';
import type { Keyring } from './port.ts';
import { rewrapTenant } from './rewrap.ts';
import { activationDelay, rotateKek } from './rotate.ts';

let rig: Rig;
let key: string;
let tenantId: string;
/** Another process of the same vault. */
let elsewhere: Keyring;
beforeEach(async () => {
  rig = await startRig();
  key = await rig.application('server_to_server', allTokens());
  tenantId = rig.acme.tenantId;
  elsewhere = await openKeyring(rig.keyringOptions);
});
afterEach(async () => {
  await rig.close();
});

const create = () => rig.send('POST', '/tokens', { key, body: { type: 'token', data: 'a value' } });
const destroyFirst = () => {
  const { store, clock } = rig.keyringOptions;
  return destroyKek({ keys: store, data: rig.store, clock }, tenantId, 1, async () => undefined);
};

/** What others do with the key of the tenant while this process stands still: it hears of nothing, and its timers do not run. */
const replaceAndDestroy = async (): Promise<void> => {
  await rotateKek(rig.keyringOptions, tenantId);
  await elsewhere.refresh();
  rig.pass(activationDelay);
  await elsewhere.refresh();
  const progress = () => undefined;
  await rewrapTenant({ store: rig.store, keyring: elsewhere, tenantId, masked: maskedForms, progress });
  rig.pass(settlingTime);
  expect(await destroyFirst()).toBeUndefined();
};

describe('a process that stood still while a version of a key was replaced and destroyed', () => {
  it('seals the first thing it is asked to store under the version that is there', async () => {
    await replaceAndDestroy();
    const made = await create();
    expect(made.status).toBe(201);
    await elsewhere.refresh();
    const [row] = await rig.store.rows<{ kek_version: number }>('select kek_version from tokens');
    expect(row?.kek_version).toBe(2);
    expect((await rig.send('GET', `/tokens/${made.body.id}`, { key })).body.data).toBe('a value');
  });

  it('seals nothing in the middle of what it was doing, until it has looked', async () => {
    const keys = rig.keyring.tenant(tenantId);
    const place = { tenantId, tokenId: 'a token', type: 'token', version: 1, field: 'data' } as const;
    const masked = { tenantId, tokenId: 'a token', type: 'token', version: 1, mask: 'a mask', value: 'a value' };
    rig.pass(settlingTime - 1);
    expect(keys.seal(place, Buffer.from('a value')).kekVersion).toBe(1);
    await replaceAndDestroy();
    expect(rig.keyring.isOutdated()).toBe(true);
    for (const use of [
      () => keys.seal(place, Buffer.from('a value')),
      () => keys.sealMasked(masked, Buffer.from('a value')),
    ]) {
      expect(use).toThrow(expect.objectContaining({ name: 'StoreError', code: 'busy' }));
    }
    await rig.keyring.refresh();
    expect(keys.seal(place, Buffer.from('a value')).kekVersion).toBe(2);
  });

  it('rewraps nothing under it', async () => {
    expect((await create()).status).toBe(201);
    await rotateKek(rig.keyringOptions, tenantId);
    await rig.keyring.refresh();
    rig.pass(activationDelay);
    let stopped = false;
    const store = {
      ...rig.store,
      rows: async <Row>(...asked: Parameters<typeof rig.store.rows>) => {
        const rows = await rig.store.rows<Row>(...asked);
        // In the middle of a pass, a third version takes the place of the second, which nothing uses yet.
        if (!stopped && /as row_key/.test(asked[0]) && rows.length > 0) {
          stopped = true;
          await rotateKek(rig.keyringOptions, tenantId);
          rig.pass(activationDelay);
        }
        return rows;
      },
    };
    await rewrapTenant({ store, keyring: rig.keyring, tenantId, masked: maskedForms, progress: () => undefined });
    const [row] = await rig.store.rows<{ kek_version: number }>('select kek_version from tokens');
    expect([stopped, row?.kek_version]).toEqual([true, 3]);
  });
});
