import type { ConsoleOperator } from '@tessera/contract/console';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, startRig } from '../testing/rig.ts';
import { authenticatorAt } from './testing/authenticator.ts';
import { type ConsoleRig, consoleOf, consoleOrigin } from './testing/console-rig.ts';

let rig: Rig;
let console: ConsoleRig;
let other: { tenantId: string };

beforeAll(async () => {
  rig = await startRig();
  console = consoleOf(rig);
  other = await rig.tenant('Other');
});
afterAll(async () => {
  await rig.close();
});

const list = async (cookie: string): Promise<ConsoleOperator[]> =>
  (await console.call('GET', '/console/operators', { cookie })).body.data;
const invite = (cookie: string, body: unknown) => console.call('POST', '/console/operators', { cookie, body });
const revoke = (cookie: string, id: string, at = console) => at.call('DELETE', `/console/operators/${id}`, { cookie });

describe('an invitation in the console', () => {
  it('gives a link that works once, and names who invited', async () => {
    const admin = await console.operator('administrator', rig.acme.tenantId);
    const answer = await invite(admin.cookie, { name: ' Grace ', role: 'auditor', tenant_id: rig.acme.tenantId });
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body.operator).toMatchObject({ name: 'Grace', state: 'invited', created_by: admin.operator.id });
    const link = new URL(answer.body.link);
    expect(link.href.startsWith(`${consoleOrigin}/enrol#`)).toBe(true);
    const secret = link.hash.slice(1);
    expect((await console.enrol(secret, authenticatorAt(consoleOrigin))).body.operator.role).toBe('auditor');
    expect((await console.enrol(secret, authenticatorAt(consoleOrigin))).status).toBe(401);
    expect(console.lines.join('')).not.toContain(secret);

    const found = (await list(admin.cookie)).find(({ id }) => id === answer.body.operator.id);
    expect(found).toMatchObject({ state: 'enrolled', passkeys: 1 });
    const logs = await console.call('GET', `/api/logs?entity_id=${found?.id}`, { cookie: admin.cookie });
    expect(logs.body.data).toMatchObject([
      { operation: 'create', entity_type: 'operator', actor_type: 'user', actor_id: admin.operator.id },
    ]);
  });

  it('reaches no further than who invites', async () => {
    const admin = await console.operator('administrator', rig.acme.tenantId);
    for (const tenant_id of [null, other.tenantId, '00000000-0000-7000-8000-000000000000']) {
      const answer = await invite(admin.cookie, { name: 'x', role: 'viewer', tenant_id });
      expect(answer).toMatchObject({ status: 403, body: { type: 'role-forbidden' } });
    }
    const above = await console.operator('administrator');
    for (const tenant_id of [null, other.tenantId]) {
      expect((await invite(above.cookie, { name: 'x', role: 'viewer', tenant_id })).status).toBe(201);
    }
  });

  it.each([
    [{ name: '', role: 'viewer', tenant_id: null }, 'name'],
    [{ name: 'x', role: 'root', tenant_id: null }, 'role'],
    [{ name: 'x', role: 'viewer' }, 'tenant_id'],
  ])('refuses %j and says what is wrong', async (body, field) => {
    const { cookie } = await console.operator('administrator');
    expect(await invite(cookie, body)).toMatchObject({
      status: 400,
      body: { errors: { [field]: [expect.any(String)] } },
    });
  });
});

describe('the list of operators', () => {
  it('has the people of the own tenant and those of all tenants', async () => {
    const auditor = await console.operator('auditor', other.tenantId);
    const above = await console.operator('viewer');
    const stranger = await console.operator('viewer', rig.acme.tenantId);
    const ids = (await list(auditor.cookie)).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([auditor.operator.id, above.operator.id]));
    expect(ids).not.toContain(stranger.operator.id);
    const all = await list((await console.operator('auditor')).cookie);
    expect(all.map(({ id }) => id)).toContain(stranger.operator.id);
  });
});

const details = (cookie: string, id: string, at = console) => at.call('GET', `/console/operators/${id}`, { cookie });
const end = (cookie: string, id: string, what: string, at = console) =>
  at.call('DELETE', `/console/operators/${id}/${what}`, { cookie });

