import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

const number = '4242424242424242';

let rig: Rig;
let key: string;
let card: string;
let name: string;
let hidden: string;
beforeAll(async () => {
  rig = await startRig();
  key = await rig.application('server_to_server', allTokens());
  const make = async (body: object): Promise<string> => (await rig.send('POST', '/tokens', { key, body })).body.id;
  card = await make({ type: 'card', data: { number, expiration_month: 12, expiration_year: 2040 } });
  name = await make({ type: 'token', data: 'Zoë', id: 'name-{{ data | last4 }}' });
  hidden = await make({
    type: 'token',
    data: 'secret',
    privacy: { impact_level: 'high', restriction_policy: 'redact' },
  });
});
afterAll(async () => {
  await rig.close();
});

const detokenize = async (body: unknown, as = key) =>
  await rig.send('POST', '/detokenize', { key: as, body: JSON.stringify(body) });
const keyFor = async (...permissions: string[]) => await rig.application('server_to_server', permissions);

describe('POST /detokenize', () => {
  it('replaces references wherever they stand, keeps the rest, and keeps types where a string is one reference', async () => {
    const { status, body } = await detokenize({
      order: 7,
      none: null,
      list: [`{{ ${card} | json: "$.number" }}`, true],
      text: `Dear {{ ${name} }}, until {{ ${card} | json: "$.expiration_year" }}`,
      year: `{{ ${card} | json: "$.expiration_year" }}`,
      whole: `{{ ${card} }}`,
    });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        ...{ order: 7, none: null, list: [number, true], text: 'Dear Zoë, until 2040', year: 2040 },
        whole: { number, expiration_month: 12, expiration_year: 2040 },
      },
    });
    expect((await detokenize(`{{ ${name} }}`)).body).toBe('Zoë');
    expect((await detokenize({ plain: 'text' })).body).toEqual({ plain: 'text' });
  });

  it('takes references to whole tokens, and shows of them what the key may read', async () => {
    const body = { type: 'card', data: { number }, metadata: { order: '7' } };
    const { id, fingerprint } = (await rig.send('POST', '/tokens', { key, body })).body;
    const document = {
      number: `{{ token: ${id} | json: '$.data.number' }}`,
      order: `{{token:${id} | json: '$.metadata.order'}}`,
      whole: `{{ token: ${id} }}`,
    };
    const { body: whole } = await rig.send('GET', `/tokens/${id}`, { key });
    expect((await detokenize(document)).body).toEqual({ number, order: '7', whole });
    expect(whole).toMatchObject({ id, fingerprint, data: { number } });
    const low = await keyFor('token:pci:read:low');
    const masked = (await detokenize(document, low)).body;
    expect(masked).toMatchObject({ number: 'XXXXXXXXXXXX4242', order: '7' });
    expect(JSON.stringify(masked)).not.toContain(number);
    const unknown = await detokenize(`{{ token: ${crypto.randomUUID()} }}`);
    expect([unknown.status, unknown.body.type]).toEqual([400, 'unknown-tokens']);
  });

  it('shows a key what it may read of each token, and no more', async () => {
    const low = await keyFor('token:pci:read:low', 'token:general:read:low');
    const { body } = await detokenize({ number: `{{ ${card} | json: "$.number" }}` }, low);
    expect(body).toEqual({ number: 'XXXXXXXXXXXX4242' });
    const redacted = await detokenize([`{{ ${hidden} }}`], low);
    expect(redacted).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('token:general:read:high') },
    });
    const general = await keyFor('token:general:read:high');
    const refused = await detokenize([`{{ ${hidden} }} {{ ${card} | json: "$.number" }}`], general);
    expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringContaining('token:pci:read:high') } });
    for (const { text } of [redacted, refused]) expect(text).not.toMatch(/secret|4242424242424242/);
    // Permissions to use are none to be shown.
    const user = await keyFor('token:pci:use:proxy', 'token:pci:use:reactor');
    expect((await detokenize(`{{ ${card} }}`, user)).status).toBe(403);
  });

  it('tells who may read tokens, and sees no data of them, what shows data', async () => {
    const detail =
      'This needs a rule that allows token:read for /general/high/ with the transform reveal: as it is, no data is shown.';
    const ask = async (more: object, id = hidden) => {
      const body = { name: 'Support', type: 'private', ...more };
      const { key: as } = (await rig.send('POST', '/applications', { key: rig.acme.key, body })).body;
      const answer = await detokenize(`{{ ${id} }}`, as);
      return [answer.status, answer.body.detail ?? answer.body];
    };
    const rule = { priority: 1, container: '/general/', transform: 'redact', permissions: ['token:read'] };
    expect(await ask({ permissions: ['token:read'] })).toEqual([403, detail]);
    expect(await ask({ rules: [rule] })).toEqual([403, detail]);
    expect(await ask({ rules: [{ ...rule, transform: 'mask' }] })).toEqual([403, detail]);
    expect(await ask({ rules: [{ ...rule, transform: 'reveal' }] })).toEqual([200, 'secret']);
    expect(await ask({ rules: [rule] }, card)).toEqual([
      403,
      'This needs a rule that allows token:read for /pci/high/.',
    ]);
  });

  it('says which tokens there are not, and repeats nothing that may be a value', async () => {
    const gone = '00000000-0000-4000-8000-000000000000';
    const { status, body } = await detokenize([`{{ ${gone} }}`, `{{ "${number}" }}`, '{{ nothing-4242 }}']);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain(number);
    expect(await detokenize([`{{ ${gone} }}`])).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining(gone) },
    });
    expect(await detokenize({ a: '{{ | }}' })).toMatchObject({ status: 400 });
  });

  it('tells nothing of the tokens of another tenant', async () => {
    const other = await rig.tenant('Other');
    const stranger = await rig.application('server_to_server', allTokens(), other);
    expect(await detokenize(`{{ ${card} }}`, stranger)).toMatchObject({
      status: 400,
      body: { type: expect.stringContaining('unknown-tokens') },
    });
  });

  it('leaves a row in the audit log for each token that it showed', async () => {
    const reader = await rig.application('management', ['log:read']);
    const count = async () =>
      (await rig.send('GET', `/logs?entity_id=${card}`, { key: reader })).body.pagination.total_items;
    const before = await count();
    await detokenize([`{{ ${card} | json: "$.number" }}`, `{{ ${card} }}`, `{{ ${name} }}`]);
    expect(await count()).toBe(before + 1);
  });

  it('takes at most a hundred tokens', async () => {
    const references = Array.from(
      { length: 101 },
      (_, n) => `{{ 00000000-0000-4000-8000-${String(n).padStart(12, '0')} }}`,
    );
    expect(await detokenize(references)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('at most 100') },
    });
  });

  it('answers with at most two megabytes of data, however often a token is named', async () => {
    const body = { type: 'token', data: 'x'.repeat(900_000) };
    const { id } = (await rig.send('POST', '/tokens', { key, body })).body;
    expect((await detokenize([`{{ ${id} }}`, `{{ ${id} }}`])).status).toBe(200);
    const document = Array.from({ length: 500 }, () => `{{ ${id} }}`);
    expect(await detokenize(document)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('2097152 bytes') },
    });
  });

  it('counts what a mask makes of a small value', async () => {
    const mask = "{{ data | pad_left: 100000, 'x' }}";
    const body = { type: 'token', data: 'a', mask, privacy: { impact_level: 'high', restriction_policy: 'mask' } };
    const { id } = (await rig.send('POST', '/tokens', { key, body })).body;
    const low = await keyFor('token:general:read:low');
    expect((await detokenize([`{{ ${id} }}`], low)).body[0]).toHaveLength(100_000);
    const document = Array.from({ length: 50 }, () => `{{ ${id} }}`);
    expect((await detokenize(document)).status).toBe(200);
    expect(await detokenize(document, low)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('2097152 bytes') },
    });
  });
});
