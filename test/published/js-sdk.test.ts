import { BasisTheory as BasisTheory2025 } from 'bt-sdk-2025';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen, type NodeServer } from '../../packages/vault/src/node/server.ts';
import { allTokens, type Rig, startRig } from '../../packages/vault/src/testing/rig.ts';
import { replayed } from '../documents/table.ts';
import { type PublishedSdk, publishedSdks } from './sdks.ts';

let rig: Rig;
let node: NodeServer;
beforeAll(async () => {
  rig = await startRig();
  node = await listen({
    handle: (request) => rig.vault.answer(request, { address: '127.0.0.1' }),
    host: 'localhost',
    port: 0,
    trusted: () => false,
    drain: 0,
  });
});
afterAll(async () => {
  await node.close();
  await rig.close();
});

const clientOf = (key: string) => new BasisTheory2025().init(key, { apiBaseUrl: node.url, disableTelemetry: true });
const manager = () => clientOf(rig.acme.key);
const server = async () =>
  clientOf(await rig.application('server_to_server', [...allTokens(), 'token-intent:create', 'token-intent:delete']));

const checkout = { name: 'Checkout', type: 'elements', permissions: ['token:pci:create'] } as const;
const proxy = { name: 'Partner', destinationUrl: 'https://api.partner.example/v1', configuration: { A: '1' } };
const madeProxy = async () => (await manager()).proxies.create({ ...proxy, requireAuth: true } as never);

/** A call of each method that came after the documents of 2022 and that the vault serves, by its name in the SDK of 2025. */
const served: Readonly<Record<string, () => Promise<unknown>>> = {
  'applicationKeys.create': async () => {
    const { id } = await (await manager()).applications.create(checkout as never);
    const made = await (await manager()).applicationKeys.create(id);
    expect(made).toMatchObject({ id: expect.any(String), key: expect.stringMatching(/^key_/) });
    expect(await (await clientOf(String(made.key))).applications.retrieveByKey()).toMatchObject({ id });
  },
  'applicationKeys.get': async () => {
    const { id } = await (await manager()).applications.create(checkout as never);
    const { key: _, ...made } = await (await manager()).applicationKeys.create(id);
    expect(await (await manager()).applicationKeys.get(id)).toContainEqual(made);
  },
  'applicationKeys.getById': async () => {
    const { id } = await (await manager()).applications.create(checkout as never);
    const { key: _, ...made } = await (await manager()).applicationKeys.create(id);
    expect(await (await manager()).applicationKeys.getById(id, String(made.id))).toEqual(made);
  },
  'applicationKeys.delete': async () => {
    const { id } = await (await manager()).applications.create(checkout as never);
    const made = await (await manager()).applicationKeys.create(id);
    await (await manager()).applicationKeys.delete(id, String(made.id));
    await expect((await clientOf(String(made.key))).applications.retrieveByKey()).rejects.toMatchObject({
      status: 401,
    });
  },
  'proxies.create': async () => {
    expect(await madeProxy()).toMatchObject({ ...proxy, requireAuth: true, key: expect.any(String) });
  },
  'proxies.retrieve': async () => {
    const made = await madeProxy();
    expect(await (await manager()).proxies.retrieve(made.id)).toEqual(made);
  },
  'proxies.list': async () => {
    const { id } = await madeProxy();
    const page = await (await manager()).proxies.list({ id: [id] } as never);
    expect(page.data).toMatchObject([{ id, ...proxy }]);
  },
  'proxies.update': async () => {
    const { id } = await madeProxy();
    const changes = { ...proxy, name: 'Another', requireAuth: false };
    expect(await (await manager()).proxies.update(id, changes as never)).toMatchObject({ id, ...changes });
  },
  'proxies.patch': async () => {
    const { id } = await madeProxy();
    await (await manager()).proxies.patch(id, { name: 'Patched' } as never);
    expect(await (await manager()).proxies.retrieve(id)).toMatchObject({ id, ...proxy, name: 'Patched' });
  },
  'proxies.delete': async () => {
    const { id } = await madeProxy();
    await (await manager()).proxies.delete(id);
    await expect((await manager()).proxies.retrieve(id)).rejects.toMatchObject({ status: 404 });
  },
  'reactors.patch': async () => {
    const client = await manager();
    const formula = await client.reactorFormulas.create({
      ...{
        type: 'private',
        name: 'Nothing',
        sourceTokenType: 'card',
        code: 'module.exports = async () => ({ raw: {} })',
      },
    } as never);
    const reactor = await client.reactors.create({
      name: 'One',
      formula: { id: formula.id },
      configuration: {},
    } as never);
    await client.reactors.patch(reactor.id, { name: 'Two' } as never);
    expect(await client.reactors.retrieve(reactor.id)).toMatchObject({ id: reactor.id, name: 'Two' });
  },
  'tokenIntents.create': async () => {
    const data = { number: '4242424242424242', expiration_month: 12, expiration_year: 2040 };
    const intent = await (await server()).tokenIntents.create({ type: 'card', data } as never);
    expect(intent).toMatchObject({ type: 'card', card: { last4: '4242', brand: 'visa', expirationMonth: 12 } });
    expect(intent).not.toHaveProperty('data');
  },
  'tokenIntents.delete': async () => {
    const client = await server();
    const { id } = await client.tokenIntents.create({ type: 'token', data: 'later' } as never);
    await client.tokenIntents.delete(id);
    await expect(client.tokenIntents.delete(id)).rejects.toMatchObject({ status: 404 });
  },
};

