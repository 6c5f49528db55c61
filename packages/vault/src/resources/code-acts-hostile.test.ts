import { contract } from '@tessera/contract';
import { describe, expect, it } from 'vitest';
import type { Identified } from '../access/authenticate.ts';
import { type CodeGuards, codeGuards } from '../api/code-calls.ts';
import { coded } from '../reactors/testing/coded.ts';
import { startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';

const caught = `const caught = async (run) => { try { return (await run()) ?? 'done' } catch (e) { return { status: e.status, message: e.message } } };`;
const ask = `${caught} const ask = (method, path, body) => caught(async () => (await fetch('vault:' + path, { method, body })).status);`;

const world = (guards?: CodeGuards) => coded((options) => startRig({ ...options, place: storageInFiles() }), guards);

const reveals = (permissions: string[]) => ({
  permissions: [],
  rules: [{ container: '/', transform: 'reveal', permissions }],
});

const here = world();
const { rig, meanwhile, manage, application, run, token } = here;

/** Deletes the application while code that acts for it waits for an answer from elsewhere; then reads a token. */
const midway = async ({ application, reactor, react, token, manage, meanwhile }: ReturnType<typeof world>) => {
  const app = await application(['token:read']);
  const id = await token();
  const code = `${caught} const read = () => caught(async () => (await bt.tokens.retrieve(req.args.id)).id);
    const before = await read(); await fetch('https://elsewhere.example'); return { raw: [before === req.args.id, await read()] };`;
  const reacting = await reactor(code, app);
  meanwhile.happens = async () => void (await manage('DELETE', `/applications/${app}`));
  const { body } = await react(reacting, { id });
  return { id, raw: body.raw };
};

/** Code that runs its own reactor. */
const recursion = async ({ application, reactor, react }: ReturnType<typeof world>) => {
  const app = await application([], reveals(['token:use']));
  const code = `${ask} return { raw: req.args.self ? await ask('POST', '/reactors/' + req.args.self + '/react', '{"args":{}}') : 0 };`;
  const self = await reactor(code, app);
  return (await react(self, { self })).body.raw;
};

/** A document that becomes larger than what code gets. */
const largeDocument = async ({ application, run, token }: ReturnType<typeof world>) => {
  const app = await application([], reveals(['token:create', 'token:read']));
  const id = await token({ type: 'token', data: 'x'.repeat(600_000) });
  const code = `${caught} const twice = ['{{' + req.args.id + '}}', '{{' + req.args.id + '}}'];
    return { raw: await caught(async () => (await bt.detokenize(twice)).join('').length) };`;
  return (await run(code, app, { id })).body.raw;
};

/** Code of one tenant that asks for the token of another. */
const others = async ({ application, run, rig }: ReturnType<typeof world>) => {
  const other = await rig().tenant('Other');
  const key = await rig().application('server_to_server', ['token:general:create', 'token:general:read:high'], other);
  const theirs = await rig().send('POST', '/tokens', { key, body: { type: 'token', data: 'theirs' } });
  const app = await application([], reveals(['token:create', 'token:read', 'token:search']));
  const code = `${caught} return { raw: [await caught(async () => (await bt.tokens.retrieve(req.args.id)).data),
    await caught(async () => bt.detokenize({ a: '{{' + req.args.id + '}}' }))] };`;
  return (await run(code, app, { id: theirs.body.id })).body.raw;
};

describe('code that uses the vault against its bounds', { timeout: 120_000 }, () => {
  it('can do no more from the moment its application is deleted', async () => {
    const { raw } = await midway(here);
    expect(raw).toEqual([true, { status: 403, message: expect.stringMatching(/deleted, has expired, or has no key/) }]);
  });

  it.each<[string, (app: string) => Promise<unknown>]>([
    [
      'its last key is revoked',
      async (app) => {
        const [{ id }] = (await manage('GET', `/applications/${app}/keys`)).body;
        await manage('DELETE', `/applications/${app}/keys/${id}`);
      },
    ],
    ['it may do less', (app) => manage('PUT', `/applications/${app}`, { name: 'x', permissions: ['token:create'] })],
  ])('can do no more from the moment %s', async (_, revoke) => {
    const app = await application(['token:read']);
    meanwhile.happens = async () => void (await revoke(app));
    const code = `${caught} await bt.tokens.retrieve(req.args.id); await fetch('https://elsewhere.example');
      return { raw: (await caught(() => bt.tokens.retrieve(req.args.id))).status };`;
    expect((await run(code, app, { id: await token() })).body.raw).toBe(403);
  });

  it('sees no token of another tenant', async () => {
    expect(await others(here)).toMatchObject([{ status: 404 }, { status: 400 }]);
  });

  it('runs no reactor, least of all its own', async () => {
    expect(await recursion(here)).toBe(403);
  });

  it('gets no answer that is larger than it may be', async () => {
    const told = await largeDocument(here);
    expect(told).toMatchObject({ status: 400, message: expect.stringMatching(/more than 1048576 characters/) });
  });

  it('makes twenty calls and no more', async () => {
    const code = `${caught} const told = []; for (let n = 0; n < 30; n += 1) told.push(await caught(async () => (await bt.tokens.list()).data.length >= 0));
      return { raw: [told.filter((each) => each === true).length, told.at(-1).message] };`;
    expect((await run(code, await application(['token:read']))).body.raw).toEqual([
      20,
      expect.stringMatching(/At most 20/),
    ]);
  });

  it('is held by the limit of its application, where that stands in pages', async () => {
    const app = await application(['token:create'], { type: 'public' });
    const code = `${caught} const all = await Promise.all(Array.from({ length: 15 }, () => caught(async () => (await bt.tokens.create({ type: 'token', data: 1 })).type)));
      return { raw: all.map((each) => each.status ?? each) };`;
    const { body } = await run(code, app);
    expect([body.raw.filter((each: unknown) => each === 'token').length, body.raw.includes(429)]).toEqual([10, true]);
  });

  it.each([
    ['the way up', 'GET', '/tokens/../applications', 403],
    ['an encoded way up', 'GET', '/tokens/..%2fapplications', 404],
    ['another host', 'GET', '//evil.example/tokens', 400],
    ['another host with a name', 'GET', '/\\\\evil.example/tokens', 400],
    ['a path that is none', 'GET', '', 404],
    ['applications', 'GET', '/applications', 403],
    ['the application itself', 'GET', '/applications/key', 403],
    ['keys', 'POST', '/keys', 403],
    ['logs', 'GET', '/logs', 403],
    ['reactors', 'GET', '/reactors', 403],
    ['the proxy', 'GET', '/proxy', 404],
    ['sessions', 'POST', '/sessions', 403],
    ['a deprecated way to read', 'GET', '/tokens/x/decrypt', 403],
    ['a path of no API', 'GET', '/metrics', 404],
    ['a method of no route', 'PUT', '/tokens', 405],
  ])('reaches nothing by %s', async (_, method, path, status) => {
    const app = await application([], reveals(['token:create', 'token:read']));
    const code = `${ask} return { raw: await ask(${JSON.stringify(method)}, ${JSON.stringify(path)}, ${method === 'GET' ? 'undefined' : "'{}'"}) };`;
    expect((await run(code, app)).body.raw).toBe(status);
  });

  it.each([
    ['that is no id', `bt.tokens.retrieve({ toString: () => '../applications' })`, 404],
    ['with a prototype', `bt.tokens.create(JSON.parse('{"__proto__":{"type":"token"},"data":1}'))`, 400],
    ['whose prototype says more', `bt.tokens.create(Object.create({ type: 'token', data: 1 }))`, 400],
    ['that writes itself as nothing', `bt.tokens.create({ type: 'token', data: { toJSON: () => undefined } })`, 400],
    ['that is deep', `bt.tokenize(JSON.parse('['.repeat(200) + ']'.repeat(200)))`, 400],
    ['that is long', `bt.tokens.create({ type: 'token', data: 'x'.repeat(1100000) })`, 413],
    [
      'that is no JSON',
      `fetch('vault:/tokens', { method: 'POST', body: '{' }).then(({ status }) => { throw { status } })`,
      400,
    ],
    ['with a null byte', `bt.tokens.retrieve('a\\0b')`, 404],
    [
      'that names the session of a page',
      `fetch('vault:/tokens', { headers: { 'BT-ELEMENTS-PAGE': 'https://x.example', 'BT-API-KEY': 'key' } }).then(({ status }) => { throw { status } })`,
      200,
    ],
  ])('is answered like any caller for an argument %s', async (_, call, status) => {
    const app = await application([], reveals(['token:create', 'token:read']));
    const { body, text } = await run(`${caught} return { raw: (await caught(() => ${call})).status };`, app);
    expect(body.raw, text).toBe(status);
  });

  it('leaves nothing that it has read in logs and errors', async () => {
    const app = await application([], reveals(['token:read']));
    const id = await token();
    const before = rig().lines.length;
    const code = `const { BadRequestError } = require('@basis-theory/basis-theory-reactor-formulas-sdk-js');
      const { data } = await bt.tokens.retrieve(req.args.id);
      console.log('read', data.number, JSON.stringify(data)); console.log([...data.number].join(' '));
      throw new BadRequestError({ card: ['is ' + data.number, [...data.number].join('-'), 'expires ' + data.expiration_year] });`;
    const { status, text } = await run(code, app, { id });
    const lines = rig().lines.slice(before).join('\n');
    expect([status, lines.includes('reactor console')]).toEqual([400, true]);
    // Ids and MACs are random, and have such digits at times.
    const random = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{32,}/g;
    for (const said of [text, lines])
      expect(
        said
          .replace(random, ' ')
          .replace(/[^\d]/g, ' ')
          .replace(/ (?=\d )/g, ''),
      ).not.toMatch(/4242|2030/);
  });
});

describe('without the guard', { timeout: 120_000 }, () => {
  describe('that looks the application up at each call', () => {
    const remembered = new Map<string, Promise<Identified | undefined>>();
    const w = world({
      ...codeGuards,
      holder: (services, tenantId, id) => {
        const found = remembered.get(id) ?? codeGuards.holder(services, tenantId, id);
        remembered.set(id, found);
        return found;
      },
    });
    it('a deleted application acts on', async () => {
      const { id, raw } = await midway(w);
      expect(raw).toEqual([true, id]);
    });
  });

  describe('that takes the rights of the application', () => {
    const w = world({
      ...codeGuards,
      holder: async (services, tenantId, id) => {
        const own = await codeGuards.holder(services, tenantId, id);
        const [row] = await services.store.rows<{ id: Uint8Array }>("select id from tenants where name = 'Other'");
        const hex = Buffer.from(row?.id ?? []).toString('hex');
        return own && { ...own, tenantId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') };
      },
    });
    it('the token of another tenant is shown', async () => {
      expect(await others(w)).toEqual(['theirs', { a: 'theirs' }]);
    });
  });

  describe('that says what code may call', () => {
    const w = world({
      ...codeGuards,
      mayCall: (route) => codeGuards.mayCall(route) || route === contract.reactors.react,
    });
    it('code runs its own reactor', async () => {
      expect(await recursion(w)).toBe(200);
    });
  });

  describe('that bounds answers', () => {
    const w = world({ ...codeGuards, isSmall: () => true });
    it('code gets more', async () => {
      expect(await largeDocument(w)).toBe(1_200_000);
    });
  });
});
