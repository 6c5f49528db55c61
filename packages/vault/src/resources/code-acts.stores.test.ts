import { describe, expect, it } from 'vitest';
import { card, coded, number } from '../reactors/testing/coded.ts';
import { startRig } from '../testing/rig.ts';

const { rig, caller, manage, application, reactor, react, run, token } = coded((options) => startRig(options));

const everything = ['create', 'read', 'search', 'update', 'delete'].map((operation) => `token:${operation}`);
const intents = ['create', 'read', 'delete'].map((operation) => `token-intent:${operation}`);
/** Reads in plaintext, which no plain permission of today allows. */
const reveals = {
  permissions: [],
  rules: [{ container: '/', transform: 'reveal', permissions: everything }],
};

describe('code that acts for an application', { timeout: 120_000 }, () => {
  it('makes, reads, changes, finds and deletes tokens as that application', async () => {
    const id = await application([], reveals);
    const { status, body, text } = await run(
      `const made = await bt.tokens.create({ type: 'token', data: { camelCase: 1, snake_case: 2 }, metadata: { orderId: '7' }, searchIndexes: ['{{ data.camelCase }}'] });
       const read = await bt.tokens.retrieve(made.id);
       const changed = await bt.tokens.update(made.id, { metadata: { orderId: '8' } });
       const listed = await bt.tokens.list({ metadata: { orderId: '8' }, size: 5 });
       const next = await bt.tokens.listV2({ type: ['token'], size: 5 });
       const found = await bt.tokens.search({ query: 'data: 1' });
       const foundNext = await bt.tokens.searchV2({ query: 'metadata.orderId: 8' });
       await bt.tokens.delete(made.id);
       const gone = await bt.tokens.get(made.id).catch(({ name, status }) => ({ name, status }));
       return { raw: { made, read: read.data, createdBy: read.createdBy, changed: changed.metadata, listed, next: next.data.length,
         found: found.data.map(({ id }) => id), foundNext: foundNext.data.length, gone } };`,
      id,
    );
    expect(status, text).toBe(200);
    const { made, listed, ...others } = body.raw;
    expect(made).toMatchObject({ type: 'token', metadata: { orderId: '7' }, privacy: { impactLevel: 'high' } });
    expect(listed).toMatchObject({ pagination: { totalItems: 1, pageSize: 5 }, data: [{ id: made.id }] });
    expect(others).toEqual({
      read: { camelCase: 1, snake_case: 2 },
      createdBy: id,
      changed: { orderId: '8' },
      next: 1,
      found: [made.id],
      foundNext: 1,
      gone: { name: 'BasisTheoryApiError', status: 404 },
    });
  });

  it('tokenizes, detokenizes and makes token intents', async () => {
    const id = await application([...everything, ...intents]);
    const { body, text } = await run(
      `const tokens = await bt.tokenize({ pan: { type: 'card_number', data: req.args.pan }, note: null });
       const same = await bt.tokens.tokenize({ a: 'b' });
       const shown = await bt.detokenize({ pan: '{{ ' + tokens.pan.id + ' }}' });
       const intent = await bt.tokenIntents.create({ type: 'card_number', data: req.args.pan });
       const read = await bt.tokenIntents.retrieve(intent.id);
       await bt.tokenIntents.delete(intent.id);
       return { raw: { note: tokens.note, same: typeof same.a, shown, last4: read.card.last4, expiresAt: typeof read.expiresAt } };`,
      id,
      { pan: number },
    );
    expect(body.raw, text).toEqual({
      note: null,
      same: 'string',
      shown: { pan: 'XXXXXXXXXXXX4242' },
      last4: '4242',
      expiresAt: 'string',
    });
  });

  it('may do what its application may and never more, whoever calls', async () => {
    const id = await token();
    const tries = `const tried = async (run) => { try { return (await run()).data ?? 'done' } catch ({ status }) { return status } };
      return { raw: [await tried(() => bt.tokens.retrieve(req.args.id)), await tried(() => bt.detokenize({ data: '{{' + req.args.id + '}}' })),
        await tried(() => bt.tokens.create({ type: 'token', data: 1 })), await tried(async () => (await bt.tokens.delete(req.args.id)) ?? {})] };`;
    const masked = { number: 'XXXXXXXXXXXX4242', expiration_month: 3, expiration_year: 2030 };
    expect((await run(tries, await application(['token:read']), { id })).body.raw).toEqual([masked, masked, 403, 403]);
    expect((await run(tries, await application(['token:create']), { id })).body.raw).toEqual([403, 403, 'done', 403]);
    const elsewhere = [{ container: '/pii/', transform: 'reveal', permissions: everything }];
    const rules = await application([], { permissions: [], rules: elsewhere });
    expect((await run(tries, rules, { id })).body.raw).toEqual([404, 403, 403, 404]);
    const plain = await application([], reveals);
    expect((await run(tries, plain, { id })).body.raw).toEqual([card.data, card.data, 'done', 'done']);
  });

  it('has no way to the vault without an application', async () => {
    const { body } = await run(
      `const asked = await fetch('vault:/tokens').then(({ status }) => status, ({ message }) => message);
       return { raw: { bt: typeof bt, options: typeof req.applicationOptions, asked } };`,
      undefined,
    );
    // The way out of this rig answers everything; a real one refuses the scheme.
    expect(body.raw).toEqual({ bt: 'undefined', options: 'undefined', asked: 200 });
  });

  it('stands in the audit log as the application, which the reactor used', async () => {
    const app = await application(['token:read']);
    const id = await token();
    const reacting = await reactor(
      'await bt.tokens.retrieve(req.args.id); await bt.tokens.retrieve(req.args.id); return 1',
      app,
    );
    expect((await react(reacting, { id })).status).toBe(200);
    await rig().vault.flush();
    const { body } = await manage('GET', `/logs?size=20`);
    const byCode = body.data.filter(({ actor_id }: { actor_id: string }) => actor_id === app);
    expect(
      byCode
        .map(({ entity_type, entity_id, operation }: Record<string, string>) => [entity_type, entity_id, operation])
        .sort(),
    ).toEqual(
      [
        ['reactor', reacting, 'use'],
        ['card', id, 'read'],
        ['card', id, 'read'],
      ].sort(),
    );
  });
});