describe('how a person signs in', () => {
  it('is shown to auditors, with the networks and no secret', async () => {
    const auditor = await console.operator('auditor', rig.acme.tenantId);
    const { operator, cookie } = await console.operator('support', rig.acme.tenantId);
    const { status, body, text } = await details(auditor.cookie, operator.id);
    expect(status, text).toBe(200);
    expect(body.operator).toMatchObject({ id: operator.id, state: 'enrolled', passkeys: 1 });
    expect(body.passkeys).toMatchObject([{ name: 'First passkey' }]);
    expect(body.sessions).toMatchObject([{ current: false, address: '192.0.2.1', passkey: 'First passkey' }]);
    expect(text).not.toContain(cookie.split('=')[1]);
    const own = await details(auditor.cookie, auditor.operator.id);
    expect(own.body.sessions).toMatchObject([{ current: true }]);
    const [session] = body.sessions;
    const refused = await end(auditor.cookie, operator.id, `sessions/${session.id}`);
    expect(refused).toMatchObject({ status: 403, body: { type: 'role-forbidden' } });
  });

  it('can be ended one by one, and the log names who did it', async () => {
    const admin = await console.operator('administrator', rig.acme.tenantId);
    const { operator, browser, cookie } = await console.operator('support', rig.acme.tenantId);
    const again = await console.signIn(browser);
    expect(again.status, again.text).toBe(201);
    const { body } = await details(admin.cookie, operator.id);
    const [newest, oldest] = body.sessions;
    expect((await end(admin.cookie, operator.id, `sessions/${oldest.id}`)).status).toBe(204);
    expect((await console.call('GET', '/session', { cookie })).status).toBe(401);
    expect((await console.call('GET', '/session', { cookie: console.cookieOf(again) })).status).toBe(200);
    expect((await end(admin.cookie, operator.id, `sessions/${oldest.id}`)).status).toBe(404);
    expect((await end(admin.cookie, admin.operator.id, `sessions/${newest.id}`)).status).toBe(404);
    const logs = await console.call('GET', `/api/logs?entity_id=${oldest.id}`, { cookie: admin.cookie });
    expect(logs.body.data[0]).toMatchObject({ operation: 'delete', actor_id: admin.operator.id });
  });

  it('keeps one passkey, and loses the sessions of one that is removed', async () => {
    const admin = await console.operator('administrator', rig.acme.tenantId);
    const { operator, cookie, browser } = await console.operator('support', rig.acme.tenantId);
    const options = await console.passkeyOptions(cookie, browser);
    const second = authenticatorAt(consoleOrigin).make(options.body);
    const made = await console.call('POST', '/session/passkeys', {
      cookie,
      body: { response: second, name: 'Second' },
    });
    expect(made.status, made.text).toBe(201);
    const { body } = await details(admin.cookie, operator.id);
    const first = body.passkeys.find(({ id }: { id: string }) => id !== made.body.id);
    expect((await end(admin.cookie, operator.id, `passkeys/${first.id}`)).status).toBe(204);
    expect((await console.call('GET', '/session', { cookie })).status).toBe(401);
    expect(await end(admin.cookie, operator.id, `passkeys/${made.body.id}`)).toMatchObject({
      status: 409,
      body: { type: 'conflict' },
    });
    expect((await end(admin.cookie, operator.id, `passkeys/${first.id}`)).status).toBe(404);
  });

  it('is nothing to people of another tenant, and would be without the check', async () => {
    const admin = await console.operator('administrator', rig.acme.tenantId);
    const stranger = await console.operator('viewer', other.tenantId);
    const above = await console.operator('viewer');
    const careless = consoleOf(rig, { guards: { inScope: () => true } });
    const seen = await details(admin.cookie, stranger.operator.id, careless);
    const what = `sessions/${seen.body.sessions[0].id}`;
    for (const id of [stranger.operator.id, above.operator.id]) {
      expect((await details(admin.cookie, id)).status).toBe(404);
      expect((await end(admin.cookie, id, what)).status).toBe(404);
    }
    expect((await end(admin.cookie, stranger.operator.id, what, careless)).status).toBe(204);
  });
});

describe('a revocation in the console', () => {
  it('ends what the person can do, once', async () => {
    const admin = await console.operator('administrator', rig.acme.tenantId);
    const { operator, cookie } = await console.operator('support', rig.acme.tenantId);
    expect((await revoke(admin.cookie, operator.id)).status).toBe(204);
    expect((await console.call('GET', '/session', { cookie })).status).toBe(401);
    expect(await revoke(admin.cookie, operator.id)).toMatchObject({ status: 409, body: { type: 'conflict' } });
    const found = (await list(admin.cookie)).find(({ id }) => id === operator.id);
    expect(found).toMatchObject({ state: 'revoked', passkeys: 0, revoked_at: expect.any(String) });
  });

  it('is no way out for oneself', async () => {
    const admin = await console.operator('administrator', rig.acme.tenantId);
    expect((await revoke(admin.cookie, admin.operator.id)).status).toBe(409);
    expect((await console.call('GET', '/session', { cookie: admin.cookie })).status).toBe(200);
  });

  it('reaches nobody out of scope, and would without the check', async () => {
    const admin = await console.operator('administrator', rig.acme.tenantId);
    const above = await console.operator('viewer');
    const stranger = await console.operator('viewer', other.tenantId);
    for (const id of [above.operator.id, stranger.operator.id, rig.acme.tenantId, 'x']) {
      expect(await revoke(admin.cookie, id)).toMatchObject({ status: 404, body: { type: 'not-found' } });
    }
    const careless = consoleOf(rig, { guards: { inScope: () => true } });
    expect((await revoke(admin.cookie, stranger.operator.id, careless)).status).toBe(204);
  });
});
