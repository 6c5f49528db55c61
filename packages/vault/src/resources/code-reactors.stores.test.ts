import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../sandbox/sandbox.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

const number = '4242424242424242';
const card = { type: 'card', data: { number, expiration_month: 3, expiration_year: 2030, cvc: '947' } };

let rig: Rig;
let key: string;
beforeAll(async () => {
  rig = await startRig({ sandbox: createSandbox({ limits: { processor: 2000, processes: 2, spare: 0 } }) });
  key = await rig.application('server_to_server', [...allTokens(), 'token:pci:use:reactor']);
}, 60_000);
afterAll(() => rig.close());

const send = (method: string, path: string, body?: unknown, headers = {}) =>
  rig.send(method, path, { key: rig.acme.key, headers, ...(body !== undefined && { body }) });
const codeOf = (body: string) => `module.exports = async (req) => { ${body} };`;
const make = async (body: string, more: object = {}) => {
  const made = await send('POST', '/reactors', { name: 'Own', code: codeOf(body), ...more });
  if (made.status !== 201) throw new Error(made.text);
  return made.body;
};
const token = async (): Promise<string> => (await rig.send('POST', '/tokens', { key, body: card })).body.id;
const react = (id: string, args: unknown, caller = key) =>
  rig.send('POST', `/reactors/${id}/react`, { key: caller, body: { args } });

