import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllowedOrigins } from '../access/allowed-origins.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { type ConsoleRig, consoleOf } from './testing/console-rig.ts';
import { revealFiles } from './testing/revealing.ts';

let rig: Rig;
let console: ConsoleRig;
let admin: string;
let operatorId: string;
let elements: string;
/** What the vault does every second. */
let everySecond: (() => void)[];

const creates = ['token:pci:create'];

beforeAll(async () => {
  everySecond = [];
  rig = await startRig({
    files: revealFiles,
    allowedOrigins: 'https://named.example',
    limits: { perSecond: Number.MAX_SAFE_INTEGER, elementsPerSecond: Number.MAX_SAFE_INTEGER },
    every: (milliseconds, run) => {
      if (milliseconds === 1000) everySecond.push(run);
      return () => {};
    },
  });
  console = consoleOf(rig, { allowedOrigins: () => parseAllowedOrigins('https://named.example') });
  const { operator, cookie } = await console.operator('administrator');
  [operatorId, admin] = [operator.id, cookie];
  elements = await rig.application('elements', creates);
});
afterAll(async () => {
  await rig.close();
});

const path = '/console/page-origins';
const of = (tenantId: string) => ({ 'Tessera-Tenant': tenantId });
const add = (origin: string, { cookie = admin, tenantId = rig.acme.tenantId, at = console } = {}) =>
  at.call('POST', path, { cookie, headers: of(tenantId), body: { origin } });
const remove = (id: string, { cookie = admin, tenantId = rig.acme.tenantId, at = console } = {}) =>
  at.call('DELETE', `${path}/${id}`, { cookie, headers: of(tenantId) });
const list = async (tenantId = rig.acme.tenantId, at = console, cookie = admin) =>
  (await at.call('GET', path, { cookie, headers: of(tenantId) })).body;

/** What a frame on a page gets for a card, with an elements key. */
const pay = async (page: string, key = elements, send = rig.send) => {
  const data = { number: '4242424242424242', expiration_month: 12, expiration_year: 2030 };
  const headers = { 'BT-ELEMENTS-PAGE': page, 'Sec-Fetch-Site': 'same-origin' };
  const { status, body } = await send('POST', '/tokens', { key, headers, body: { type: 'card', data } });
  return status === 201 ? 201 : body.type;
};
const policy = async (send = rig.send) =>
  /frame-ancestors ([^;]*)/.exec((await send('GET', '/elements/')).headers.get('content-security-policy') ?? '')?.[1];

