import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOperatorId } from '../access/operator-id.ts';
import { theVault } from '../access/origin.ts';
import { pooledRandom } from '../keys/random.ts';
import { endOperator } from '../operators/invite.ts';
import { linkLife } from '../operators/links.ts';
import { idleLife, sessionLife } from '../operators/operator-sessions.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { authenticatorAt } from './testing/authenticator.ts';
import { type ConsoleRig, consoleOf, consoleOrigin } from './testing/console-rig.ts';

let rig: Rig;
let console: ConsoleRig;

beforeAll(async () => {
  rig = await startRig();
  console = consoleOf(rig);
});
afterAll(async () => {
  await rig.close();
});

const browser = () => authenticatorAt(consoleOrigin);
/** Asks without counting as somebody who does something. */
const who = (cookie: string) =>
  console.call('GET', '/session', { cookie, headers: { 'Tessera-Console': 'background' } });

describe('an invitation', () => {
  it('enrols a passkey and signs in', async () => {
    const { operator, secret } = await console.invite('support', rig.acme.tenantId);
    const answer = await console.enrol(secret, browser());
    expect(answer.status).toBe(201);
    expect(answer.headers.get('Set-Cookie')).toMatch(
      /^__Host-tessera-console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    expect(answer.body).toMatchObject({
      operator: { id: operator.id, name: operator.name, role: 'support', tenant_id: rig.acme.tenantId },
      tenants: [{ id: rig.acme.tenantId, name: 'Acme' }],
      token_transform: 'mask',
    });
    expect(await who(console.cookieOf(answer))).toMatchObject({ status: 200, body: answer.body });
    expect(isOperatorId(operator.id)).toBe(true);
  });

  it('works once, also when it is used twice at the same time', async () => {
    const { secret } = await console.invite('viewer');
    const answers = await Promise.all([console.enrol(secret, browser()), console.enrol(secret, browser())]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401]);
    expect((await console.enrol(secret, browser())).body).toMatchObject({ type: 'sign-in-failed' });
  });

  it('ends after a day', async () => {
    const { secret } = await console.invite('viewer');
    const other = await console.invite('viewer');
    const options = await console.call('POST', '/session/enrolment/options', { body: { link: other.secret } });
    const last = await console.invite('viewer');
    rig.pass(linkLife - 1);
    await rig.vault.tidy();
    expect((await console.enrol(last.secret, browser())).status).toBe(201);
    rig.pass(1);
    expect((await console.enrol(secret, browser())).status).toBe(401);
    const late = { link: other.secret, response: browser().make(options.body) };
    expect((await console.call('POST', '/session/enrolment', { body: late })).status).toBe(401);
  });

  it('is kept as a digest only', async () => {
    const { secret } = await console.invite('viewer');
    const rows = await rig.store.rows<Record<string, unknown>>('select * from operator_links');
    const kept = rows.flatMap((row) => Object.values(row)).filter((value) => value instanceof Uint8Array);
    expect(kept.length).toBeGreaterThan(0);
    for (const value of kept) expect(Buffer.from(value).includes(Buffer.from(secret, 'base64url'))).toBe(false);
    expect(console.lines.join('')).not.toContain(secret);
  });
});

