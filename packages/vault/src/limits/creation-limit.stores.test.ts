import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { theVault } from '../access/origin.ts';
import { changeQuota } from '../tenants/change-quota.ts';
import { type Answer, allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let unlimited: Rig;
beforeAll(async () => {
  rig = await startRig({ limits: { tenantTokens: 1000, tenantBytes: 4_000_000 } });
  unlimited = await startRig({ limits: { elementsPerSecond: 1_000_000 } });
});
afterAll(async () => {
  await rig.close();
  await unlimited.close();
});

const create = ['token:general:create', 'token:pci:create'];

/** A call that makes so many tokens. */
const tokenize = (by: Pick<Rig, 'send'>, key: string, tokens: number, address?: string) =>
  by.send('POST', '/tokenize', {
    ...{ key, body: Array.from({ length: tokens }, (_, n) => `value ${n}`) },
    ...(address !== undefined && { address }),
  });

const told = ({ status, headers, body }: Answer) =>
  status === 200 ? status : [status, body.type, headers.get('Retry-After')];

describe.each(['elements', 'public'] as const)('a key of type %s', (type) => {
  it('may store tokens by their number, from each address, however few calls make them', async () => {
    const owner = await rig.tenant(`Tokens of ${type}`);
    const key = await rig.application(type, create, owner);
    expect(told(await tokenize(rig, key, 150, '192.0.2.1'))).toBe(200);
    expect(told(await tokenize(rig, key, 60, '192.0.2.1'))).toEqual([429, 'too-much-stored', '1']);
    expect(told(await tokenize(rig, key, 60, '192.0.2.2'))).toBe(200);
    rig.pass(1000);
    expect(told(await tokenize(rig, key, 60, '192.0.2.1'))).toBe(200);
    // More than can be saved up goes through at once, and is waited for afterwards.
    expect(told(await tokenize(rig, key, 400, '192.0.2.3'))).toBe(200);
    rig.pass(19_000);
    expect(told(await tokenize(rig, key, 1, '192.0.2.3'))).toEqual([429, 'too-much-stored', '2']);
    rig.pass(2000);
    expect(told(await tokenize(rig, key, 1, '192.0.2.3'))).toBe(200);
  });

  it('may store bytes by their number', async () => {
    const owner = await rig.tenant(`Bytes of ${type}`);
    const key = await rig.application(type, create, owner);
    const large = () =>
      rig.send('POST', '/tokens', { key, body: { type: 'token', data: 'x'.repeat(900_000) }, address: '192.0.2.7' });
    expect([(await large()).status, (await large()).status]).toEqual([201, 201]);
    const third = await large();
    expect([third.status, third.body.type]).toEqual([429, 'too-much-stored']);
    expect(third.body.detail).toBe('This key may store 102400 bytes a second from one address, and 2048000 at once.');
    rig.pass(1000 * Number(third.headers.get('Retry-After')));
    expect((await large()).status).toBe(201);
  });

  it('would store a hundred thousand tokens with calls that a limit of calls lets through', async () => {
    const key = await unlimited.application(type, create);
    for (let call = 0; call < 3; call += 1) expect((await tokenize(unlimited, key, 1000)).status).toBe(200);
  });
});

describe('the quota of a tenant', () => {
  it('counts tokens of all its keys over a day, in every process and beyond a restart', async () => {
    const owner = await rig.tenant('Of a quota');
    const keys = [
      await rig.application('server_to_server', allTokens(), owner),
      await rig.application('elements', create, owner),
    ] as const;
    expect(told(await tokenize(rig, keys[0], 800))).toBe(200);
    expect(told(await tokenize(rig, keys[1], 100))).toBe(200);
    // Another process knows, as one does that was started again. A slice may be in the hands of each.
    const another = await rig.another();
    expect(told(await tokenize(another, keys[0], 101))).toEqual([429, 'quota-exceeded', '8727']);
    expect((await rig.send('GET', '/tokens', { key: keys[0] })).status).toBe(200);
    // Another tenant has a quota of its own.
    const other = await rig.application('server_to_server', allTokens(), await rig.tenant('Next to it'));
    expect(told(await tokenize(another, other, 500))).toBe(200);
    rig.pass(24 * 60 * 60 * 1000);
    expect(told(await tokenize(another, keys[0], 900))).toBe(200);
  });

  it('counts bytes, of changes too', async () => {
    const key = await rig.application('server_to_server', allTokens(), await rig.tenant('Of bytes'));
    const body = { type: 'token', data: 'x'.repeat(900_000) };
    const { body: token } = await rig.send('POST', '/tokens', { key, body });
    const change = async () => {
      const { status, body: answer } = await rig.send('PATCH', `/tokens/${token.id}`, {
        key,
        body: { data: body.data },
      });
      return answer.type === 'quota-exceeded' ? [status, answer.type] : status;
    };
    expect([await change(), await change(), await change()]).toEqual([200, 200, 200]);
    expect(await change()).toEqual([429, 'quota-exceeded']);
  });

  /** What the clock of the rig shows has no part in it: quotas are changed at a time of their own. */
  const give = async (by: Rig, tenantId: string, quota: { tokens?: number; bytes?: number }) => {
    const services = { store: by.store, keyring: by.keyring, clock: () => Date.UTC(2022, 0, 1) };
    expect(
      await changeQuota(services, tenantId, () => ({ tokens: quota.tokens, bytes: quota.bytes }), theVault),
    ).toBeDefined();
  };

  it('can be its own: two tenants have two, a third has that of all, and each refusal says whose it is', async () => {
    const owners = [await rig.tenant('Small'), await rig.tenant('Large'), await rig.tenant('As all')] as const;
    await give(rig, owners[0].tenantId, { tokens: 10 });
    await give(rig, owners[1].tenantId, { tokens: 2000 });
    for (const [owner, most, whose] of [
      [owners[0], 10, 'by a quota of its own'],
      [owners[1], 2000, 'by a quota of its own'],
      [owners[2], 1000, 'as every tenant of this vault'],
    ] as const) {
      const key = await rig.application('server_to_server', allTokens(), owner);
      for (let left = most; left > 0; left -= 1000) {
        expect(told(await tokenize(rig, key, Math.min(left, 1000)))).toBe(200);
      }
      const refused = await tokenize(rig, key, 1);
      expect([refused.status, refused.body.type]).toEqual([429, 'quota-exceeded']);
      const detail = `Tenant ${owner.tenantId} may store ${most} tokens a day, ${whose}. The operator can change that.`;
      expect(refused.body.detail).toBe(detail);
    }
  });

  it('holds within a second in every process when it is changed, and begins unused', async () => {
    const owner = await rig.tenant('Raised');
    const key = await rig.application('server_to_server', allTokens(), owner);
    const another = await rig.another();
    await give(rig, owner.tenantId, { tokens: 10, bytes: 1_000_000_000 });
    expect(told(await tokenize(rig, key, 10))).toBe(200);
    expect((await tokenize(another, key, 1)).status).toBe(429);
    await give(rig, owner.tenantId, { tokens: 30, bytes: 1_000_000_000 });
    rig.pass(1000);
    for (const by of [another, rig]) expect(told(await tokenize(by, key, 15))).toBe(200);
    expect((await tokenize(another, key, 15)).status).toBe(429);
    await give(rig, owner.tenantId, {});
    rig.pass(1000);
    expect(told(await tokenize(another, key, 500))).toBe(200);
    // The API shows tenants as before, and a change through it leaves the quota alone.
    await give(rig, owner.tenantId, { tokens: 5 });
    const body = { name: 'Renamed' };
    expect((await rig.send('PUT', '/tenants/self', { key: owner.key, body })).body).not.toHaveProperty('quota');
    rig.pass(1000);
    expect((await tokenize(rig, key, 6)).status).toBe(200);
    expect((await tokenize(rig, key, 6)).body.detail).toContain('5 tokens a day');
  });

  it('is none, where none is set', async () => {
    const key = await unlimited.application('server_to_server', allTokens());
    for (let call = 0; call < 2; call += 1) expect((await tokenize(unlimited, key, 1000)).status).toBe(200);
  });
});