describe('a page that an administrator adds', () => {
  it('may embed fields from the next second on, in every worker and process, and no longer once it is removed', async () => {
    const page = 'https://shop.example';
    const worker = await rig.worker();
    const other = await rig.another();
    const all = [rig, worker, other];
    expect(await pay(page)).toBe('origin-not-pinned');
    const added = await add(' HTTPS://Shop.example:443/ ');
    expect(added).toMatchObject({ status: 201, body: { origin: page, in_effect: true, added_by: operatorId } });
    for (const { vault, send } of all) {
      await vault.readPages();
      expect(await pay(page, elements, send)).toBe(201);
      expect(await policy(send)).toBe(`https://named.example ${page}`);
      expect((await send('GET', '/elements/')).text).toContain(`&quot;${page}&quot;`);
    }
    expect(await list()).toMatchObject({ setting: ['https://named.example'], data: [added.body], may_add: true });

    expect((await remove(added.body.id)).status).toBe(204);
    for (const { vault, send } of all) {
      await vault.readPages();
      expect(await pay(page, elements, send)).toBe('origin-not-pinned');
      expect(await policy(send)).toBe('https://named.example');
    }
    expect((await list()).data).toEqual([]);
    expect((await remove(added.body.id)).status).toBe(404);

    await rig.vault.tidy();
    const logs = await rig.send('GET', '/logs?entity_type=page_origin', { key: rig.acme.key });
    const entry = { actor_type: 'user', actor_id: operatorId, entity_id: added.body.id, reason: page };
    expect(logs.body.data).toMatchObject([
      { ...entry, message: 'Page that may embed fields removed' },
      { ...entry, message: 'Page that may embed fields added' },
    ]);
  });

  it('is read every second', async () => {
    const { body } = await add('https://timer.example');
    expect(await pay('https://timer.example')).toBe('origin-not-pinned');
    for (const run of everySecond) run();
    await expect.poll(() => pay('https://timer.example')).toBe(201);
    await remove(body.id);
    for (const run of everySecond) run();
    await expect.poll(() => pay('https://timer.example')).toBe('origin-not-pinned');
  });

  it('takes keys of its tenant alone, also where the setting leaves the tenant out', async () => {
    const other = await rig.tenant('Other');
    const theirs = await rig.application('elements', creates, other);
    const { body } = await add('https://mine.example');
    const named = await add('https://named.example');
    await rig.vault.readPages();
    for (const page of ['https://mine.example', 'https://named.example']) {
      expect(await pay(page)).toBe(201);
      expect(await pay(page, theirs)).toBe('origin-not-pinned');
      const taken = await add(page, { tenantId: other.tenantId });
      expect(taken).toMatchObject({ status: 409, body: { type: 'conflict' } });
      expect(taken.text).toContain(rig.acme.tenantId);
    }
    // The list decides: once the page is in that of the other tenant, it is the other way round.
    await remove(body.id);
    await remove(named.body.id);
    const moved = await add('https://mine.example', { tenantId: other.tenantId });
    await rig.vault.readPages();
    expect(await pay('https://mine.example', theirs)).toBe(201);
    expect(await pay('https://mine.example')).toBe('origin-not-pinned');
    await remove(moved.body.id, { tenantId: other.tenantId });
    await rig.vault.readPages();
  });

  it('is without effect where the setting gives it to another tenant', async () => {
    const { tenantId } = await rig.tenant('Named');
    const added = await add('https://both.example');
    const later = consoleOf(rig, { allowedOrigins: () => parseAllowedOrigins(`https://both.example=${tenantId}`) });
    expect((await list(rig.acme.tenantId, later)).data).toMatchObject([{ id: added.body.id, in_effect: false }]);
    await remove(added.body.id);
    for (const [own, said] of [
      [tenantId, 'already'],
      [rig.acme.tenantId, `belongs to tenant ${tenantId}`],
    ] as const) {
      const refused = await add('https://both.example', { tenantId: own, at: later });
      expect(refused).toMatchObject({ status: 409, body: { type: 'conflict' } });
      expect(refused.text).toContain(said);
    }
  });

  it('lets another tenant be made, whose pages would stop without it', async () => {
    const loose = await consoleOf(rig).call('GET', '/console/tenants', { cookie: admin });
    expect(loose.body.pinned).toBe(true);
    expect((await console.call('GET', '/console/tenants', { cookie: admin })).body.pinned).toBe(false);
    const { body } = await add('https://named.example');
    expect((await console.call('GET', '/console/tenants', { cookie: admin })).body.pinned).toBe(true);
    await remove(body.id);
  });

  it('is gone with its tenant', async () => {
    const doomed = await rig.tenant('Doomed');
    await add('https://doomed.example', { tenantId: doomed.tenantId });
    await rig.vault.readPages();
    expect(await policy()).toContain('https://doomed.example');
    await rig.keyring.destroyTenant(doomed.tenantId);
    await rig.vault.readPages();
    expect(await policy()).not.toContain('https://doomed.example');
    expect(await add('https://doomed.example')).toMatchObject({ status: 409, body: { type: 'conflict' } });
    await rig.vault.tidy();
    const free = await add('https://doomed.example');
    expect(free.status).toBe(201);
    await remove(free.body.id);
  });
});

