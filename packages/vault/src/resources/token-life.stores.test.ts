import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { idColumn } from '../store/columns.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { type Known, type Level, masked, tokenModel, type Value, type Wanted } from '../testing/token-model.ts';
import { type Step, step, type Term } from '../testing/token-steps.ts';

/** What is looked at of a token in an answer. */
interface Body extends Record<'id' | 'fingerprint' | 'container' | 'created_at' | 'modified_at', string> {
  data: unknown;
  privacy: { impact_level: Level };
  metadata?: { color?: string };
  expires_at?: string;
}

let rig: Rig;
let processes: { send: Rig['send']; tidy(): Promise<void> }[];
beforeAll(async () => {
  rig = await startRig();
  const another = await rig.another();
  processes = [
    { send: rig.send, tidy: rig.vault.tidy },
    { send: another.send, tidy: another.vault.tidy },
  ];
});
afterAll(async () => {
  await rig.close();
});

let passed = Date.UTC(2022, 0, 1);
const pass = (milliseconds: number) => {
  rig.pass(milliseconds);
  passed += milliseconds;
};

const live = async (steps: readonly Step[]): Promise<void> => {
  const tenant = await rig.tenant('Modelled');
  const keys = {
    high: await rig.application('server_to_server', allTokens('high'), tenant),
    low: await rig.application('server_to_server', allTokens('low'), tenant),
  };
  const model = tokenModel(passed);
  const fingerprints = new Map<string, Value>();
  let { send } = rig;
  const call = (method: string, path: string, body?: unknown, reader: Level = 'high') =>
    send(method, path, { key: keys[reader], ...(body !== undefined && { body }) });

  const shown = (body: Body) => ({
    id: body.id,
    value: fingerprints.get(body.fingerprint),
    data: body.data,
    level: body.privacy.impact_level,
    container: body.container,
    color: body.metadata?.color,
    created_at: body.created_at,
    modified_at: body.modified_at,
    expires_at: body.expires_at,
  });

  const until = (from: number | null | undefined) => (from ? new Date(passed + from * 1000).toISOString() : from);
  const requestOf = ({ value: data, level: impact, color: paint, alias: id, deduplicate, lives }: Wanted) => ({
    type: 'token',
    data,
    mask: '{{ data | reveal_last: 1 }}',
    search_indexes: ['{{ data }}'],
    privacy: { impact_level: impact },
    metadata: paint === undefined ? {} : { color: paint },
    deduplicate_token: deduplicate,
    expires_at: until(lives),
    id,
  });

  /** Lays what a write answers beside what the model says. */
  const settle = (body: Body, token: Known | undefined) => {
    if (!token) return expect.unreachable();
    token.id ??= body.id;
    fingerprints.set(body.fingerprint, token.value);
    expect(new Set(fingerprints.values()).size).toBe(fingerprints.size);
    expect(shown(body)).toEqual({ ...model.view(token, 'low'), data: masked[token.value] });
  };

  const idOf = (place: number): string => model.made[place % Math.max(1, model.made.length)]?.id ?? 'never-made';
  const page = (
    body: { pagination: { total_items: number }; data: Body[] },
    expected: readonly Known[],
    reader: Level,
  ) => {
    expect(body.data.map(shown)).toEqual(model.show(expected, reader));
    expect(body.pagination.total_items).toBe(expected.length);
  };

  const search = async (reader: Level, terms: readonly Term[]) => {
    const { body } = await call(
      'POST',
      '/tokens/search',
      { query: terms.map(({ text }) => text).join(' AND '), size: 100 },
      reader,
    );
    page(
      body,
      model.find((token) => terms.every(({ meets }) => meets(token, reader))),
      reader,
    );
  };

  const take = async (each: Step): Promise<void> => {
    switch (each.do) {
      case 'create': {
        const expected = model.create(each.wanted);
        const { status, body } = await call('POST', '/tokens', requestOf(each.wanted));
        expect(status).toBe(expected.status);
        if (status === 200) model.readThrough(1);
        return status === 409 ? undefined : settle(body, expected.token);
      }
      case 'create several': {
        const before = new Set(model.made);
        const { status, body } = await call('POST', '/tokenize', each.wanted.map(requestOf));
        expect(status).toBe(200);
        const answered = each.wanted.map((wanted) => model.create(wanted).token);
        for (const [n, token] of answered.entries()) settle(body[n], token);
        return model.readThrough(new Set(answered.filter((token) => token && before.has(token))).size);
      }
      case 'update': {
        const { value: data, level: impact, color: paint, deduplicate, lives } = each.patch;
        const expected = model.update(idOf(each.which), each.patch);
        const { status, body } = await call('PATCH', `/tokens/${idOf(each.which)}`, {
          data,
          ...(impact && { privacy: { impact_level: impact } }),
          ...(paint !== undefined && { metadata: { color: paint } }),
          deduplicate_token: deduplicate,
          expires_at: until(lives),
        });
        expect(status).toBe(expected.status);
        return status === 200 ? settle(body, expected.token) : undefined;
      }
      case 'delete': {
        const expected = model.remove(idOf(each.which));
        expect((await call('DELETE', `/tokens/${idOf(each.which)}`)).status).toBe(expected);
        return;
      }
      case 'read': {
        const token = model.at(idOf(each.which));
        const { status, body } = await call('GET', `/tokens/${idOf(each.which)}`);
        expect(status).toBe(token ? 200 : 404);
        if (token) expect([shown(body)]).toEqual(model.show([token], 'high'));
        return;
      }
      case 'associate':
      case 'part': {
        const [parent, child] = [idOf(each.which), idOf(each.other)];
        const expected = model[each.do](parent, child);
        const method = each.do === 'part' ? 'DELETE' : 'POST';
        expect((await call(method, `/tokens/${parent}/children/${child}`)).status).toBe(expected);
        return;
      }
      case 'children': {
        const parent = model.at(idOf(each.which));
        const { status, body } = await call('GET', `/tokens/${idOf(each.which)}/children?size=100`);
        expect(status).toBe(parent ? 200 : 404);
        return parent && page(body, model.children(parent), 'high');
      }
      case 'search':
        return await search(each.reader, each.terms);
      case 'pass':
        pass(each.seconds * 1000);
        return model.pass(each.seconds);
      case 'sweep':
        return await processes[0]?.tidy();
    }
  };

  for (const [n, each] of steps.entries()) {
    // One process after the other: what one has done, the other knows. Within a second neither knows whose token is older.
    send = processes[n % processes.length]?.send ?? send;
    pass(1000);
    model.pass(1);
    await take(each);
  }

  for (const reader of ['high', 'low'] as const) await search(reader, []);
  for (const token of model.find(() => true)) await take({ do: 'children', which: model.made.indexOf(token) });
  for (const { tidy } of processes) await tidy();
  const rows = await rig.store.rows<{ operation: string; n: number }>(
    `select operation, count(*) as n from audit where tenant_id = ? and entity_type = 'token' group by operation`,
    [idColumn(tenant.tenantId)],
  );
  const counts = Object.fromEntries(rows.map(({ operation, n }) => [operation, Number(n)]));
  expect({ create: 0, read: 0, update: 0, delete: 0, ...counts }).toEqual(model.audited());
};

it('tokens live as in the simplest model: made, deduplicated, named, changed, associated, found, expired and deleted', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), live), { numRuns: 40 });
});
