import { contract } from '@tessera/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
/** Keys that see different things of tokens, by what they hold. */
let readers: Record<string, string>;
let plain: string;
beforeAll(async () => {
  rig = await startRig();
  plain = await rig.application('server_to_server', allTokens());
  readers = {
    plain,
    'masked and low in plaintext': await rig.application('server_to_server', allTokens('low')),
    'moderate in plaintext': await rig.application('server_to_server', allTokens('moderate')),
    'cards in plaintext, others masked': await rig.application('server_to_server', [
      'token:pci:read:high',
      'token:general:read:low',
      'token:pii:read:moderate',
    ]),
    'general only': await rig.application('server_to_server', ['token:general:read:high']),
  };
});
afterAll(async () => {
  await rig.close();
});

const numbers = ['4242424242424242', '378282246310005'];
const text = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('ünï "quoted" \\ \u2028', '\ud800', '😀'));
const clear = text.filter((one) => !one.includes('\0'));
const json = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => value !== null && !JSON.stringify(value).includes('\\u0000'));

const privacy = fc.record(
  {
    classification: fc.constantFrom('general', 'pii', 'pci'),
    impact_level: fc.constantFrom('low', 'moderate', 'high'),
    restriction_policy: fc.constantFrom('redact', 'mask'),
  },
  { requiredKeys: [] },
);

/** What any token may have besides its data. */
const settings = fc.record(
  {
    privacy,
    metadata: fc.dictionary(fc.constantFrom('a', 'b', 'a longer name'), clear, { maxKeys: 3 }),
    encryption: fc.record({ cek: fc.record({ key: clear, alg: clear }, { requiredKeys: [] }) }, { requiredKeys: [] }),
    container: fc.constantFrom('/a/', '/a/b-c/', '/'),
    expires_at: fc.constantFrom('2023-01-01', '2022-06-01T12:00:00+02:00'),
    search_indexes: fc.constantFrom([], ['{{ data | json }}']),
    fingerprint_expression: fc.constantFrom('{{ data | json }}', '{{ "fixed \\" text" }}'),
    mask: fc.constantFrom('{{ data | json | slice: 0, 3 }}', { shown: 'fixed ü', other: ['{{ "x" }}'] }, null),
    deduplicate_token: fc.constant(false),
  },
  { requiredKeys: ['deduplicate_token'] },
);

const body = fc.oneof(
  fc.tuple(settings, json).map(([own, data]) => ({ ...own, type: 'token', data })),
  fc
    .tuple(fc.constantFrom(...numbers), fc.option(fc.constantFrom('123', '1234')), fc.nat(11))
    .map(([number, cvc, month]) => ({
      type: 'card',
      data: { number, expiration_month: month + 1, expiration_year: 2030, ...(cvc !== null && { cvc }) },
    })),
  fc.constantFrom(...numbers).map((number) => ({ type: 'card', data: { number, cvc: '123' }, metadata: { a: 'b' } })),
  fc.constant({ type: 'bank', data: { routing_number: '021000021', account_number: '1234567890' } }),
  fc.constantFrom('123-45-6789', '123456789').map((data) => ({ type: 'social_security_number', data })),
);

const make = async (wanted: Record<string, unknown>) => {
  let answer = await rig.send('POST', '/tokens', { key: plain, body: wanted });
  // Drawn settings need not fit together.
  if (answer.status === 400) {
    const { type, data } = wanted;
    answer = await rig.send('POST', '/tokens', { key: plain, body: { type, data } });
  }
  return answer;
};

describe('an answer that is written from the row', () => {
  it('is, letter by letter, what the schema makes of the same token', async () => {
    const compare = async (wanted: Record<string, unknown>, changed: boolean) => {
      const answer = await make(wanted);
      expect([200, 201], answer.text).toContain(answer.status);
      const { id } = answer.body;
      rig.pass(changed ? 61_000 : 0);
      if (changed) await rig.send('PATCH', `/tokens/${id}`, { key: plain, body: { metadata: { more: 'ö' } } });
      for (const key of Object.values(readers)) {
        const seen = await rig.send('GET', `/tokens/${id}`, { key });
        // What a search finds is written by the schema.
        const found = await rig.send('POST', '/tokens/search', { key, body: { query: `id:${id}` } });
        const listed = await rig.send('GET', `/tokens?id=${id}`, { key });
        const listedByCursor = await rig.send('GET', `/v2/tokens?id=${id}`, { key });
        if (seen.status !== 200) {
          expect([403, 404]).toContain(seen.status);
          for (const { body } of [found, listed, listedByCursor]) expect(body.data ?? []).toEqual([]);
          continue;
        }
        expect(seen.text).toBe(JSON.stringify(found.body.data[0]));
        expect(listed.text).toBe(found.text);
        expect(listedByCursor.text).toBe(`{"pagination":{"page_size":20},"data":[${seen.text}]}`);
        expect(JSON.stringify(contract.tokens.retrieve.response.parse(seen.body))).toBe(seen.text);
        expect((await rig.send('GET', `/tokens/${id.toUpperCase()}`, { key })).text).toBe(seen.text);
      }
      await rig.send('DELETE', `/tokens/${id}`, { key: plain });
    };
    await fc.assert(fc.asyncProperty(body, fc.boolean(), compare), { numRuns: 60 });
  });

  it('finds tokens by alias, and none that has expired or is of another tenant', async () => {
    const wanted = { type: 'token', data: 'a value', id: 'an-"alias" ü', expires_at: '2030-01-01' };
    expect((await make(wanted)).status).toBe(201);
    const path = `/tokens/${encodeURIComponent('an-"alias" ü')}`;
    const seen = await rig.send('GET', path, { key: plain });
    expect(seen.body).toMatchObject({ id: 'an-"alias" ü', data: 'a value' });
    const other = await rig.tenant('Other');
    const theirs = await rig.application('server_to_server', allTokens(), other);
    expect((await rig.send('GET', path, { key: theirs })).status).toBe(404);
    expect((await rig.send('GET', '/tokens/%00', { key: plain })).status).toBe(404);
    rig.pass(Date.UTC(2030, 0, 2) - rig.keyringOptions.clock());
    expect((await rig.send('GET', path, { key: plain })).status).toBe(404);
  });

  it('leaves an audit row for each, and counts the token as active', async () => {
    const { body: made } = await make({ type: 'token', data: 'a value', mask: '{{ data }}' });
    const count = async () => {
      await rig.vault.tidy();
      const [row] = await rig.store.rows<{ n: number }>(
        `select count(*) as n from audit where entity_id = ? and operation = 'read'`,
        [made.id],
      );
      return row?.n;
    };
    for (const key of [plain, readers['masked and low in plaintext'] ?? '']) {
      for (const path of [`/tokens/${made.id}`, `/tokens?id=${made.id}`, `/v2/tokens?id=${made.id}`]) {
        const before = (await count()) ?? 0;
        await rig.send('GET', path, { key });
        expect(await count()).toBe(before + 1);
      }
    }
    rig.pass(40 * 24 * 3_600_000);
    await rig.send('GET', `/tokens/${made.id}`, { key: plain });
    await rig.vault.tidy();
    const [row] = await rig.store.rows<{ active_month: number }>('select active_month from tokens where id = ?', [
      Buffer.from(made.id.replaceAll('-', ''), 'hex'),
    ]);
    expect(row?.active_month).toBe(
      new Date(rig.keyringOptions.clock()).getUTCFullYear() * 100 +
        new Date(rig.keyringOptions.clock()).getUTCMonth() +
        1,
    );
  });
});