describe('what is no page', () => {
  it.each([
    ['shop.example', 'write the scheme'],
    ['http://shop.example', 'must use https'],
    ['https://*.shop.example', 'wildcard'],
    ['*', 'wildcard'],
    ['null', 'write the scheme'],
    ['https://shop.example/checkout', 'must end after the host'],
    ['https://user@shop.example', 'user or password'],
    ['https://shop.example;sandbox', 'letters, digits'],
    ["https://shop.example'none'", 'letters, digits'],
    ['https://[::1]', 'IPv6'],
    ['https://shop.example,https://other.example', 'must end after the host'],
    [`https://shop.example=${'0'.repeat(8)}`, 'letters, digits'],
    ['https://vault.test', 'the vault or its console'],
    ['https://console.test/', 'the vault or its console'],
    [`https://${'a'.repeat(250)}.example`, ''],
  ])('%s is refused, with the reason', async (text, reason) => {
    const refused = await add(text);
    expect(refused, text).toMatchObject({
      status: 400,
      body: { type: 'validation', errors: { origin: [expect.stringContaining(reason)] } },
    });
  });

  it('a page on the domain of a vault that has it for itself is refused', async () => {
    const at = consoleOf(rig, { ownSite: true });
    for (const origin of ['https://shop.vault.test', 'https://vault.test:8443']) {
      expect((await add(origin, { at })).text).toContain('--own-site');
    }
    const taken = await add('https://shop.test', { at });
    expect(taken.status).toBe(201);
    await remove(taken.body.id);
  });
});

it('are so many, with so many characters, that every proxy takes the header', async () => {
  const ids: string[] = [];
  const page = (n: number, length: number) => `https://${`${n}`.padEnd(length - 8, 'a')}`;
  const fill = async (count: number, length: number) => {
    for (let n = 0; n < count; n += 1) ids.push((await add(page(ids.length + 100, length))).body.id);
  };
  await fill(64, 30);
  const many = await add('https://one-more.example');
  expect(many).toMatchObject({ status: 422, body: { type: 'limit-reached' } });
  expect(many.text).toContain('64 pages');
  for (const id of ids.splice(0)) await remove(id);
  await fill(10, 200);
  expect((await add(page(1, 49))).status).toBe(422);
  ids.push((await add(page(1, 48))).body.id);
  await rig.vault.readPages();
  const headers = [...(await rig.send('GET', '/elements/')).headers].map(([name, value]) => `${name}: ${value}\r\n`);
  expect(headers.join('').length).toBeLessThan(4096);
  for (const id of ids) await remove(id);
  await rig.vault.readPages();
}, 60_000);

describe('an administrator of one tenant', () => {
  it('removes pages of that one, and adds none, as it could without the check [counter-proof]', async () => {
    const { cookie } = await console.operator('administrator', rig.acme.tenantId);
    const { body } = await add('https://shop.example');
    expect(await list(rig.acme.tenantId, console, cookie)).toMatchObject({ may_add: false, data: [{ id: body.id }] });
    expect(await add('https://other.example', { cookie })).toMatchObject({
      status: 403,
      body: { type: 'role-forbidden' },
    });
    const careless = consoleOf(rig, { guards: { ofAllTenants: () => true } });
    const made = await add('https://other.example', { cookie, at: careless });
    expect(made.status).toBe(201);
    for (const id of [body.id, made.body.id]) expect((await remove(id, { cookie })).status).toBe(204);
  });

  it('neither sees nor removes pages of another tenant, as it could without the scope [counter-proof]', async () => {
    const other = await rig.tenant('Somebody else');
    const { cookie } = await console.operator('administrator', rig.acme.tenantId);
    const { body } = await add('https://theirs.example', { tenantId: other.tenantId });
    expect((await list(rig.acme.tenantId, console, cookie)).data).toEqual([]);
    expect((await remove(body.id, { cookie })).status).toBe(404);
    expect((await remove(body.id, { cookie, tenantId: other.tenantId })).status).toBe(403);
    const careless = consoleOf(rig, { guards: { inScope: () => true } });
    expect((await remove(body.id, { cookie, tenantId: other.tenantId, at: careless })).status).toBe(204);
  });
});
