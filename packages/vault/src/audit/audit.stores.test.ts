import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idFromText, idToText } from '../ids.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { auditMac } from './audit.ts';

interface Row {
  tenant_id: Uint8Array;
  actor_id: Uint8Array | null;
  actor_type: string;
  entity_type: string;
  entity_id: string;
  operation: string;
  origin: string | null;
  trace: string | null;
  changes: string | null;
  created_at: number;
  version: number | null;
  digest: Uint8Array | null;
  mac: Uint8Array;
}

let rig: Rig;
let low: string;
let high: string;
beforeAll(async () => {
  rig = await startRig();
  low = await rig.application('server_to_server', allTokens('low'));
  high = await rig.application('server_to_server', allTokens('high'));
});
afterAll(async () => {
  await rig.close();
});

const rowsOf = (entityId: string) =>
  rig.store.rows<Row>('select * from audit where entity_id = ? order by n', [entityId]);
const operations = async (entityId: string) => (await rowsOf(entityId)).map(({ operation }) => operation);
const makeCard = async () => {
  const body = { type: 'card', data: { number: '4242424242424242' } };
  return (await rig.send('POST', '/tokens', { key: low, body })).body.id as string;
};

describe('the audit', () => {
  it('has a row for each operation, with who did it, and a MAC over all of it', async () => {
    const id = await makeCard();
    await rig.send('GET', `/tokens/${id}`, { key: high });
    await rig.send('PATCH', `/atomic/cards/${id}`, { key: low, body: { card: { cvc: '123' } } });
    await rig.send('DELETE', `/tokens/${id}`, { key: low });
    const rows = await rowsOf(id);
    expect(rows.map(({ entity_type, operation, version }) => [entity_type, operation, version])).toEqual([
      ['card', 'create', 1],
      ['card', 'read', null],
      ['card', 'update', 2],
      ['card', 'delete', null],
    ]);
    const { body: reader } = await rig.send('GET', '/applications/key', { key: high });
    for (const row of rows) {
      const actor = row.actor_id ? idToText(row.actor_id) : '';
      if (row.operation === 'read') expect(actor).toBe(reader.id);
      const tenant = idToText(row.tenant_id);
      const columns = {
        tenantId: tenant,
        actorId: actor,
        actorType: row.actor_type,
        entityType: row.entity_type,
        entityId: row.entity_id,
        operation: row.operation,
        ...(row.changes !== null && { changes: row.changes }),
        origin: { from: row.origin ?? '', trace: row.trace ?? '' },
        createdAt: row.created_at,
        ...(row.version !== null && row.digest && { state: { version: row.version, digest: row.digest } }),
      };
      expect(Buffer.from(auditMac(rig.keyring.tenant(tenant), columns))).toEqual(Buffer.from(row.mac));
    }
  });

  it('knows of a plaintext read before it is answered, of a masked one at the next flush', async () => {
    const id = await makeCard();
    await rig.send('GET', `/tokens/${id}`, { key: low });
    expect(await operations(id)).toEqual(['create']);
    await rig.send('GET', `/tokens/${id}`, { key: high });
    expect(await operations(id)).toEqual(['create', 'read']);
    await rig.vault.tidy();
    expect(await operations(id)).toEqual(['create', 'read', 'read']);
  });

  it('has a row for each token of a list', async () => {
    const ids = [await makeCard(), await makeCard()];
    await rig.send('GET', `/tokens?id=${ids.join('&id=')}`, { key: high });
    for (const id of ids) expect(await operations(id)).toEqual(['create', 'read']);
  });

  it('has no row for what was refused, hidden or not there', async () => {
    const before = await rig.store.rows('select n from audit');
    await rig.send('POST', '/tokens', { key: low, body: { type: 'card', data: {} } });
    await rig.send('GET', '/tokens/00000000-0000-7000-8000-000000000000', { key: high });
    await rig.send('DELETE', '/tokens/00000000-0000-7000-8000-000000000000', { key: high });
    await rig.send('GET', '/tokens', { key: rig.acme.key });
    await rig.vault.tidy();
    expect(await rig.store.rows('select n from audit')).toHaveLength(before.length);
  });

  it('refuses plaintext when the row cannot be written', async () => {
    const id = await makeCard();
    // A table that is not there stands for a store that fails between read and audit.
    await rig.store.commit([{ sql: 'alter table audit rename to audit_elsewhere', parameters: [] }]);
    const answer = await rig.send('GET', `/tokens/${id}`, { key: high });
    await rig.store.commit([{ sql: 'alter table audit_elsewhere rename to audit', parameters: [] }]);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('42424242');
    expect((await rig.send('GET', `/tokens/${id}`, { key: high })).status).toBe(200);
  });

  it('tells of applications too', async () => {
    const { body } = await rig.send('POST', '/applications', {
      key: rig.acme.key,
      body: { name: 'x', type: 'public' },
    });
    await rig.send('PUT', `/applications/${body.id}`, { key: rig.acme.key, body: { name: 'y' } });
    await rig.send('POST', `/applications/${body.id}/regenerate`, { key: rig.acme.key });
    await rig.send('DELETE', `/applications/${body.id}`, { key: rig.acme.key });
    expect(await operations(body.id)).toEqual(['create', 'update', 'update', 'delete']);
    const [tenant] = await rowsOf(rig.acme.tenantId);
    expect(tenant).toMatchObject({ entity_type: 'tenant', operation: 'create', actor_id: null, actor_type: 'system' });
    expect(idFromText(rig.acme.tenantId)).toEqual(new Uint8Array(tenant?.tenant_id ?? []));
  });
});
