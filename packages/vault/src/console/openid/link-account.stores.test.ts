import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idleLife } from '../../operators/operator-sessions.ts';
import { type Rig, startRig } from '../../testing/rig.ts';
import type { ConsoleGuards } from '../guards.ts';
import type { Authenticator } from '../testing/authenticator.ts';
import { consoleOf } from '../testing/console-rig.ts';
import { type Company, startCompany } from './testing/company.ts';
import { type OpenIdRig, openIdRig, redirectUri } from './testing/openid-rig.ts';
import { visitorOf } from './testing/visitor.ts';

let rig: Rig;
let company: Company;
let console: OpenIdRig;

beforeAll(async () => {
  rig = await startRig();
  // The provider has the time of the machine.
  rig.pass(Date.now() - rig.clock());
  company = await startCompany();
  company.admit(redirectUri);
  console = openIdRig(rig, company);
});
afterAll(async () => {
  await company.close();
  await rig.close();
});

let accounts = 0;
/** A name that nobody has at the provider yet. */
const somebody = () => {
  accounts += 1;
  return `own-${accounts}`;
};
const without = (guards: Partial<ConsoleGuards>) => openIdRig(rig, company, { guards });
const names = async (cookie: string) =>
  (await console.call('GET', '/session/identities', { cookie })).body.data.map(({ name }: { name: string }) => name);

/** Who is signed in, and with what. */
interface Who {
  cookie: string;
  browser: Authenticator;
}

const touchOf = async ({ cookie, browser }: Who, at = console, path = '/session/identities/touch') =>
  browser.sign((await at.call('POST', path, { cookie })).body);
const begin = async (who: Who, touch: unknown, at = console) => {
  const answer = await at.call('POST', '/session/identities', { cookie: who.cookie, body: { touch } });
  const line = answer.headers.getSetCookie().find((each) => /-openid=/.test(each)) ?? '';
  return { answer, url: String(answer.body?.url), cookie: line.split(';')[0] ?? '' };
};
/** Sets out with a fresh touch, and signs in at the provider. */
const setOut = async (who: Who, account: string, at = console) => {
  const { url, cookie, answer } = await begin(who, await touchOf(who, at), at);
  if (answer.status !== 200) throw new Error(answer.text);
  return { back: await visitorOf(company).signIn(url, account), cookie };
};

describe('an account of somebody who has a passkey', () => {
  it('is linked after a touch, signs in from then on, and no longer once it is removed', async () => {
    const who = await console.operator('support', rig.acme.tenantId);
    const account = somebody();
    const { back, cookie } = await setOut(who, account);
    const { answer, to } = await console.comeBack(back, cookie);
    expect({ status: answer.status, to, text: answer.text }).toEqual({ status: 303, to: '/', text: '' });
    // The session goes on, and the cookie of the way is taken away.
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/-openid=;.*Max-Age=0/)]);
    expect(await names(who.cookie)).toEqual([`${account}@company.example`]);
    const other = await console.signInWith(account);
    expect((await console.call('GET', '/session', { cookie: other.cookie })).body.operator.id).toBe(who.operator.id);

    // Linking it once more changes nothing.
    const again = await setOut(who, account);
    expect((await console.comeBack(again.back, again.cookie)).to).toBe('/');
    expect(await names(who.cookie)).toHaveLength(1);

    const [{ id }] = (await console.call('GET', '/session/identities', { cookie: who.cookie })).body.data;
    const { cookie: own } = who;
    expect((await console.call('DELETE', `/session/identities/${id}`, { cookie: own })).status).toBe(204);
    expect((await console.call('GET', '/session', { cookie: other.cookie })).status).toBe(401);
    expect((await console.signInWith(account)).to).toBe('/sign-in?openid=unknown');

    await rig.vault.tidy();
    const logs = await rig.send('GET', `/logs?entity_type=operator_identity&entity_id=${id}`, { key: rig.acme.key });
    const by = { actor_type: 'user', actor_id: who.operator.id };
    expect(logs.body.data).toMatchObject([
      { operation: 'delete', ...by },
      { operation: 'create', ...by },
    ]);
  });

  it('stays that of somebody else who has it', async () => {
    const account = somebody();
    const owner = await console.linked(account, 'administrator');
    const who = await console.operator('viewer');
    const { back, cookie } = await setOut(who, account);
    expect((await console.comeBack(back, cookie)).to).toBe('/sign-in?openid=taken');
    expect(await names(who.cookie)).toEqual([]);
    const { cookie: theirs } = await console.signInWith(account);
    expect((await console.call('GET', '/session', { cookie: theirs })).body.operator.id).toBe(owner.operator.id);
  });

  it('is one of a provider, and takes a passkey that there is', async () => {
    const who = await console.operator('viewer');
    const plain = consoleOf(rig);
    expect((await plain.call('POST', '/session/identities/touch', { cookie: who.cookie })).status).toBe(404);
    const { cookie } = await console.linked(somebody(), 'viewer');
    const asked = await console.call('POST', '/session/identities/touch', { cookie });
    expect(asked).toMatchObject({ status: 403, body: { type: 'passkey-needed' } });
  });
});