describe('the application of a reactor', { timeout: 120_000 }, () => {
  const code = 'module.exports = () => 1';

  it('is shown, kept by changes that do not name it, replaced and taken away', async () => {
    const [one, two] = [await application(['token:read']), await application(['token:create'])];
    const made = await manage('POST', '/reactors', { name: 'x', code, application: { id: one } });
    expect([made.status, made.body.application]).toEqual([201, { id: one }]);
    const path = `/reactors/${made.body.id}`;
    const shown = async () => (await manage('GET', path)).body.application;
    await manage('PATCH', path, { name: 'y' });
    expect(await shown()).toEqual({ id: one });
    await manage('PATCH', path, { application: { id: two } });
    expect(await shown()).toEqual({ id: two });
    await manage('PATCH', path, { application: null });
    expect(await shown()).toBeUndefined();
    await manage('PUT', path, { name: 'x', code, application: { id: one } });
    expect(await shown()).toEqual({ id: one });
    await manage('PUT', path, { name: 'x', code });
    expect(await shown()).toBeUndefined();
  });

  it('is one of the tenant, and none that manages', async () => {
    const other = await rig().tenant('Other');
    const theirs = (
      await manage('POST', '/applications', { name: 'x', type: 'private', permissions: ['token:read'] }, other.key)
    ).body.id;
    const managing = await application(['log:read'], { type: 'management' });
    for (const id of [theirs, managing, '00000000-0000-7000-8000-000000000000']) {
      const { status, body } = await manage('POST', '/reactors', { name: 'x', code, application: { id } });
      expect([status, Object.keys(body.errors)]).toEqual([400, ['application.id']]);
    }
  });

  it('is chosen, and its code written, by those alone who could make a key of it', async () => {
    const app = await application(['token:read']);
    const author = await rig().application('management', ['reactor:create', 'reactor:update']);
    const wish = { name: 'x', code, application: { id: app } };
    expect((await manage('POST', '/reactors', wish, author)).status).toBe(403);
    const path = `/reactors/${(await manage('POST', '/reactors', wish)).body.id}`;
    expect((await manage('PATCH', path, { code: 'module.exports = () => 2' }, author)).status).toBe(403);
    expect((await manage('PUT', path, wish, author)).status).toBe(403);
    expect((await manage('GET', path)).body.code).toBe(code);
    // Whoever takes the application away gives the code less.
    expect((await manage('PATCH', path, { application: null }, author)).status).toBe(204);
    expect((await manage('PATCH', path, { application: { id: app } }, author)).status).toBe(403);
  });

  it('belongs to code of a reactor alone: a formula is changed by others', async () => {
    const formula = { name: 'F', type: 'private', source_token_type: 'card', code };
    const { id } = (await manage('POST', '/reactor-formulas', formula)).body;
    const application_ = { id: await application(['token:read']) };
    const { status, body } = await manage('POST', '/reactors', {
      name: 'x',
      formula: { id },
      application: application_,
    });
    expect([status, Object.keys(body.errors)]).toEqual([400, ['application']]);
  });
});