/** What the vault leaves out, with a 501 that says why (docs/decisions.md, "The API of today"). */
const refused: Readonly<Record<string, () => Promise<unknown>>> = {
  'applicationTemplates.list': async () => (await manager()).applicationTemplates.list(),
  'applicationTemplates.retrieve': async () => (await manager()).applicationTemplates.retrieve('a'),
  'tenants.createInvitation': async () => (await manager()).tenants.createInvitation({ email: 'a@b.example' } as never),
  'tenants.resendInvitation': async () => (await manager()).tenants.resendInvitation('a'),
  'tenants.listInvitations': async () => (await manager()).tenants.listInvitations(),
  'tenants.retrieveInvitation': async () => (await manager()).tenants.retrieveInvitation('a'),
  'tenants.deleteInvitation': async () => (await manager()).tenants.deleteInvitation('a'),
  'tenants.listMembers': async () => (await manager()).tenants.listMembers(),
  'tenants.deleteMember': async () => (await manager()).tenants.deleteMember('a'),
  'threeds.authenticateSession': async () => (await manager()).threeds.authenticateSession('a', {} as never),
  'threeds.createSession': async () => (await manager()).threeds.createSession({} as never),
  'threeds.getChallengeResult': async () => (await manager()).threeds.getChallengeResult('a'),
  'threeds.getSessionById': async () => (await manager()).threeds.getSessionById('a'),
};

/** Methods that call no endpoint of their own: they start the SDK, load elements, or are another name for a method that is called. */
const aside = [
  ...['init', 'loadElements', 'createElement', 'elements', 'proxy.proxyRequest', 'applications.getApplicationByKey'],
  // Not in the documents, but replayed with them: published-clients.test.ts.
  'atomicCards.retrieveDecrypted',
  // Frames open sessions: test/attacks/reveal.spec.ts and test/e2e/published-clients.spec.ts.
  'sessions.create',
];

/** The methods of a client and of its services. */
const methodsOf = (part: object, at: readonly string[] = []): string[] => {
  const names = new Set<string>();
  for (
    let own = part;
    own && own !== Object.prototype && own !== Function.prototype;
    own = Object.getPrototypeOf(own)
  ) {
    for (const name of Object.getOwnPropertyNames(own)) names.add(name);
  }
  return [...names].flatMap((name) => {
    // `client` is the HTTP client of a service.
    if (name === 'constructor' || name === 'client' || name.startsWith('_')) return [];
    let value: unknown;
    try {
      value = (part as Record<string, unknown>)[name];
    } catch {
      // Elements, which were not asked for.
      return [];
    }
    if (typeof value === 'function') return [[...at, name].join('.')];
    return typeof value === 'object' && value !== null && at.length === 0 ? methodsOf(value, [name]) : [];
  });
};

describe.each(publishedSdks.map((sdk): [string, PublishedSdk] => [sdk.version, sdk]))(
  '@basis-theory/basis-theory-js %s',
  (_version, sdk) => {
    test('has no method that is neither called nor listed with a reason', async () => {
      const called = new Set([...replayed().map(({ call }) => call), ...Object.keys(served), ...Object.keys(refused)]);
      const methods = methodsOf(await sdk.open('key_1111111111111111111111', node.url));
      expect(methods).toContain('tokens.create');
      expect(methods.filter((name) => !called.has(name) && !aside.includes(name))).toEqual([]);
    });
  },
);

describe('the methods that @basis-theory/basis-theory-js has since the documents', () => {
  test.each(Object.entries(served))('%s', async (_name, call) => {
    expect.hasAssertions();
    await call();
  });

  test.each(Object.entries(refused))('%s is refused by a sentence', async (_name, call) => {
    await expect(call()).rejects.toMatchObject({
      status: 501,
      data: { type: 'not-offered', detail: expect.any(String) },
    });
  });
});