describe('the touch', () => {
  it('counts once, as it would not without what takes it out of use [counter-proof]', async () => {
    for (const careless of [false, true]) {
      const at = careless ? without({ once: () => [] }) : console;
      const who = await console.operator('viewer');
      const touch = who.browser.sign((await at.call('POST', '/session/identities/touch', who)).body, { counter: 0 });
      expect((await begin(who, touch, at)).answer.status).toBe(200);
      const second = await begin(who, touch, at);
      expect(second.answer.status).toBe(careless ? 200 : 403);
    }
  });

  it('is for this, and not one for something else or of another session [counter-proof]', async () => {
    const who = await console.operator('viewer');
    const other = await console.operator('viewer');
    const again = { browser: who.browser, cookie: console.cookieOf(await console.signIn(who.browser)) };
    const anyTouch = without({ touchFor: () => ['touch'] });
    for (const [at, status] of [
      [console, 403],
      [anyTouch, 200],
    ] as const) {
      const forPasskey = await touchOf(who, at, '/session/passkeys/touch');
      expect((await begin(who, forPasskey, at)).answer.status).toBe(status);
      expect((await begin(again, await touchOf(who, at), at)).answer.status).toBe(status);
      // The passkey of another operator is none of one's own, whatever it signed.
      expect((await begin(who, await touchOf(other, at), at)).answer.status).toBe(403);
    }
    expect((await begin(who, undefined)).answer.status).toBe(400);
  });

  it('comes within a minute', async () => {
    const who = await console.operator('viewer');
    const touch = await touchOf(who);
    rig.pass(60_000);
    expect((await begin(who, touch)).answer).toMatchObject({ status: 403, body: { type: 'touch-refused' } });
  });
});

describe('the way back', () => {
  const expired = '/sign-in?openid=expired';

  it('counts once', async () => {
    const who = await console.operator('viewer');
    const { back, cookie } = await setOut(who, somebody());
    expect((await console.comeBack(back, cookie)).to).toBe('/');
    expect((await console.comeBack(back, cookie)).to).toBe(expired);
  });

  it('is that of this browser: an attacker links no account to the operator of another one [counter-proof]', async () => {
    const victim = await console.operator('administrator');
    const [{ id }] = (await console.call('GET', '/session/list', { cookie: victim.cookie })).body.data;
    for (const careless of [false, true]) {
      const bound = `${'A'.repeat(43)}.add.${id}`;
      const at = careless ? without({ boundTo: () => bound }) : console;
      const attacker = await console.operator('viewer');
      const account = somebody();
      const { back, cookie } = await setOut(attacker, account, at);
      const own = await setOut(victim, somebody(), at);
      // In the victim's browser, without a cookie, and with the attacker's own one in which the session is exchanged.
      const planted = cookie.replace(/\.add\..*$/, `.add.${id}`);
      for (const brought of [own.cookie, undefined, planted]) {
        const { to } = await at.comeBack(back, brought);
        if (!careless) expect(to).toBe(expired);
      }
      expect((await names(victim.cookie)).includes(`${account}@company.example`)).toBe(careless);
    }
  });

  it('leads to nothing where the session has ended, or another operator has signed in meanwhile', async () => {
    const who = await console.operator('administrator');
    const account = somebody();
    const { back, cookie } = await setOut(who, account);
    const next = await console.operator('viewer');
    const there = await console.signIn(next.browser, { cookie: who.cookie });
    expect((await console.comeBack(back, `${cookie}; ${console.cookieOf(there)}`)).to).toBe('/sign-in?openid=ended');
    expect(await names(console.cookieOf(there))).toEqual([]);
    expect((await console.signInWith(account)).to).toBe('/sign-in?openid=unknown');
  });

  it('is used from the network of the session, and while that goes on [counter-proof]', async () => {
    for (const [guards, to] of [
      [{}, '/sign-in?openid=ended'],
      [{ sameNetwork: () => true }, '/'],
    ] as const) {
      const who = await console.operator('viewer');
      const { back, cookie } = await setOut(who, somebody());
      expect((await without(guards).comeBack(back, cookie, { address: '203.0.113.66' })).to).toBe(to);
    }
    for (const [guards, to] of [
      [{}, '/sign-in?openid=ended'],
      [{ isOver: () => false }, '/'],
    ] as const) {
      const who = await console.operator('viewer');
      rig.pass(idleLife - 30_000);
      const { back, cookie } = await setOut(who, somebody(), without({ isOver: () => false }));
      // Nothing was done in the session since it was begun, as far as its row says.
      await rig.store.commit([{ sql: 'update operator_sessions set used_at = created_at', parameters: [] }]);
      rig.pass(30_000);
      expect((await without(guards).comeBack(back, cookie)).to).toBe(to);
    }
  });
});

describe('signing out', () => {
  const signOut = async (cookie: string, at = console) => (await at.call('DELETE', '/session', { cookie })).body;

  it('says where the provider signs out, of a session that was begun with it', async () => {
    const { cookie } = await console.linked(somebody(), 'viewer');
    const { provider } = await signOut(cookie);
    const { origin, searchParams } = new URL(provider.url);
    expect(provider.name).toBe('Company');
    expect(origin).toBe(company.issuer);
    expect([...searchParams]).toEqual([['client_id', 'tessera-console']]);
    expect((await console.call('GET', '/session', { cookie })).status).toBe(401);
    expect(await signOut(cookie)).toEqual({ provider: null });
    expect(await signOut((await console.operator('viewer')).cookie)).toEqual({ provider: null });
  });
});
