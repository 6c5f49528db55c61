import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { theVault } from '../../access/origin.ts';
import { pooledRandom } from '../../keys/random.ts';
import { endOperator } from '../../operators/invite.ts';
import { linkLife } from '../../operators/links.ts';
import { type Rig, startRig } from '../../testing/rig.ts';
import { authenticatorAt } from '../testing/authenticator.ts';
import { consoleOf, consoleOrigin } from '../testing/console-rig.ts';
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
  return `person-${accounts}`;
};
const who = (cookie: string) => console.call('GET', '/session', { cookie });
const identities = async (cookie: string) =>
  (await console.call('GET', '/session/identities', { cookie })).body.data as Record<string, string>[];

describe('the ways in', () => {
  it('name the provider where there is one', async () => {
    expect((await console.call('GET', '/session/ways')).body).toEqual({ openid: { name: 'Company' } });
    expect((await consoleOf(rig).call('GET', '/session/ways')).body).toEqual({ openid: null });
  });

  it('are passkeys alone where there is none', async () => {
    const plain = consoleOf(rig);
    expect((await plain.call('POST', '/session/openid', { body: {} })).status).toBe(404);
    const headers = { 'Tessera-Console': undefined };
    expect((await plain.call('GET', '/session/openid/callback?code=x&state=x', { headers })).status).toBe(404);
  });

  it('lead to the provider by a code with PKCE, state and nonce, and back to one address', async () => {
    const { answer, url, cookie } = await console.setOut();
    const asked = new URL(url);
    expect(asked.origin).toBe(company.issuer);
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      ...{ response_type: 'code', response_mode: 'query', client_id: 'tessera-console', scope: 'openid email' },
      ...{ redirect_uri: `${consoleOrigin}/session/openid/callback`, code_challenge_method: 'S256' },
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked.searchParams.get(name)?.length).toBeGreaterThan(40);
    }
    expect(answer.headers.get('Set-Cookie')).toMatch(
      /^__Host-tessera-console-openid=[\w-]{43}\.in\.; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=300$/,
    );
    const other = await console.setOut();
    expect(other.cookie).not.toBe(cookie);
    expect(other.url).not.toBe(url);
  });
});

