import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../access/authenticate.ts';
import { idempotency } from '../idempotency/idempotency.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

const number = '4242424242424242';
const minute = 60_000;

let rig: Rig;
let path: string;
let key: string;

beforeAll(async () => {
  rig = await startRig({ sandbox: createSandbox({ limits: { processor: 2000, processes: 1, spare: 0 } }) });
  key = await rig.application('server_to_server', allTokens());
  const manager = await rig.application('management', ['reactor:create']);
  const make = async (at: string, body: object) => (await rig.send('POST', at, { key: manager, body })).body.id;
  const code = 'module.exports = ({ args }) => ({ raw: args.card })';
  const parameters = [{ name: 'card', type: 'string' }];
  const formula = { name: 'F', type: 'private', source_token_type: 'card', code, request_parameters: parameters };
  const id = await make('/reactor-formulas', formula);
  path = `/reactors/${await make('/reactors', { name: 'R', formula: { id }, configuration: {} })}/react`;
}, 60_000);
afterAll(() => rig.close());

/** A card, an application that may use it, and what it asks the reactor again and again. */
const start = async (once: string) => {
  const body = { type: 'card', data: { number, expiration_month: 3, expiration_year: 2030, cvc: '947' } };
  const { body: card } = await rig.send('POST', '/tokens', { key, body });
  const uses = (...classes: string[]) => classes.map((each) => `token:${each}:use:reactor`);
  const application = { name: 'U', type: 'server_to_server', permissions: uses('pci', 'general') };
  const { body: user } = await rig.send('POST', '/applications', { key: rig.acme.key, body: application });
  const args = { card: `{{ ${card.id} | json: '$.number' }}/{{ ${card.id} | json: '$.cvc' }}` };
  const headers = { 'BT-IDEMPOTENCY-KEY': once };
  return {
    card: card.id as string,
    user,
    text: JSON.stringify({ args }),
    react: () => rig.send('POST', path, { key: user.key, headers, body: { args } }),
    /** Leaves the application the use of these classes alone. */
    allow: (...classes: string[]) =>
      rig.send('PUT', `/applications/${user.id}`, {
        key: rig.acme.key,
        body: { name: 'U', permissions: uses(...classes) },
      }),
    used: async () => {
      const rows = await rig.store.rows<{ entity_type: string }>(
        "select entity_type from audit where operation = 'use'",
      );
      return rows.map(({ entity_type }) => entity_type).sort();
    },
  };
};

describe('the answer of a reaction that is asked for again', { timeout: 60_000 }, () => {
  it('is a use of the same tokens, and needs the same permission', async () => {
    const { react, used, allow, user, text } = await start('a');
    const before = (await used()).length;
    expect((await react()).body).toEqual({ raw: `${number}/947` });
    expect((await used()).length).toBe(before + 2);
    expect((await react()).body).toEqual({ raw: `${number}/947` });
    expect((await used()).length).toBe(before + 4);

    await allow('general');
    const refused = await react();
    expect([refused.status, refused.body.detail]).toEqual([403, 'This needs the permission token:pci:use:reactor.']);
    expect(refused.text).not.toContain(number);
    expect((await used()).length).toBe(before + 4);

    // The counter-proof: without the judgement the stored answer goes out, with the number, to whoever asks.
    const { tenantId } = rig.acme;
    const caller: Caller = {
      tenantId,
      origin: { from: '192.0.2.1', trace: 'trace' },
      applicationId: user.id,
      type: 'server_to_server',
      permissions: new Set(),
      deduplicates: false,
      quota: { tokens: undefined, bytes: undefined },
      testMode: false,
    };
    const unguarded = idempotency(
      rig.store,
      rig.keyring,
      () => Date.UTC(2022, 0, 1),
      async () => undefined,
    );
    expect(await unguarded('a', caller, { method: 'POST', path, body: text })).toEqual({
      status: 200,
      body: JSON.stringify({ raw: `${number}/947` }),
    });
  });

  it('ends with the verification code that it may hold', async () => {
    const { react } = await start('b');
    await react();
    rig.pass(60 * minute - 1);
    expect((await react()).status).toBe(200);
    rig.pass(1);
    const late = await react();
    expect([late.status, late.body.type]).toEqual([409, 'idempotency-answer-lost']);
    await rig.vault.tidy();
    expect(await rig.store.rows('select status from idempotency where status = 200')).toEqual([]);
  });

  it('ends with a token that it was about', async () => {
    const { react, card } = await start('c');
    await react();
    await rig.send('DELETE', `/tokens/${card}`, { key });
    const { status, text } = await react();
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain(number);
  });
});
