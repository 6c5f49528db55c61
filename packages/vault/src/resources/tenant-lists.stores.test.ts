import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewTenant } from '../tenants/create.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { type Receiver, startReceiver } from '../webhooks/testing/receiver.ts';

let rig: Rig;
let receiver: Receiver;
let lists: Record<'one' | 'other', Map<string, { total: number | undefined; ids: string[] }>>;

const body = {
  formula: { name: 'Formula', type: 'private', source_token_type: 'card', code: 'export default () => 1' },
  proxy: { name: 'Partner', destination_url: 'https://api.partner.example/v1', configuration: { KEY: 'a' } },
  webhook: { name: 'Orders', url: 'https://hooks.example/in', events: ['token.created'] },
};

/** Makes as much as a tenant can have, and lists it. */
const fill = async ({ key: manager, tenantId, ...owner }: NewTenant) => {
  const server = await rig.application('server_to_server', allTokens(), { key: manager, tenantId, ...owner });
  const make = async (path: string, what: object, key = manager) => {
    const answer = await rig.send('POST', path, { key, body: what });
    expect([path, answer.status]).toEqual([path, 201]);
    return answer.body.id as string;
  };
  const formula = await make('/reactor-formulas', body.formula);
  await make('/reactors', { name: 'Reactor', configuration: {}, formula: { id: formula } });
  await make('/proxies', body.proxy);
  await make('/webhooks', body.webhook);
  await make('/keys', {});
  await make('/tokens', { type: 'token', data: 'x', metadata: { of: 'somebody' } }, server);
  await make(
    '/atomic/cards',
    { card: { number: '4242424242424242', expiration_month: 12, expiration_year: 2040 } },
    server,
  );
  await make('/atomic/banks', { bank: { routing_number: '021000021', account_number: '00001' } }, server);
  await rig.vault.flush();
  return { manager, server };
};

/** Every list there is, by who may read it. */
const asked: Record<'manager' | 'server', string[]> = {
  manager: ['/applications', '/reactor-formulas', '/reactors', '/proxies', '/webhooks', '/keys', '/logs'],
  server: ['/tokens', '/v2/tokens', '/tokens?metadata.of=somebody', '/atomic/cards', '/atomic/banks'],
};

beforeAll(async () => {
  receiver = await startReceiver();
  rig = await startRig({ egress: receiver.egress });
  const owners = { one: rig.acme, other: await rig.tenant('Other') };
  const keys = { one: await fill(owners.one), other: await fill(owners.other) };
  const listsOf = async (who: 'one' | 'other') => {
    const found = new Map<string, { total: number | undefined; ids: string[] }>();
    for (const kind of ['manager', 'server'] as const) {
      for (const path of asked[kind]) {
        const { body } = await rig.send('GET', path, { key: keys[who][kind] });
        const rows: { id?: string; key_id?: string; entity_id?: string }[] = Array.isArray(body) ? body : body.data;
        const ids = rows.map((row) => row.id ?? row.key_id ?? row.entity_id ?? '');
        found.set(path, { total: body.pagination?.total_items, ids });
      }
    }
    return found;
  };
  lists = { one: await listsOf('one'), other: await listsOf('other') };
});
afterAll(async () => {
  await rig.close();
  await receiver.close();
});

describe.each([...asked.manager, ...asked.server])('the list at %s', (path) => {
  it('has and counts what the tenant has, and nothing of another', () => {
    const [one, other] = [lists.one.get(path), lists.other.get(path)];
    if (!one || !other) return expect.unreachable('both were asked for');
    expect(one.ids).not.toEqual([]);
    expect(one.ids.filter((id) => other.ids.includes(id))).toEqual([]);
    // Both made the same.
    expect(one.ids.length).toBe(other.ids.length);
    if (one.total !== undefined) expect([one.total, other.total]).toEqual([one.ids.length, one.ids.length]);
  });
});