describe('what code has read', { timeout: 120_000 }, () => {
  const reads = 'return { raw: (await bt.tokens.retrieve(req.args.id)).data.number }';
  const asServer = (method: string, path: string, body?: object) => manage(method, path, body, caller());
  const twice = async (meanwhile: (ids: { app: string; id: string }) => unknown, code = reads) => {
    const app = await application([], reveals);
    const id = await token();
    const reacting = await reactor(code, app);
    const headers = { 'BT-IDEMPOTENCY-KEY': `once-${id}` };
    const first = await react(reacting, { id }, headers);
    expect(first.body).toEqual({ raw: number });
    await meanwhile({ app, id });
    return await react(reacting, { id }, headers);
  };

  it('is answered again as long as the application may see it', async () => {
    expect((await twice(async () => undefined)).body).toEqual({ raw: number });
  });

  it.each<[string, (ids: { app: string; id: string }) => unknown]>([
    [
      'its application may no longer',
      ({ app }) => manage('PUT', `/applications/${app}`, { name: 'x', permissions: ['token:create'] }),
    ],
    [
      'the token is protected more',
      ({ id }) => asServer('PATCH', `/tokens/${id}`, { privacy: { restriction_policy: 'redact' } }),
    ],
    ['the token is deleted', ({ id }) => asServer('DELETE', `/tokens/${id}`)],
    ['the application is deleted', ({ app }) => manage('DELETE', `/applications/${app}`)],
    ['the verification code that was read has ended', () => rig().pass(60 * 60 * 1000)],
  ])('is not answered again when %s, and the code does not run again', async (_, meanwhile) => {
    const { status, text } = await twice(meanwhile);
    expect([status, text.includes(number)]).toEqual([409, false]);
  });

  it.each([
    'list({ id: req.args.id })',
    "search({ query: 'id:' + req.args.id })",
    'listV2({ id: req.args.id })',
    "searchV2({ query: 'id:' + req.args.id })",
  ])('is not answered again when the token is deleted that bt.tokens.%s has shown', async (call) => {
    const code = `return { raw: (await bt.tokens.${call}).data[0].data.number }`;
    const { status, text } = await twice(({ id }) => asServer('DELETE', `/tokens/${id}`), code);
    expect([status, text.includes(number)]).toEqual([409, false]);
  });

  it('ends in the result of a reaction after the answer as well', async () => {
    const app = await application([], reveals);
    const [id, kept] = [await token(), await token()];
    const reacting = await reactor(reads, app);
    const accept = async (token: string): Promise<string> => {
      const { body } = await react(reacting, { id: token }, {}, 'react-async');
      return `/reactors/${reacting}/results/${body.asyncReactorRequestId}`;
    };
    const results = [await accept(id), await accept(kept)];
    await rig().vault.tidy();
    const read = async (path: string) => (await manage('GET', path, undefined, caller())).body;
    for (const path of results) expect(await read(path)).toEqual({ raw: number });
    await asServer('DELETE', `/tokens/${id}`);
    expect(await Promise.all(results.map(read))).toMatchObject([{ status: 404 }, { raw: number }]);
    await manage('DELETE', `/applications/${app}`);
    expect(await read(results[1] ?? '')).toMatchObject({ status: 404 });
  });
});
