import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../audit-verify/verify.ts';
import { openKeyring } from '../keys/keyring.ts';
import { idColumn } from '../store/columns.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { auditRow } from './audit.ts';
import { sealer } from './sealer.ts';

let rig: Rig;
let key: string;
beforeAll(async () => {
  rig = await startRig();
  key = await rig.application('server_to_server', allTokens());
});
afterAll(async () => {
  await rig.close();
});

const make = () => rig.send('POST', '/tokens', { key, body: { type: 'token', data: 'a value' } });

const verify = async () => {
  const kinds: string[] = [];
  const verified = await verifyAudit({
    store: rig.store,
    keyring: rig.keyring,
    clock: rig.keyringOptions.clock,
    progress: () => undefined,
    report: async ({ kind }) => void kinds.push(kind),
  });
  return { kinds, unsealed: verified.unsealed };
};

interface SealRow {
  seal: number;
  first_row: number;
  last_row: number;
}

describe('sealing', () => {
  it('covers every row once, in a chain without holes, whoever of several processes seals', async () => {
    const environment = { ...rig.keyringOptions, store: rig.store };
    const sealers = [
      sealer({ ...environment, keyring: rig.keyring }),
      sealer({ ...environment, keyring: await openKeyring(rig.keyringOptions) }),
    ];
    const writing = Promise.all(Array.from({ length: 60 }, make));
    for (let round = 0; round < 10; round++) await Promise.all(sealers.map(({ seal }) => seal()));
    await writing;
    await Promise.all(sealers.map(({ seal }) => seal()));
    // Of two that seal at once one gives way; the next round takes what is left.
    await sealers[0]?.seal();

    expect(await verify()).toEqual({ kinds: [], unsealed: 0 });
    const seals = await rig.store.rows<SealRow>('select seal, first_row, last_row from audit_seals order by seal');
    expect(seals.map(({ seal }) => seal)).toEqual(seals.map((_, index) => index + 1));
    for (const [index, { first_row }] of seals.entries()) {
      expect(first_row).toBeGreaterThan(seals[index - 1]?.last_row ?? 0);
    }
  });

  it('leaves out no row of a tenant that its process has not heard of yet', async () => {
    const keyring = await openKeyring(rig.keyringOptions);
    const other = sealer({ ...rig.keyringOptions, store: rig.store, keyring });
    const { tenantId } = await rig.tenant('Umbrella');
    await make();
    await other.seal();
    await other.seal();
    expect(await verify()).toEqual({ kinds: [], unsealed: 0 });
    const rows = await rig.store.rows('select n from audit where tenant_id = ?', [idColumn(tenantId)]);
    expect(await rig.store.rows('select row_count from audit_seals where tenant_id = ?', [idColumn(tenantId)])).toEqual(
      [{ row_count: rows.length }],
    );
  });

  it('takes more rows than fit into one write', async () => {
    const { body } = await make();
    const before = (await rig.store.rows('select n from audit')).length;
    const reading = auditRow(rig.keyring, {
      ...{ tenantId: rig.acme.tenantId, actorId: body.created_by, entityType: 'token', entityId: body.id },
      ...{ operation: 'read', origin: undefined, createdAt: rig.keyringOptions.clock() },
    });
    for (let n = 0; n < 6; n++) await rig.store.commit(Array.from({ length: 1000 }, () => reading));
    await rig.vault.tidy();
    expect((await rig.store.rows('select n from audit')).length).toBe(before + 6000);
    expect(await verify()).toEqual({ kinds: [], unsealed: 0 });
  }, 60_000);

  it('writes nothing when there is nothing new', async () => {
    const count = async () => (await rig.store.rows('select seal from audit_seals')).length;
    const before = await count();
    await rig.vault.tidy();
    expect(await count()).toBe(before);
  });

  it('is told of in the log, once for each tenant that has a new one', async () => {
    const heads = sealer({ ...rig.keyringOptions, store: rig.store, keyring: rig.keyring });
    await make();
    await heads.seal();
    const [head, ...others] = heads.newHeads();
    expect(others).toEqual([]);
    const [newest] = await rig.store.rows<{ seal: number; mac: Uint8Array }>(
      'select seal, mac from audit_seals order by seal desc limit 1',
    );
    expect(head).toMatchObject({ tenantId: rig.acme.tenantId, seal: newest?.seal });
    expect(Buffer.from(head?.mac ?? [])).toEqual(Buffer.from(newest?.mac ?? []));
    expect(heads.newHeads()).toEqual([]);
  });

  it('and verifying find nothing wrong while tokens are written, changed and deleted', async () => {
    let writing = true;
    const writer = async () => {
      while (writing) {
        const { body } = await rig.send('POST', '/tokens', {
          key,
          body: { type: 'card', data: { number: '4242424242424242' } },
        });
        await rig.send('PATCH', `/atomic/cards/${body.id}`, { key, body: { card: { expiration_month: 5 } } });
        await rig.send('GET', `/tokens/${body.id}`, { key });
        await rig.send('DELETE', `/tokens/${body.id}`, { key });
      }
    };
    const writers = [writer(), writer()];
    for (let round = 0; round < 4; round++) {
      await rig.vault.tidy();
      expect((await verify()).kinds).toEqual([]);
    }
    writing = false;
    await Promise.all(writers);
  }, 60_000);
});
