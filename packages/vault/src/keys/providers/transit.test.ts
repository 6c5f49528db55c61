import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { WrapContext } from '../root-key.ts';
import { startTransit, type Transit } from './testing/transit-stand-in.ts';
import { type TransitOptions, transitRootKey } from './transit.ts';

const context: WrapContext = { ownerId: 'a tenant', purpose: 'kek', version: 1 };
const key = () => new Uint8Array(32).fill(5);

let transit: Transit;
let now: number;
beforeAll(async () => {
  transit = await startTransit();
});
afterAll(() => transit.close());
beforeEach(() => {
  now = Date.UTC(2026, 0, 1);
  transit.calls.length = 0;
  Object.assign(transit.state, {
    status: undefined,
    next: [],
    secretId: 'a secret id',
    lease: 600,
    namespace: undefined,
    delay: 0,
  });
  transit.tokens.set('s.given', { lease: 0, renewable: false });
});

const open = (own: Partial<TransitOptions> = {}) =>
  transitRootKey({
    ...{ origin: transit.origin, mount: 'transit', key: 'tessera', ca: transit.ca, uri: 'vault://x/transit/tessera' },
    login: { how: 'token', read: () => 's.given' },
    clock: () => now,
    pause: async () => undefined,
    ...own,
  });

const appRole = { how: 'approle', roleId: 'a-role', readSecret: () => 'a secret id' } as const;

const counted = (path: string) => transit.calls.filter((call) => call.path === path).length;