describe('signing in', () => {
  it('takes the passkey of an operator', async () => {
    const { browser: own, operator } = await console.operator('auditor');
    const answer = await console.signIn(own);
    expect(answer).toMatchObject({ status: 201, body: { operator: { id: operator.id, role: 'auditor' } } });
  });

  it.each([
    ['was signed at another origin', { origin: 'https://console.evil.test' }],
    ['is for another site', { rpId: 'vault.test' }],
    ['makes a passkey in place of signing', { type: 'webauthn.create' }],
    ['was given without a check of the person', { unchecked: true }],
    ['has the counter of a copy', { counter: 1 }],
    ['was signed with another key', { forged: true }],
  ])('refuses what %s', async (_, odd) => {
    const { browser: own } = await console.operator('viewer');
    expect((await console.signIn(own)).status).toBe(201);
    const options = await console.call('POST', '/session/options');
    const refused = await console.call('POST', '/session', { body: own.sign(options.body, odd) });
    expect(refused).toMatchObject({ status: 401, body: { type: 'sign-in-failed' } });
    expect(refused.headers.get('Set-Cookie')).toBeNull();
  });

  it('takes an answer once, and for as long as a challenge lasts', async () => {
    const { browser: own } = await console.operator('viewer');
    const { body } = await console.call('POST', '/session/options');
    const answer = own.sign(body);
    expect((await console.call('POST', '/session', { body: answer })).status).toBe(201);
    // What is known of answers that were given is not tidied away as long as they could be given again.
    await rig.vault.tidy();
    expect((await console.call('POST', '/session', { body: answer })).status).toBe(401);
    expect((await console.call('POST', '/session', { body: own.sign(body) })).status).toBe(401);
    const next = await console.call('POST', '/session/options');
    rig.pass(5 * 60_000);
    expect((await console.call('POST', '/session', { body: own.sign(next.body) })).status).toBe(401);
  });

  it('takes no challenge that was made for something else, or elsewhere', async () => {
    const { browser: own, cookie } = await console.operator('viewer');
    const enrolment = await console.passkeyOptions(cookie, own);
    expect((await console.call('POST', '/session', { body: own.sign(enrolment.body) })).status).toBe(401);
    const foreign = { challenge: Buffer.alloc(56, 7).toString('base64url') };
    expect((await console.call('POST', '/session', { body: own.sign(foreign) })).status).toBe(401);
  });

  it('has no other way in: a passkey is always asked for, and nothing takes a password', async () => {
    const { operator } = await console.operator('administrator');
    for (const body of [{ name: operator.name, password: 'x' }, { id: operator.id }, {}, { type: 'password' }]) {
      expect((await console.call('POST', '/session', { body })).status).toBe(400);
    }
  });

  it('leaves traces in the log of the tenant, and in the log of the vault', async () => {
    const { operator } = await console.operator('support', rig.acme.tenantId);
    await rig.vault.tidy();
    const { body } = await rig.send('GET', '/logs', { key: rig.acme.key });
    const own = body.data.filter(({ actor_id }: { actor_id?: string }) => actor_id === operator.id);
    expect(own.map((row: Record<string, string>) => [row.actor_type, row.message]).sort()).toEqual([
      ['user', 'Passkey of an operator created'],
      ['user', 'Session of an operator created'],
    ]);
    expect(body.data).toContainEqual(
      expect.objectContaining({ entity_id: operator.id, message: 'Operator created', actor_type: 'system' }),
    );
    expect(console.lines.some((line) => line.includes(operator.id) && line.includes('signed in'))).toBe(true);
  });
});

describe('a session', () => {
  it('ends after 15 minutes in which nothing is done, to the millisecond', async () => {
    const { cookie } = await console.operator('viewer');
    rig.pass(idleLife - 1);
    expect((await who(cookie)).status).toBe(200);
    rig.pass(1);
    expect((await who(cookie)).body).toMatchObject({ status: 401, type: 'sign-in-required' });
  });

  it('goes on while something is done, and ends after twelve hours', async () => {
    const { cookie } = await console.operator('viewer');
    const step = idleLife / 2;
    for (let at = step; at < sessionLife; at += step) {
      rig.pass(step);
      expect((await console.call('GET', '/session/list', { cookie })).status).toBe(200);
    }
    rig.pass(step);
    expect((await console.call('GET', '/session/list', { cookie })).status).toBe(401);
  });

  it('goes on when somebody wants to stay signed in', async () => {
    const { cookie } = await console.operator('viewer');
    rig.pass(idleLife - 1000);
    expect((await who(cookie)).body.expires_in).toBe(1);
    expect((await console.call('GET', '/session', { cookie })).body.expires_in).toBe(idleLife / 1000);
    rig.pass(idleLife - 1000);
    expect((await who(cookie)).body.expires_in).toBe(1);
    rig.pass(1000);
    expect((await who(cookie)).status).toBe(401);
  });

  it('is not kept alive by pages that ask in the background', async () => {
    const { cookie } = await console.operator('viewer');
    rig.pass(idleLife - 1000);
    const headers = { 'Tessera-Console': 'background' };
    expect((await console.call('GET', '/session/list', { cookie, headers })).status).toBe(200);
    rig.pass(1000);
    expect((await who(cookie)).status).toBe(401);
  });

  it('is listed, and can be ended from another one', async () => {
    const { browser: own, cookie } = await console.operator('viewer');
    const other = console.cookieOf(await console.signIn(own, { address: '198.51.100.7' }));
    const { body } = await console.call('GET', '/session/list', { cookie });
    expect(body.data.map((each: Record<string, unknown>) => [each.current, each.address])).toEqual([
      [false, '198.51.100.7'],
      [true, '192.0.2.1'],
    ]);
    const [{ id }] = body.data;
    expect((await console.call('DELETE', `/session/list/${id}`, { cookie })).status).toBe(204);
    expect((await console.call('GET', '/session', { cookie: other, address: '198.51.100.7' })).status).toBe(401);
    expect((await who(cookie)).status).toBe(200);
    const stranger = await console.operator('administrator');
    const own2 = (await console.call('GET', '/session/list', { cookie })).body.data[0].id;
    expect((await console.call('DELETE', `/session/list/${own2}`, { cookie: stranger.cookie })).status).toBe(404);
  });

  it('ends when its operator signs out, and the cookie is taken away', async () => {
    const { cookie } = await console.operator('viewer');
    const answer = await console.call('DELETE', '/session', { cookie });
    expect(answer).toMatchObject({ status: 200, body: { provider: null } });
    expect(answer.headers.get('Set-Cookie')).toContain('Max-Age=0');
    expect((await who(cookie)).status).toBe(401);
    expect((await console.call('DELETE', '/session', { cookie })).status).toBe(200);
  });

  it('ends with its operator', async () => {
    const { cookie, operator, browser: own } = await console.operator('administrator');
    const { store, keyring, clock } = rig;
    expect(await endOperator({ store, keyring, clock, random: pooledRandom() }, operator, theVault)).toBe(true);
    expect((await who(cookie)).status).toBe(401);
    expect((await console.signIn(own)).status).toBe(401);
    expect(await endOperator({ store, keyring, clock, random: pooledRandom() }, operator, theVault)).toBe(false);
  });
});

