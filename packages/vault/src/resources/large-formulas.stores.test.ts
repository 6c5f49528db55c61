import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPage } from '../reactors/page.ts';
import { idColumn } from '../store/columns.ts';
import { type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
  const { key } = rig.acme;
  for (let n = 0; n < 6; n += 1) {
    rig.pass(1000);
    const formula = {
      ...{ name: `F${n}`, type: 'private', source_token_type: 'card' },
      code: `module.exports = () => 1;//${'x'.repeat(45_000)}`,
      icon: `data:image/png;base64,${'A'.repeat(190_000)}`,
    };
    const made = await rig.send('POST', '/reactor-formulas', { key, body: formula });
    expect(made.status).toBe(201);
    const reactor = { name: `R${n}`, formula: { id: made.body.id }, configuration: {} };
    expect((await rig.send('POST', '/reactors', { key, body: reactor })).status).toBe(201);
  }
});
afterAll(async () => {
  await rig.close();
});

describe.each(['/reactor-formulas?name=F', '/reactors?name=R'])('a list of large items: %s', (path) => {
  it('ends by its bytes; the cursor leads to what did not fit, and the total is that of all', async () => {
    const names: string[] = [];
    const lengths: number[] = [];
    for (let start = ''; ; ) {
      const { status, body, text } = await rig.send('GET', `${path}&size=100${start}`, { key: rig.acme.key });
      expect(status).toBe(200);
      expect(body.pagination.total_items).toBe(6);
      expect(text.length).toBeLessThan(1_100_000);
      names.push(...body.data.map(({ name }: { name: string }) => name.slice(1)));
      lengths.push(body.data.length);
      if (body.pagination.after === undefined) break;
      start = `&start=${body.pagination.after}`;
    }
    expect(names).toEqual(['5', '4', '3', '2', '1', '0']);
    expect(lengths).toEqual([4, 2]);
  });

  it('refuses a start that no page gave', async () => {
    const { status, body } = await rig.send('GET', `${path}&start=x`, { key: rig.acme.key });
    expect([status, Object.keys(body.errors)]).toEqual([400, ['start']]);
  });
});

it('would hold everything without the bound', async () => {
  const list = {
    table: 'reactor_formulas',
    columns: 'id',
    bytes: 'octet_length(code)',
    condition: { sql: 'tenant_id = ?', parameters: [idColumn(rig.acme.tenantId)] },
  };
  const slice = { limit: 100, offset: 0 };
  expect((await readPage(rig.store, list, slice, Number.POSITIVE_INFINITY)).rows).toHaveLength(6);
  const bounded = await readPage(rig.store, list, slice, 100_000);
  expect(bounded.rows).toHaveLength(2);
  expect(bounded.after).toBeDefined();
});