describe('a transit engine', () => {
  it('opens what an older version of its key has wrapped, and wraps under the newest', async () => {
    const provider = open();
    const old = await provider.wrap(context, key());
    transit.rotate();
    expect(Buffer.from(old).toString()).toMatch(/^vault:v1:/);
    expect(Buffer.from(await provider.wrap(context, key())).toString()).toMatch(/^vault:v2:/);
    expect(new Uint8Array(await provider.unwrap(context, old))).toEqual(key());
  });

  it('is reached over TLS with a certificate that is verified', async () => {
    await expect(open({ ca: undefined }).health()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/cannot be reached \([A-Z_]+\)/),
    });
    expect(transit.calls).toEqual([]);
  });

  it('gets the namespace with each call', async () => {
    transit.state.namespace = 'payments';
    await open({ namespace: 'payments' }).health();
    await expect(open().health()).rejects.toMatchObject({ code: 'refused' });
  });

  it.each([
    ['sealed', { status: 503, body: { errors: ['Vault is sealed'] } }, 'unavailable'],
    ['too busy', { status: 429, body: { errors: ['request path quota exceeded'] } }, 'unavailable'],
    ['broken', { status: 500, body: 'nonsense' }, 'unavailable'],
    ['forbidding', { status: 403, body: { errors: ['permission denied'] } }, 'refused'],
    ['without the key', { status: 400, body: { errors: ['encryption key not found'] } }, 'refused'],
    ['something else', { status: 200, body: { data: {} } }, 'unavailable'],
    ['longer than is read', { status: 200, body: 'x'.repeat(100_000) }, 'unavailable'],
    ['a page that leads elsewhere', { status: 307, body: '' }, 'unavailable'],
  ])('that is %s is told from a wrong key, in words without secrets', async (_, status, code) => {
    const provider = open();
    const wrapped = await provider.wrap(context, key());
    transit.state.status = status;
    for (const ask of [
      () => provider.unwrap(context, wrapped),
      () => provider.wrap(context, key()),
      () => provider.health(),
    ]) {
      const error = await ask().catch((each: unknown) => each);
      expect(error).toMatchObject({ name: 'RootKeyError', code });
      for (const secret of ['s.given', Buffer.from(key()).toString('base64')])
        expect(String(error)).not.toContain(secret);
    }
  });

  it('that is too busy is asked again, after pauses that grow and that it may name', async () => {
    const pauses: number[] = [];
    const provider = open({ login: appRole, pause: async (milliseconds) => void pauses.push(milliseconds) });
    const busy = { status: 429, body: { errors: ['request path quota exceeded'] } };
    const sealed = { status: 503, body: { errors: ['Vault is sealed'] } };
    // The login is asked again as well.
    transit.state.next = [busy, sealed];
    const wrapped = await provider.wrap(context, key());
    transit.state.next = [sealed, { ...busy, headers: { 'Retry-After': '2' } }, busy];
    expect(new Uint8Array(await provider.unwrap(context, wrapped))).toEqual(key());
    expect(pauses).toHaveLength(5);
    for (const [place, longest] of [200, 400, 200, undefined, 800].entries()) {
      if (longest === undefined) expect(pauses[place]).toBe(2000);
      else {
        expect(pauses[place]).toBeGreaterThanOrEqual(longest / 2);
        expect(pauses[place]).toBeLessThanOrEqual(longest);
      }
    }
    expect(counted('/v1/auth/approle/login')).toBe(3);
  });

  it('that stays too busy is given up in less than seven seconds, and at once where it wants more time', async () => {
    let waited = 0;
    const provider = open({
      pause: async (milliseconds) => {
        waited += milliseconds;
      },
    });
    transit.state.status = { status: 429, body: {} };
    await expect(provider.wrap(context, key())).rejects.toMatchObject({ code: 'unavailable' });
    expect(waited).toBeGreaterThan(3000);
    expect(waited).toBeLessThan(7000);
    waited = 0;
    transit.state.status = { status: 503, body: {}, headers: { 'Retry-After': '60' } };
    await expect(provider.wrap(context, key())).rejects.toMatchObject({ code: 'unavailable' });
    expect(waited).toBe(0);
  });

  it('that answers what cannot be turned into text is no defect', async () => {
    const provider = open();
    const wrapped = await provider.wrap(context, key());
    transit.state.status = { status: 400, body: { errors: [{ toString: 1, valueOf: 1 }] } };
    await expect(provider.unwrap(context, wrapped)).rejects.toMatchObject({ name: 'RootKeyError' });
  });

  it('that is silent is given up', async () => {
    // One of its own: the call that was given up may arrive there after this test has ended.
    const silent = await startTransit();
    onTestFinished(silent.close);
    silent.state.status = 'silence';
    const { origin, ca } = silent;
    await expect(open({ origin, ca, patience: 50 }).health()).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('the login', () => {
  it('as an AppRole happens once, and the token is renewed when a third of its time is left', async () => {
    const provider = open({ login: appRole });
    await provider.health();
    now += 399_000;
    await provider.health();
    expect(counted('/v1/auth/token/renew-self')).toBe(0);
    now += 2000;
    await provider.health();
    await provider.health();
    expect(counted('/v1/auth/token/renew-self')).toBe(1);
    expect(counted('/v1/auth/approle/login')).toBe(1);
  });

  it('happens anew when the token has ended, or is taken away', async () => {
    const provider = open({ login: appRole });
    await provider.health();
    now += 600_000;
    await provider.health();
    expect(counted('/v1/auth/approle/login')).toBe(2);
    transit.tokens.clear();
    await provider.health();
    expect(counted('/v1/auth/approle/login')).toBe(3);
  });

  it('is not needed anew while the service is too busy to renew the token', async () => {
    const provider = open({ login: appRole });
    await provider.health();
    now += 401_000;
    transit.state.next = [{ status: 429, body: {} }];
    await provider.health();
    expect(counted('/v1/auth/approle/login')).toBe(1);
    await provider.health();
    await provider.health();
    expect(counted('/v1/auth/token/renew-self')).toBe(2);
  });

  it('that is refused says so, and repeats no secret', async () => {
    transit.state.secretId = 'another';
    const error = await open({ login: appRole })
      .health()
      .catch((each: unknown) => each);
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining('AppRole') });
    expect(String(error)).not.toContain('a secret id');
  });

  it('reads a token anew when the one before is no longer taken', async () => {
    let token = 's.given';
    const provider = open({ login: { how: 'token', read: () => token } });
    await provider.health();
    transit.tokens.delete('s.given');
    transit.tokens.set('s.next', { lease: 600, renewable: true });
    token = 's.next';
    await provider.health();
    expect(transit.calls.at(-1)?.token).toBe('s.next');
  });

  it('does not go by the clock of the service: a lease counts from its answer on', async () => {
    now = Date.UTC(1990, 0, 1);
    const provider = open({ login: appRole });
    await provider.health();
    await provider.health();
    expect(counted('/v1/auth/approle/login')).toBe(1);
  });
});
