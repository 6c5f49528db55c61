import { BasisTheoryClient } from 'bt-node-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importBins } from '../../packages/vault/src/bins/import-bins.ts';
import { readBins } from '../../packages/vault/src/bins/read-bins.ts';
import { leadingTo, testEgress } from '../../packages/vault/src/egress/testing/test-egress.ts';
import { listen, type NodeServer } from '../../packages/vault/src/node/server.ts';
import { allTokens, type Rig, startRig } from '../../packages/vault/src/testing/rig.ts';
import { bytesOfPem, sealJwe } from '../../packages/vault/src/tokens/encrypted/testing/jwe.ts';

const number = '4242424242424242';
const card = { type: 'card', data: { number, expiration_month: 12, expiration_year: 2040 } };

let rig: Rig;
let node: NodeServer;
beforeAll(async () => {
  rig = await startRig({ egress: testEgress({ resolve: leadingTo('93.184.216.34') }) });
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

const clientOf = (apiKey: string) => new BasisTheoryClient({ apiKey, environment: node.url, maxRetries: 0 });
const server = async () => clientOf(await rig.application('server_to_server', allTokens()));
const clientWith = async (...permissions: string[]) => clientOf(await rig.application('management', permissions));

const intents = ['create', 'read', 'delete'].map((operation) => `token-intent:${operation}`);
const withIntents = async () => clientOf(await rig.application('server_to_server', [...allTokens(), ...intents]));
const account = { routing_number: '021000021', account_number: '123456789' };
const webhook = {
  name: 'Orders',
  url: 'https://hooks.example/in',
  notifyEmail: 'a@b.example',
  events: ['token.created'],
};
/** A client of a tenant of its own, because a tenant has few webhooks. */
const webhookClient = async () => clientOf((await rig.tenant('Told')).key);

const checkout = { name: 'Checkout', type: 'elements', permissions: ['token:pci:create'] };

const destination = { name: 'Partner', destinationUrl: 'https://api.partner.example/v1', configuration: { A: '1' } };
const reactor = {
  name: 'Last four',
  code: 'module.exports = async ({ args, configuration: { A } }) => ({ raw: { last: args.pan_number.slice(-4), setting: A } })',
  configuration: { A: '1' },
};
const mask = { type: 'mask', matcher: 'regex', expression: '(a)', replacement: '*' };

/** A call of each method that the vault serves, by the method's name in the package. */
const served: Readonly<Record<string, () => Promise<unknown>>> = {
  'applicationKeys.create': async () => {
    const { id = '', key = '' } = await clientOf(rig.acme.key).applications.create(checkout);
    const made = await clientOf(rig.acme.key).applicationKeys.create(id);
    expect(made).toMatchObject({ key: expect.stringMatching(/^key_/), version: '2', createdAt: expect.any(Date) });
    for (const each of [key, made.key ?? '']) {
      expect(await clientOf(each).applications.getByKey()).toMatchObject({ id });
    }
  },
  'applicationKeys.delete': async () => {
    const { id = '', key = '' } = await clientOf(rig.acme.key).applications.create(checkout);
    const { key: second = '' } = await clientOf(rig.acme.key).applicationKeys.create(id);
    const [, first] = await clientOf(rig.acme.key).applicationKeys.list(id);
    await clientOf(rig.acme.key).applicationKeys.delete(id, first?.id ?? '');
    await expect(clientOf(key).applications.getByKey()).rejects.toMatchObject({ statusCode: 401 });
    expect(await clientOf(second).applications.getByKey()).toMatchObject({ id });
  },
  'applicationKeys.get': async () => {
    const { id = '' } = await clientOf(rig.acme.key).applications.create(checkout);
    const { key: _, ...made } = await clientOf(rig.acme.key).applicationKeys.create(id);
    expect(await clientOf(rig.acme.key).applicationKeys.get(id, made.id ?? '')).toEqual(made);
  },
  'applicationKeys.list': async () => {
    const { id = '' } = await clientOf(rig.acme.key).applications.create({ ...checkout, createKey: false });
    expect(await clientOf(rig.acme.key).applicationKeys.list(id)).toEqual([]);
    const { key: _, ...made } = await clientOf(rig.acme.key).applicationKeys.create(id);
    expect(await clientOf(rig.acme.key).applicationKeys.list(id)).toEqual([made]);
  },
  'applications.create': async () => {
    const made = await clientOf(rig.acme.key).applications.create(checkout);
    expect(made).toMatchObject({ ...checkout, key: expect.stringMatching(/^key_/), createdAt: expect.any(Date) });
  },
  'applications.create with rules': async () => {
    const rules = [{ priority: 1, container: '/pci/', transform: 'mask', permissions: ['token:create', 'token:read'] }];
    const made = await clientOf(rig.acme.key).applications.create({ name: 'Today', type: 'private', rules });
    expect(made).toMatchObject({ type: 'private', rules });
    const client = clientOf(made.key ?? '');
    const { id = '' } = await client.tokens.create(card);
    expect(await client.tokens.get(id)).toMatchObject({
      containers: ['/pci/high/'],
      data: { number: 'XXXXXXXXXXXX4242' },
    });
    await expect(client.tokens.delete(id)).rejects.toMatchObject({ statusCode: 403 });
  },
  'applications.get': async () => {
    const { id = '' } = await clientOf(rig.acme.key).applications.create(checkout);
    expect(await clientOf(rig.acme.key).applications.get(id)).toMatchObject({ id, ...checkout });
  },
  'applications.getByKey': async () => {
    expect(await (await server()).applications.getByKey()).toMatchObject({ type: 'server_to_server' });
  },
  'applications.list': async () => {
    const names: unknown[] = [];
    // The iterator asks for further pages until one is empty, whatever the totals say.
    for await (const { name } of await clientOf(rig.acme.key).applications.list({ size: 1 })) names.push(name);
    const { body } = await rig.send('GET', '/applications?size=100', { key: rig.acme.key });
    expect(names).toEqual(body.data.map((each: { name: string }) => each.name));
  },
  'applications.update': async () => {
    const { id = '' } = await clientOf(rig.acme.key).applications.create(checkout);
    const { permissions } = checkout;
    const changed = await clientOf(rig.acme.key).applications.update(id, { name: 'Till', permissions });
    expect(changed).toMatchObject({ id, name: 'Till', permissions });
  },
  'applications.delete': async () => {
    const { id = '', key = '' } = await clientOf(rig.acme.key).applications.create(checkout);
    await clientOf(rig.acme.key).applications.delete(id);
    await expect(clientOf(key).applications.getByKey()).rejects.toMatchObject({ statusCode: 401 });
  },
  'enrichments.getcarddetails': async () => {
    const unknown = { funding: undefined, segment: undefined, issuer: undefined };
    expect(await (await server()).enrichments.getcarddetails({ bin: '42424242' })).toEqual({
      ...{ brand: 'visa', ...unknown, binRange: [{ binMin: '42424242', binMax: '42424242' }] },
    });
    await importBins(rig.store, readBins('bin,funding,segment,issuer,country\n378282,credit,commercial,First Bank,US'));
    rig.pass(1000);
    const key = await rig.application('public', ['token:create']);
    expect(await (await server()).enrichments.getcarddetails({ bin: '378282' })).toMatchObject({
      ...{ brand: 'american-express', funding: 'credit', segment: 'commercial' },
      issuer: { name: 'First Bank', country: 'US' },
    });
    expect(await clientOf(key).enrichments.getcarddetails({ bin: '378282' })).toEqual({
      ...{ brand: 'american-express', binRange: [{ binMin: '378282', binMax: '378282' }] },
    });
  },
  'keys.create': async () => {
    const client = await clientWith('keys:create');
    const {
      keyId: kid = '',
      publicKeyPem = '',
      expiresAt,
    } = await client.keys.create({ expiresAt: new Date(Date.UTC(2022, 5, 1)) });
    expect(expiresAt).toEqual(new Date(Date.UTC(2022, 5, 1)));
    const encrypted = sealJwe({ kid, publicKey: bytesOfPem(publicKeyPem), text: JSON.stringify(card.data) });
    const { id = '' } = await (await server()).tokens.create({ type: 'card', encrypted });
    expect(await (await server()).tokens.get(id)).toMatchObject({ data: card.data });
  },
  'keys.delete': async () => {
    const client = await clientWith('keys:create', 'keys:delete', 'keys:read');
    const { keyId = '' } = await client.keys.create();
    await client.keys.delete(keyId);
    await expect(client.keys.get(keyId)).rejects.toMatchObject({ statusCode: 404 });
  },
  'keys.get': async () => {
    const client = await clientWith('keys:create', 'keys:read');
    const { keyId = '' } = await client.keys.create();
    expect(await client.keys.get(keyId)).toMatchObject({ keyId, expiresAt: expect.any(Date) });
  },
  'keys.list': async () => {
    const client = await clientWith('keys:create', 'keys:read');
    const { keyId = '' } = await client.keys.create();
    expect((await client.keys.list()).map((each) => each.keyId)).toContain(keyId);
  },
  'logs.getEntityTypes': async () => {
    const kinds = await (await clientWith('log:read')).logs.getEntityTypes();
    expect(kinds).toContainEqual({ displayName: 'Card', value: 'card' });
  },
  'logs.list': async () => {
    const { id = '' } = await (await server()).tokens.create(card);
    const page = await (await clientWith('log:read')).logs.list({ entityId: id });
    expect(page.data).toMatchObject([
      { id: expect.any(String), entityId: id, entityType: 'card', operation: 'create' },
    ]);

    // Its iterator asks for page after page by number; a request of it may go on by cursor as well.
    const own = await rig.tenant('Logged');
    const client = clientOf(own.key);
    for (let n = 0; n < 4; n += 1) await client.applications.create(checkout);
    const all: unknown[] = [];
    for await (const each of await client.logs.list({ size: 2 })) all.push(each.id);
    const { next } = (await rig.send('GET', '/logs?size=2', { key: own.key })).body.pagination;
    const second = await client.logs.list({ size: 3, start: next });
    expect([all.length, second.data.map((each) => each.id)]).toEqual([6, all.slice(2, 5)]);
  },
  'permissions.list': async () => {
    const found = await clientOf(rig.acme.key).permissions.list({ applicationType: 'elements' });
    expect(found.map(({ type }) => type)).toContain('token:pci:create');
  },
  'proxies.create': async () => {
    const { id = '' } = await clientOf(rig.acme.key).applications.create(checkout);
    const made = await clientOf(rig.acme.key).proxies.create({
      ...destination,
      application: { id },
      requestTransforms: [
        { type: 'tokenize', options: { identifier: 'card', token: { type: 'token', data: '{{ req.a }}' } } },
      ],
      responseTransform: mask,
    });
    expect(made).toMatchObject({
      ...{ ...destination, responseTransform: mask, requireAuth: true, state: 'active', key: expect.any(String) },
      ...{ applicationId: id, createdAt: expect.any(Date), requestTransforms: [{ options: { identifier: 'card' } }] },
    });
  },
  'proxies.get': async () => {
    const { id = '' } = await clientOf(rig.acme.key).proxies.create(destination);
    expect(await clientOf(rig.acme.key).proxies.get(id)).toMatchObject({ id, ...destination });
  },
  'proxies.list': async () => {
    const { id } = await clientOf(rig.acme.key).proxies.create({ ...destination, name: 'Listed' });
    const ids: unknown[] = [];
    for await (const proxy of await clientOf(rig.acme.key).proxies.list({ name: 'listed', size: 1 }))
      ids.push(proxy.id);
    expect(ids).toEqual([id]);
  },
  'proxies.patch': async () => {
    const { id = '' } = await clientOf(rig.acme.key).proxies.create(destination);
    await clientOf(rig.acme.key).proxies.patch(id, { name: 'Other', configuration: { B: '2' } });
    expect(await clientOf(rig.acme.key).proxies.get(id)).toMatchObject({
      ...{ name: 'Other', destinationUrl: destination.destinationUrl, configuration: { A: '1', B: '2' } },
    });
  },
  'proxies.update': async () => {
    const { id = '' } = await clientOf(rig.acme.key).proxies.create(destination);
    const next = { name: 'Next', destinationUrl: 'https://next.example', requireAuth: false };
    expect(await clientOf(rig.acme.key).proxies.update(id, next)).toMatchObject({ id, ...next, configuration: {} });
  },
  'proxies.delete': async () => {
    const { id = '' } = await clientOf(rig.acme.key).proxies.create(destination);
    await clientOf(rig.acme.key).proxies.delete(id);
    await expect(clientOf(rig.acme.key).proxies.get(id)).rejects.toMatchObject({ statusCode: 404 });
  },
  'reactors.create': async () => {
    const { id = '' } = await clientOf(rig.acme.key).applications.create(checkout);
    const made = await clientOf(rig.acme.key).reactors.create({ ...reactor, application: { id } });
    expect(made).toMatchObject({ ...reactor, application: { id }, state: 'active', createdAt: expect.any(Date) });
  },
  'reactors.get': async () => {
    const { id = '' } = await clientOf(rig.acme.key).reactors.create(reactor);
    expect(await clientOf(rig.acme.key).reactors.get(id)).toMatchObject({ id, ...reactor });
  },
  'reactors.list': async () => {
    const { id } = await clientOf(rig.acme.key).reactors.create({ ...reactor, name: 'Listed' });
    const ids: unknown[] = [];
    for await (const each of await (await clientWith('reactor:read')).reactors.list({ name: 'listed' }))
      ids.push(each.id);
    expect(ids).toEqual([id]);
  },
  'reactors.update': async () => {
    const { id = '' } = await clientOf(rig.acme.key).reactors.create(reactor);
    const next = { name: 'Next', code: 'module.exports = async () => ({ raw: 2 })' };
    expect(await clientOf(rig.acme.key).reactors.update(id, next)).toMatchObject({ id, ...next, configuration: {} });
  },
  'reactors.patch': async () => {
    const { id = '' } = await clientOf(rig.acme.key).reactors.create(reactor);
    await clientOf(rig.acme.key).reactors.patch(id, { name: 'Other' });
    expect(await clientOf(rig.acme.key).reactors.get(id)).toMatchObject({ ...reactor, name: 'Other' });
  },
  'reactors.delete': async () => {
    const { id = '' } = await clientOf(rig.acme.key).reactors.create(reactor);
    await clientOf(rig.acme.key).reactors.delete(id);
    await expect(clientOf(rig.acme.key).reactors.get(id)).rejects.toMatchObject({ statusCode: 404 });
  },
  'reactors.react': async () => {
    const { id = '' } = await clientOf(rig.acme.key).reactors.create(reactor);
    const client = clientOf(await rig.application('server_to_server', [...allTokens(), 'token:pci:use:reactor']));
    const token = await client.tokens.create(card);
    const args = { pan_number: `{{ ${token.id} | json: '$.number' }}` };
    expect(await client.reactors.react(id, { args })).toMatchObject({ raw: { last: number.slice(-4), setting: '1' } });
  },
  'reactors.reactAsync': async () => {
    const { id = '' } = await clientOf(rig.acme.key).reactors.create(reactor);
    const client = clientOf(await rig.application('server_to_server', ['token:pci:use:reactor']));
    const accepted = await client.reactors.reactAsync(id, { args: { pan_number: number } });
    expect(accepted).toEqual({ asyncReactorRequestId: expect.stringMatching(/^[\da-f-]{36}$/) });
  },
  'reactors.results.get': async () => {
    const { id = '' } = await clientOf(rig.acme.key).reactors.create(reactor);
    const client = clientOf(await rig.application('server_to_server', ['token:pci:use:reactor']));
    const { asyncReactorRequestId = '' } = await client.reactors.reactAsync(id, { args: { pan_number: number } });
    await rig.vault.tidy();
    expect(await client.reactors.results.get(id, asyncReactorRequestId)).toMatchObject({
      raw: { last: number.slice(-4), setting: '1' },
    });
  },
  'tenants.self.get': async () => {
    expect(await (await clientWith('tenant:read')).tenants.self.get()).toMatchObject({ name: 'Acme' });
  },
  'tenants.self.getUsageReports': async () => {
    expect(await (await clientWith('report:read')).tenants.self.getUsageReports()).toMatchObject({
      totalTokens: expect.any(Number),
      // The package declares a total alone, and passes on what else there is as it came.
      token_report: { monthly_active_tokens: expect.any(Number) },
    });
  },
  'tenants.self.update': async () => {
    const own = await rig.tenant('Renamed');
    const client = clientOf(await rig.application('management', ['tenant:update'], own));
    expect(await client.tenants.self.update({ name: 'Rex' })).toMatchObject({ name: 'Rex' });
  },
  'tenants.self.delete': async () => {
    const own = await rig.tenant('Short-lived');
    const client = clientOf(await rig.application('management', ['tenant:delete'], own));
    await client.tenants.self.delete();
    await expect(client.tenants.self.delete()).rejects.toMatchObject({ statusCode: 401 });
  },
  'tokenIntents.create': async () => {
    const client = clientOf(await rig.application('public', ['token-intent:create']));
    const made = await client.tokenIntents.create(card);
    expect(made).toMatchObject({
      ...{ type: 'card', card: { bin: '42424242', last4: '4242', brand: 'visa', expirationYear: 2040 } },
      expiresAt: expect.any(Date),
    });
  },
  'tokenIntents.delete': async () => {
    const client = await withIntents();
    const { id = '' } = await client.tokenIntents.create(card);
    await client.tokenIntents.delete(id);
    await expect(client.tokenIntents.get(id)).rejects.toMatchObject({ statusCode: 404 });
  },
  'tokenIntents.get': async () => {
    const client = await withIntents();
    const { id = '' } = await client.tokenIntents.create({ type: 'bank', data: account });
    const bank = { routingNumber: account.routing_number, accountNumberLast4: '6789' };
    expect(await client.tokenIntents.get(id)).toMatchObject({ id, bank, fingerprint: expect.any(String) });
    const token = await client.tokens.create({ tokenIntentId: id, metadata: { order: '7' } });
    expect(token).toMatchObject({ type: 'bank', extras: { deduplicated: false } });
  },
  'tokens.create': async () => {
    const made = await (await server()).tokens.create({ ...card, metadata: { order: '7' } });
    expect(made).toMatchObject({ type: 'card', metadata: { order: '7' }, createdAt: expect.any(Date) });
  },
  'tokens.delete': async () => {
    const client = await server();
    const { id = '' } = await client.tokens.create(card);
    await client.tokens.delete(id);
    await expect(client.tokens.get(id)).rejects.toMatchObject({ statusCode: 404 });
  },
  'tokens.detokenize': async () => {
    const client = await server();
    const { id } = await client.tokens.create(card);
    const document = { pan_number: `{{ ${id} | json: '$.number' }}`, orders: [1, null] };
    expect(await client.tokens.detokenize(document)).toEqual({ pan_number: number, orders: [1, null] });
  },
  'tokens.get': async () => {
    const client = await server();
    const { id = '' } = await client.tokens.create(card);
    expect(await client.tokens.get(id)).toMatchObject({ id, data: card.data });
  },
  'tokens.listV2': async () => {
    const client = await server();
    const metadata = { list: 'by cursor' };
    const ids: unknown[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift((await client.tokens.create({ type: 'token', data: n, metadata })).id);
    const found: unknown[] = [];
    for await (const { id } of await client.tokens.listV2({ metadata, size: 2 })) found.push(id);
    expect(found.toSorted()).toEqual(ids.toSorted());
  },
  'tokens.searchV2': async () => {
    const client = await server();
    const metadata = { search: 'by-cursor' };
    for (let n = 0; n < 5; n += 1) await client.tokens.create({ type: 'token', data: n, metadata });
    const found = new Set<unknown>();
    for await (const { id } of await client.tokens.searchV2({ query: 'metadata.search:by-cursor', size: 2 }))
      found.add(id);
    expect(found.size).toBe(5);
  },
  'tokens.tokenize': async () => {
    const client = await server();
    const answer = await client.tokens.tokenize({ first_name: 'Ada', card });
    expect(answer).toMatchObject({ first_name: expect.any(String), card: { type: 'card' } });
  },
  'tokens.update': async () => {
    const client = await server();
    const { id = '' } = await client.tokens.create(card);
    expect(await client.tokens.update(id, { metadata: { order: '8' } })).toMatchObject({ metadata: { order: '8' } });
  },
  'webhooks.create': async () => {
    const made = await (await webhookClient()).webhooks.create(webhook);
    expect(made).toMatchObject({ ...webhook, status: 'enabled', createdAt: expect.any(Date) });
  },
  'webhooks.get': async () => {
    const { webhooks } = await webhookClient();
    const { id } = await webhooks.create(webhook);
    expect(await webhooks.get(id)).toMatchObject({ id, ...webhook });
  },
  'webhooks.list': async () => {
    const { webhooks } = await webhookClient();
    const { id } = await webhooks.create(webhook);
    expect(await webhooks.list()).toMatchObject({ pagination: { pageSize: 20 }, data: [{ id }] });
  },
  'webhooks.update': async () => {
    const { webhooks } = await webhookClient();
    const { id } = await webhooks.create(webhook);
    const events = ['token.deleted'];
    expect(await webhooks.update(id, { ...webhook, events })).toMatchObject({
      id,
      events,
      modifiedAt: expect.any(Date),
    });
  },
  'webhooks.delete': async () => {
    const { webhooks } = await webhookClient();
    const { id } = await webhooks.create(webhook);
    await webhooks.delete(id);
    await expect(webhooks.get(id)).rejects.toMatchObject({ statusCode: 404 });
  },
  'webhooks.events.list': async () => {
    expect(await (await webhookClient()).webhooks.events.list()).toContain('token.created');
  },
  'webhooks.ping': async () => {
    expect(await (await webhookClient()).webhooks.ping()).toBeUndefined();
  },
};

/** Methods that only frames of elements call, or that need a session which they have opened. */
const inFrames = ['sessions.create', 'sessions.authorize'];

/** Parts of the package that belong to endpoints which the vault does not have. */
const absent = [
  ...['applicationTemplates', 'roles'],
  ...['documents', 'enrichments.bankAccountVerify', 'networkTokens'],
  ...['applePay', 'googlePay', 'threeds', 'accountUpdater', 'agentic', 'tenants.securityContact'],
  ...['tenants.connections', 'tenants.invitations', 'tenants.members', 'tenants.merchants', 'tenants.owner'],
  'tenants.ownerTransfer',
];

/** The methods of a client as the package has them: those of its parts are behind getters. */
const methodsOf = (part: object, at: readonly string[] = []): string[] =>
  Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(part))).flatMap(([name, { value, get }]) => {
    if (name === 'constructor' || name.startsWith('_')) return [];
    if (typeof value === 'function') return [[...at, name].join('.')];
    return get ? methodsOf((part as Record<string, object>)[name] ?? {}, [...at, name]) : [];
  });

describe('@basis-theory/node-sdk 5.7', () => {
  test('has no method that is neither called here nor listed with a reason', () => {
    const listed = new Set([...Object.keys(served), ...inFrames]);
    const left = methodsOf(clientOf('key_1111111111111111111111')).filter(
      (name) => !listed.has(name) && !absent.some((part) => name === part || name.startsWith(`${part}.`)),
    );
    expect(left).toEqual([]);
  });

  test.each(Object.entries(served))('%s', async (_name, call) => {
    expect.hasAssertions();
    await call();
  });

  test('gets errors of the types that it declares', async () => {
    const client = await server();
    await expect(client.tokens.create({ ...card, data: { number: '4242424242424241' } })).rejects.toMatchObject({
      statusCode: 400,
      body: { errors: { 'data.number': [expect.any(String)] } },
    });
    await expect(clientOf('key_1111111111111111111111').tokens.get('a')).rejects.toMatchObject({ statusCode: 401 });
    await expect((await clientWith('log:read')).tokens.get('a')).rejects.toMatchObject({ statusCode: 403 });
  });
});