describe('an invitation', () => {
  it('links an account, which signs in from then on', async () => {
    const account = somebody();
    const { operator, secret } = await console.invite('support', rig.acme.tenantId);
    const { answer, to, cookie } = await console.signInWith(account, { link: secret });
    expect({ status: answer.status, to, text: answer.text }).toEqual({ status: 303, to: '/', text: '' });
    expect(answer.headers.get('Set-Cookie')).toMatch(
      /^__Host-tessera-console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    expect(answer.headers.get('Referrer-Policy')).toBe('no-referrer');
    expect((await who(cookie)).body).toMatchObject({ operator: { id: operator.id, role: 'support' } });
    expect(await identities(cookie)).toEqual([
      expect.objectContaining({
        ...{ name: `${account}@company.example`, issuer: company.issuer, subject: `subject-of-${account}` },
      }),
    ]);
    const again = await console.signInWith(account);
    expect((await who(again.cookie)).body.operator.id).toBe(operator.id);
    const sessions = await console.call('GET', '/session/list', { cookie: again.cookie });
    expect(sessions.body.data[0]).toMatchObject({ passkey: null, identity: `${account}@company.example` });
  });

  it('works once, and not for an account that belongs to somebody', async () => {
    const account = somebody();
    const { secret } = await console.invite('viewer');
    expect((await console.signInWith(account, { link: secret })).to).toBe('/');
    expect((await console.setOut({ link: secret })).answer.body).toMatchObject({ type: 'sign-in-failed' });
    const second = await console.invite('administrator');
    expect((await console.signInWith(account, { link: second.secret })).to).toBe('/sign-in?openid=taken');
    // The link is still there for another account.
    expect((await console.signInWith(somebody(), { link: second.secret })).to).toBe('/');
  });

  it('counts for whoever comes back first', async () => {
    const { secret } = await console.invite('viewer');
    const [one, other] = [await console.setOut({ link: secret }), await console.setOut({ link: secret })];
    const visitor = visitorOf(company);
    const backs = [await visitor.signIn(one.url, somebody()), await visitorOf(company).signIn(other.url, somebody())];
    const answers = await Promise.all([
      console.comeBack(String(backs[0]), one.cookie),
      console.comeBack(String(backs[1]), other.cookie),
    ]);
    expect(answers.map(({ to }) => to).sort()).toEqual(['/', '/sign-in?openid=link']);
  });

  it('ends while somebody is at the provider', async () => {
    const { secret } = await console.invite('viewer');
    rig.pass(linkLife - 1000);
    const { url, cookie } = await console.setOut({ link: secret });
    const back = await visitorOf(company).signIn(url, somebody());
    rig.pass(1000);
    expect((await console.comeBack(back, cookie)).to).toBe('/sign-in?openid=link');
    rig.pass(Date.now() - rig.clock());
  });
});

describe('an account', () => {
  it('that is linked to nobody lets nobody in, and makes nobody', async () => {
    const before = await rig.store.rows('select id from operators');
    const { to, answer } = await console.signInWith(somebody());
    expect(to).toBe('/sign-in?openid=unknown');
    expect(answer.headers.get('Set-Cookie')).toContain('-openid=;');
    expect(await rig.store.rows('select id from operators')).toHaveLength(before.length);
  });

  it('counts by provider and subject, whatever it is called', async () => {
    const account = somebody();
    await console.linked(account, 'viewer');
    const issuer = 'https://another.example';
    await rig.store.commit([
      {
        sql: 'update operator_identities set issuer = ? where subject = ?',
        parameters: [issuer, `subject-of-${account}`],
      },
    ]);
    expect((await console.signInWith(account)).to).toBe('/sign-in?openid=unknown');
  });

  it('ends with its operator, at once', async () => {
    const account = somebody();
    const { operator, cookie } = await console.linked(account, 'administrator');
    const { store, keyring, clock } = rig;
    await endOperator({ store, keyring, clock, random: pooledRandom() }, operator, theVault);
    expect((await who(cookie)).status).toBe(401);
    expect((await console.signInWith(account)).to).toBe('/sign-in?openid=unknown');
    // Somebody else may be invited with it, or the same person again.
    expect((await console.linked(account, 'viewer')).operator.id).not.toBe(operator.id);
  });

  it('can be removed by its owner, but not as the last way in', async () => {
    const account = somebody();
    const { cookie } = await console.linked(account, 'viewer');
    const [own] = await identities(cookie);
    const path = `/session/identities/${own?.id}`;
    expect(await console.call('DELETE', path, { cookie })).toMatchObject({ status: 409, body: { type: 'conflict' } });
    const fresh = await console.signInWith(account, { fresh: true }, { cookie });
    const browser = authenticatorAt(consoleOrigin);
    const options = await console.passkeyOptions(fresh.cookie);
    const added = { response: browser.make(options.body) };
    expect((await console.call('POST', '/session/passkeys', { cookie: fresh.cookie, body: added })).status).toBe(201);
    const byPasskey = console.cookieOf(await console.signIn(browser));
    expect((await console.call('DELETE', path, { cookie: byPasskey })).status).toBe(204);
    // Sessions that began with it are over, others are not.
    expect((await who(fresh.cookie)).status).toBe(401);
    expect((await who(byPasskey)).status).toBe(200);
    expect((await console.signInWith(account)).to).toBe('/sign-in?openid=unknown');
    const [{ id }] = (await console.call('GET', '/session/passkeys', { cookie: byPasskey })).body.data;
    expect((await console.call('DELETE', `/session/passkeys/${id}`, { cookie: byPasskey })).status).toBe(409);
  });

  it('is shown to administrators, who can remove it', async () => {
    const { operator, cookie } = await console.linked(somebody(), 'viewer', rig.acme.tenantId);
    const admin = await console.operator('administrator', rig.acme.tenantId);
    const path = `/console/operators/${operator.id}`;
    const { body } = await console.call('GET', path, { cookie: admin.cookie });
    expect(body).toMatchObject({ operator: { state: 'enrolled', passkeys: 0, identities: 1 }, passkeys: [] });
    const [{ id }] = body.identities;
    const remove = () => console.call('DELETE', `${path}/identities/${id}`, { cookie: admin.cookie });
    expect((await remove()).status).toBe(409);
    const others = await console.call('DELETE', `/session/identities/${id}`, { cookie: admin.cookie });
    expect(others.status).toBe(404);
    expect((await who(cookie)).status).toBe(200);
  });
});

describe('a first passkey', () => {
  const options = (cookie: string) => console.passkeyOptions(cookie);

  it('is added by somebody whom the provider has just asked', async () => {
    const account = somebody();
    const visitor = visitorOf(company);
    const { secret } = await console.invite('administrator', rig.acme.tenantId);
    const first = await console.signInWith(account, { link: secret }, {}, visitor);
    // The provider knows this browser by now, and would not ask.
    rig.pass(6 * 60_000);
    expect(await options(first.cookie)).toMatchObject({ status: 403, body: { type: 'fresh-sign-in-needed' } });
    rig.pass(Date.now() - rig.clock());
    const fresh = await console.signInWith(account, { fresh: true }, { cookie: first.cookie }, visitor);
    expect(fresh.to).toBe('/');
    expect(new URL(fresh.out.url).searchParams.get('prompt')).toBe('login');
    expect((await options(fresh.cookie)).status).toBe(200);
    // The session that asked for it has ended with the new one.
    expect((await who(first.cookie)).status).toBe(401);
    rig.pass(5 * 60_000);
    expect((await options(fresh.cookie)).body).toMatchObject({ type: 'fresh-sign-in-needed' });
    // Without the check, whoever finds a session open would stay in for good.
    const careless = openIdRig(rig, company, { guards: { mayAddPasskey: () => true } });
    expect((await careless.passkeyOptions(fresh.cookie)).status).toBe(200);
    // What a touch confirms waits until there is a passkey.
    const touch = await console.call('POST', '/session/passkeys/touch', { cookie: fresh.cookie });
    expect(touch).toMatchObject({ status: 403, body: { type: 'passkey-needed' } });
    rig.pass(Date.now() - rig.clock());
  });

  it('is not added after the provider took a person for signed in', async () => {
    const account = somebody();
    const visitor = visitorOf(company);
    const { secret } = await console.invite('viewer');
    await console.signInWith(account, { link: secret }, {}, visitor);
    rig.pass(120_000);
    const { url, cookie } = await console.setOut({ fresh: true });
    // Somebody takes the demand out of the address on its way.
    const tampered = new URL(url);
    tampered.searchParams.delete('prompt');
    const back = await visitor.signIn(tampered.href, account);
    expect((await console.comeBack(back, cookie)).to).toBe('/sign-in?openid=stale');
    rig.pass(Date.now() - rig.clock());
  });
});

describe('what is asked of the provider', () => {
  it('may be two factors, by acr or amr', async () => {
    const account = somebody();
    await console.linked(account, 'viewer');
    const strict = openIdRig(rig, company, {}, { acrValues: ['urn:two-factors'], amrValues: ['mfa', 'hwk'] });
    const { url } = await strict.setOut();
    expect(new URL(url).searchParams.get('acr_values')).toBe('urn:two-factors');
    expect((await strict.signInWith(account)).to).toBe('/sign-in?openid=factors');
    company.vouched.acr = 'urn:two-factors';
    company.vouched.amr = ['pwd'];
    expect((await strict.signInWith(account)).to).toBe('/sign-in?openid=factors');
    company.vouched.amr = ['pwd', 'mfa'];
    expect((await strict.signInWith(account)).to).toBe('/');
    delete company.vouched.acr;
    delete company.vouched.amr;
  });

  it('may be a sign-in that is not old', async () => {
    const { url } = await openIdRig(rig, company, {}, { maxAge: 3600 }).setOut();
    expect(new URL(url).searchParams.get('max_age')).toBe('3600');
  });
});

it('says so when the provider is out of reach, and passkeys still work', async () => {
  const gone = openIdRig(rig, { ...company, issuer: 'https://localhost:9' });
  const { answer } = await gone.setOut();
  expect(answer).toMatchObject({ status: 503, body: { type: 'identity-provider-unreachable' } });
  expect(answer.headers.get('Set-Cookie')).toBeNull();
  const { browser } = await gone.operator('viewer');
  expect((await gone.signIn(browser)).status).toBe(201);
});

it('says so when somebody leaves the provider', async () => {
  expect((await console.signInWith(undefined)).to).toBe('/sign-in?openid=denied');
});

it('leaves traces in the log of the tenant, and in the log of the vault', async () => {
  const { operator } = await console.linked(somebody(), 'support', rig.acme.tenantId);
  await rig.vault.tidy();
  const { body } = await rig.send('GET', '/logs', { key: rig.acme.key });
  const own = body.data.filter(({ actor_id }: { actor_id?: string }) => actor_id === operator.id);
  expect(own.map((row: Record<string, string>) => [row.actor_type, row.message]).sort()).toEqual([
    ['user', 'Account of an operator at an OpenID provider created'],
    ['user', 'Session of an operator created'],
  ]);
  expect(console.lines.some((line) => line.includes(operator.id) && line.includes('signed in'))).toBe(true);
});