describe('passkeys', () => {
  it('can be added and removed, but for the last one', async () => {
    const { cookie, browser: first } = await console.operator('viewer');
    const second = browser();
    const options = await console.passkeyOptions(cookie, first);
    expect(options.body.excludeCredentials.map(({ id }: { id: string }) => id)).toEqual([
      first.held[0]?.id.toString('base64url'),
    ]);
    const body = { response: second.make(options.body), name: 'Key in the safe' };
    expect(await console.call('POST', '/session/passkeys', { cookie, body })).toMatchObject({
      status: 201,
      body: { name: 'Key in the safe', last_used_at: null },
    });
    const used = console.cookieOf(await console.signIn(second));
    const { body: list } = await console.call('GET', '/session/passkeys', { cookie: used });
    expect(list.data.map(({ name }: { name: string }) => name)).toEqual(['First passkey', 'Key in the safe']);
    const [{ id: oldest }, { id: newest }] = list.data;
    expect((await console.call('DELETE', `/session/passkeys/${oldest}`, { cookie: used })).status).toBe(204);
    // Sessions that began with a passkey end with it.
    expect((await who(cookie)).status).toBe(401);
    expect((await console.signIn(first)).status).toBe(401);
    expect(await console.call('DELETE', `/session/passkeys/${newest}`, { cookie: used })).toMatchObject({
      status: 409,
    });
    expect((await console.signIn(second)).status).toBe(201);
  });

  it('are added after a touch of one that there is, for this and in this session', async () => {
    const { cookie, browser: own } = await console.operator('viewer');
    const refused = { status: 403, body: { type: 'touch-refused' } };
    const options = (body: object) => console.call('POST', '/session/passkeys/options', { cookie, body });
    const touch = async (at = cookie) => (await console.call('POST', '/session/passkeys/touch', { cookie: at })).body;
    expect(await options({})).toMatchObject(refused);
    expect(await options({ touch: own.sign(await touch(), { forged: true }) })).toMatchObject(refused);
    const stranger = await console.operator('administrator');
    expect(await options({ touch: stranger.browser.sign(await touch()) })).toMatchObject(refused);
    const signIn = await console.call('POST', '/session/options');
    expect(await options({ touch: own.sign(signIn.body) })).toMatchObject(refused);
    const elsewhere = console.cookieOf(await console.signIn(own));
    expect(await options({ touch: own.sign(await touch(elsewhere)) })).toMatchObject(refused);
    const late = await touch();
    rig.pass(60_000);
    expect(await options({ touch: own.sign(late) })).toMatchObject(refused);
    const once = own.sign(await touch());
    expect((await options({ touch: once })).status).toBe(200);
    expect(await options({ touch: once })).toMatchObject(refused);
    // Without the check, whoever finds a session open would stay in for good.
    const careless = consoleOf(rig, { guards: { mayAddPasskey: () => true } });
    expect((await careless.passkeyOptions(cookie)).status).toBe(200);
  });

  it('are not taken from certificates of their makers, which name servers to ask', async () => {
    const { secret } = await console.invite('viewer');
    const { body } = await console.call('POST', '/session/enrolment/options', { body: { link: secret } });
    const response = browser().make(body, { form: 'android-safetynet' });
    expect((await console.call('POST', '/session/enrolment', { body: { link: secret, response } })).status).toBe(401);
  });
});

describe('rows that the vault did not write', () => {
  it.each([
    ['a role', "update operators set role = 'administrator' where id = ?"],
    ['a scope', 'update operators set tenant_id = null where id = ?'],
    ['a passkey', 'update operator_passkeys set public_key = credential_id where operator_id = ?'],
    ['a session of somebody else', "update operator_sessions set network = '203.0.113.9' where operator_id = ?"],
  ])('are not believed: %s', async (what, sql) => {
    const { operator, cookie, browser: own } = await console.operator('viewer', rig.acme.tenantId);
    expect((await who(cookie)).status).toBe(200);
    await rig.store.commit([{ sql, parameters: [Buffer.from(operator.id.replaceAll('-', ''), 'hex')] }]);
    const answers = [await who(cookie), await console.signIn(own)].map(({ status }) => status);
    expect(answers).toEqual(what === 'a passkey' ? [200, 401] : what.startsWith('a session') ? [401, 201] : [401, 401]);
  });
});