describe('a reactor with code of its own', { timeout: 60_000 }, () => {
  it('is created, read, replaced, changed and deleted without a formula', async () => {
    const made = await make('return 1', { configuration: { A: '1' } });
    expect(made).toMatchObject({ name: 'Own', code: codeOf('return 1'), state: 'active', configuration: { A: '1' } });
    expect(made).not.toHaveProperty('formula');
    const path = `/reactors/${made.id}`;
    expect((await send('GET', path)).body).toEqual(made);
    expect((await send('GET', '/reactors?size=100')).body.data).toContainEqual(made);
    const next = { name: 'Next', code: codeOf('return 2') };
    expect((await send('PUT', path, next)).body).toMatchObject({ ...next, configuration: {} });
    expect((await send('PATCH', path, { configuration: { B: '2', C: '3' } })).status).toBe(204);
    const merge = { 'Content-Type': 'application/merge-patch+json' };
    expect((await send('PATCH', path, { code: codeOf('return 3'), configuration: { B: null } }, merge)).status).toBe(
      204,
    );
    expect((await send('GET', path)).body).toMatchObject({
      name: 'Next',
      code: codeOf('return 3'),
      configuration: { C: '3' },
    });
    expect((await react(made.id, {})).body).toEqual({ raw: 3 });
    expect((await send('GET', '/reactor-formulas?name=Own')).body.data).toEqual([]);
    expect((await send('DELETE', path)).status).toBe(204);
    expect((await send('GET', path)).status).toBe(404);
    expect(await rig.store.rows('select id from reactor_formulas where reactor_id is not null')).toHaveLength(0);
  });

  it('gets its arguments as they are, with the data of tokens, and its settings', async () => {
    const { id } = await make('return { raw: { args: req.args, configuration: req.configuration } }', {
      configuration: { A: '1' },
    });
    const args = { deep: [{ pan: `{{ ${await token()} | json: '$.number' }}`, n: 1 }], none: null };
    expect((await react(id, args)).body.raw).toEqual({
      args: { deep: [{ pan: number, n: 1 }], none: null },
      configuration: { A: '1' },
    });
    const powerless = await rig.application('server_to_server', ['token:bank:use:reactor']);
    expect((await react(id, args, powerless)).status).toBe(403);
  });

  it('gets the data of token intents in its arguments, as long as they live and its caller may use their type', async () => {
    const creator = await rig.application('server_to_server', ['token-intent:create']);
    const intend = async (body: object): Promise<string> =>
      (await rig.send('POST', '/token-intents', { key: creator, body })).body.id;
    const id = await intend(card);
    const { id: own } = await make('return { raw: req.args }');
    const args = { pan: `{{ token_intent: ${id} | json: '$.data.number' }}`, all: `{{token_intent:${id}}}` };
    expect((await react(own, args)).body.raw).toEqual({ pan: number, all: { data: card.data } });
    const powerless = await rig.application('server_to_server', ['token:bank:use:reactor']);
    expect((await react(own, args, powerless)).status).toBe(403);
    const ssn = await intend({ type: 'social_security_number', data: '609-12-3456' });
    expect((await react(own, { a: `{{ token_intent: ${ssn} }}` })).status).toBe(403);
    const uses = await rig.store.rows("select n from audit where operation = 'use' and entity_type = 'token_intent'");
    expect(uses).toHaveLength(1);
    await rig.send('POST', '/tokens', { key, body: { token_intent_id: id } });
    expect((await react(own, args)).body.type).toBe('unknown-tokens');
  });

  it.each([
    [{ code: 'module.exports = {' }, 'code'],
    [{ code: 'module.exports = 1' }, 'code'],
    [{}, 'formula'],
    [{ code: 'module.exports = () => 1', formula: { id: '00000000-0000-7000-8000-000000000000' } }, 'code'],
    [{ formula: { id: '00000000-0000-7000-8000-000000000000' } }, 'formula.id'],
    [{ code: 'module.exports = () => 1', runtime: { image: 'node22' } }, 'runtime'],
  ])('is refused when it cannot work: %j', async (given, at) => {
    const { status, body } = await send('POST', '/reactors', { name: 'x', ...given });
    expect([status, Object.keys(body.errors ?? {})]).toEqual([400, [at]]);
  });

  it('keeps its code when a change of it cannot work, and a reactor of a formula takes no code', async () => {
    const made = await make('return 1');
    expect((await send('PATCH', `/reactors/${made.id}`, { code: 'module.exports = 1' })).status).toBe(400);
    expect((await send('PUT', `/reactors/${made.id}`, { name: 'x' })).body.errors).toHaveProperty('code');
    expect((await send('GET', `/reactors/${made.id}`)).body).toEqual(made);
    const formula = { name: 'F', type: 'private', source_token_type: 'card', code: 'module.exports = () => 1' };
    const { id } = (await send('POST', '/reactor-formulas', formula)).body;
    const other = (await send('POST', '/reactors', { name: 'x', formula: { id } })).body;
    expect((await send('PATCH', `/reactors/${other.id}`, { code: codeOf('return 2') })).body.errors).toHaveProperty(
      'code',
    );
    expect((await send('PATCH', `/reactors/${other.id}`, { name: 'y' })).status).toBe(204);
    expect((await send('PATCH', `/reactors/${other.id}`, { configuration: { A: '1' } })).status).toBe(400);
  });

  it('is no formula that another reactor could have, and runs for no other tenant', async () => {
    const { id } = await make('return 1');
    const [row] = await rig.store.rows<{ id: Uint8Array }>(
      'select id from reactor_formulas where reactor_id is not null',
    );
    const hex = Buffer.from(row?.id ?? []).toString('hex');
    const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    expect((await send('POST', '/reactors', { name: 'x', formula: { id: uuid } })).status).toBe(400);
    for (const method of ['GET', 'DELETE']) expect((await send(method, `/reactor-formulas/${uuid}`)).status).toBe(404);
    const other = await rig.tenant('Other');
    const theirs = await rig.application('server_to_server', ['token:pci:use:reactor'], other);
    expect((await react(id, {}, theirs)).status).toBe(404);
  });
});

describe('CustomHttpResponseError', { timeout: 60_000 }, () => {
  it('answers a reaction with status, headers and body of the code', async () => {
    const { id } =
      await make(`const { CustomHttpResponseError } = require('@basis-theory/basis-theory-reactor-formulas-sdk-js');
      throw new CustomHttpResponseError({ status: 418, headers: { 'X-Pot': 'tea', 'Set-Cookie': 'a=b' }, body: { short: true } });`);
    const { status, body, headers } = await react(id, {});
    expect([status, body, headers.get('x-pot'), headers.has('set-cookie')]).toEqual([
      418,
      { short: true },
      'tea',
      false,
    ]);
  });
});
