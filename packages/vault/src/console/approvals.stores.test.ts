import { mayAct, roleNames } from '@tessera/contract/console';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import type { ConsoleOptions } from './console.ts';
import { type ConsoleRig, consoleOf } from './testing/console-rig.ts';
import { aFrame, revealFiles, revealing } from './testing/revealing.ts';

const number = '4242424242424242';
const reason = 'Dispute of order 7';
const twoPerson = ['reveal', 'delete-tenant'] as const;

let rig: Rig;
let console: ConsoleRig;
let token: string;

beforeAll(async () => {
  rig = await startRig({ files: revealFiles });
  console = consoleOf(rig, { twoPerson });
  const key = await rig.application('server_to_server', allTokens());
  const data = { number, expiration_month: 12, expiration_year: 2030 };
  token = (await rig.send('POST', '/tokens', { key, body: { type: 'card', data } })).body.id;
});
afterAll(async () => {
  await rig.close();
});

type Who = Awaited<ReturnType<ConsoleRig['operator']>>;
const administrator = (at = console) => at.operator('administrator', rig.acme.tenantId);

/** The same console with one guard taken away. */
const without = (guards: ConsoleOptions['guards']) => consoleOf(rig, { twoPerson, guards });

const wish = (who: Who, at = console, body: object = { act: 'reveal', subject: token, reason }) =>
  at.call('POST', '/console/approvals', { cookie: who.cookie, body });

const sign = async (who: Who, id: string, decision: string, at = console) => {
  const path = `/console/approvals/${id}`;
  const options = await at.call('POST', `${path}/options`, { cookie: who.cookie, body: { decision } });
  return { options, response: options.status === 200 ? who.browser.sign(options.body) : {} };
};

const decide = async (who: Who, id: string, decision = 'approved', at = console) => {
  const { options, response } = await sign(who, id, decision, at);
  if (options.status !== 200) return options;
  const body = { decision, response };
  return await at.call('POST', `/console/approvals/${id}/decision`, { cookie: who.cookie, body });
};

const see = async (who: Who, at = console) => {
  const page = revealing(rig, at, who);
  const frame = aFrame();
  const asked = await page.ask(token, 'Another reason');
  if (asked.status !== 201) return asked;
  const confirmed = await page.confirm(asked.body.id, frame);
  return confirmed.status === 201 ? await page.fetch(asked.body.id, frame) : confirmed;
};

const needed = { status: 403, body: { type: 'approval-needed' } };

describe('seeing a value by two', () => {
  it('takes the approval of another operator, once, and leaves both in the audit log', async () => {
    const [ada, bo] = [await administrator(), await administrator()];
    expect(await see(ada)).toMatchObject(needed);
    const asked = await wish(ada);
    expect(asked).toMatchObject({ status: 201, body: { state: 'waiting', may_decide: false, decided_by: null } });
    expect(await see(ada)).toMatchObject(needed);
    await rig.vault.tidy();
    const listed = await console.call('GET', '/console/approvals', { cookie: bo.cookie });
    expect(listed.body.data[0]).toMatchObject({
      id: asked.body.id,
      may_decide: true,
      reason,
      asked_by: { id: ada.operator.id },
    });

    expect(await decide(bo, asked.body.id)).toMatchObject({
      status: 200,
      body: { state: 'approved', decided_by: { id: bo.operator.id, name: 'administrator for tests' } },
    });
    // It is for who has asked, and not for who approves.
    expect(await see(bo)).toMatchObject(needed);
    expect((await see(ada)).text).toContain(number);
    expect(await see(ada)).toMatchObject(needed);

    await rig.vault.tidy();
    const about = async (id: string) =>
      (await rig.send('GET', `/logs?entity_id=${id}`, { key: rig.acme.key })).body.data;
    expect((await about(asked.body.id)).map((each: Record<string, unknown>) => [each.message, each.actor_id])).toEqual([
      ['Approval used', ada.operator.id],
      ['Approval given', bo.operator.id],
      ['Approval asked for', ada.operator.id],
    ]);
    expect((await about(asked.body.id)).at(-1).reason).toBe(`Show the value of token ${token}: ${reason}`);
    // The reason that was approved is the one in the log.
    expect((await about(token))[0]).toMatchObject({ actor_id: ada.operator.id, reason });
  });

  it('ends with a refusal, in an hour, and when who approved is revoked', async () => {
    const [ada, bo] = [await administrator(), await administrator()];
    const refused = await wish(ada);
    expect((await wish(ada)).status).toBe(409);
    expect((await decide(bo, refused.body.id, 'refused')).body.state).toBe('refused');
    expect(await see(ada)).toMatchObject(needed);
    expect((await decide(bo, refused.body.id)).status).toBe(409);

    const revoked = await wish(ada);
    await decide(bo, revoked.body.id);
    const cleaner = await administrator();
    expect(
      (await console.call('DELETE', `/console/operators/${bo.operator.id}`, { cookie: cleaner.cookie })).status,
    ).toBe(204);
    expect(await see(ada)).toMatchObject(needed);

    const [cy, di] = [await administrator(), await administrator()];
    const late = await wish(cy);
    await decide(di, late.body.id);
    for (let each = 0; each < 6; each += 1) {
      rig.pass(10 * 60_000);
      await console.call('GET', '/session/list', { cookie: cy.cookie });
    }
    expect(await see(cy)).toMatchObject(needed);
    const { body } = await console.call('GET', '/console/approvals', { cookie: cy.cookie });
    expect(body.data.find(({ id }: { id: string }) => id === late.body.id).state).toBe('ended');
  });

  it('is asked for once, also by two calls at the same moment, and again after a refusal', async () => {
    const [ada, bo] = [await administrator(), await administrator()];
    const both = await Promise.all([wish(ada), wish(ada)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)?.body.detail).toBe('You have asked for this already.');
    const kept = both.find(({ status }) => status === 201)?.body.id;
    expect((await decide(bo, kept, 'refused')).status).toBe(200);
    expect((await wish(ada)).status).toBe(201);
    // Of somebody else, the same is another wish.
    expect((await wish(bo)).status).toBe(201);
  });

  it('is for a token by whatever name, and for none that is not there', async () => {
    const key = await rig.application('server_to_server', allTokens());
    const { body } = await rig.send('POST', '/tokens', { key, body: { type: 'token', id: 'my-alias', data: 'x' } });
    expect(body.id).toBe('my-alias');
    const ada = await administrator();
    const asked = await wish(ada, console, { act: 'reveal', subject: 'my-alias', reason });
    const page = revealing(rig, console, ada);
    expect(await page.ask('my-alias', reason)).toMatchObject(needed);
    await decide(await administrator(), asked.body.id);
    expect((await page.ask('my-alias', reason)).status).toBe(201);
    expect((await wish(ada, console, { act: 'reveal', subject: 'no-such-token', reason })).status).toBe(404);
  });

  it('is not for things that one person is enough for, nor for other tenants and roles', async () => {
    const ada = await administrator();
    const alone = consoleOf(rig, { twoPerson: ['delete-tenant'] });
    expect(await wish(ada, alone)).toMatchObject({ status: 400, body: { errors: { act: [expect.any(String)] } } });
    const elsewhere = { act: 'delete-tenant', subject: token, reason };
    expect(await wish(ada, console, elsewhere)).toMatchObject({
      status: 400,
      body: { errors: { subject: [expect.any(String)] } },
    });
    const { body } = await wish(ada);
    for (const role of roleNames.filter((each) => !mayAct(each, 'reveal'))) {
      const who = await console.operator(role, rig.acme.tenantId);
      for (const answer of [await wish(who), await decide(who, body.id)]) {
        expect(answer, role).toMatchObject({ status: 403, body: { type: 'role-forbidden' } });
      }
    }
    const other = await rig.tenant('Other');
    const stranger = await console.operator('administrator', other.tenantId);
    expect((await decide(stranger, body.id)).status).toBe(404);
  });
});

describe('attacks on approvals', () => {
  it('nobody approves their own, which would work without the check', async () => {
    const ada = await administrator();
    const { body } = await wish(ada);
    expect(await decide(ada, body.id)).toMatchObject({ status: 403, body: { type: 'role-forbidden' } });
    const careless = without({ mayDecide: () => true });
    expect((await decide(ada, body.id, 'approved', careless)).status).toBe(200);
    // What was let through elsewhere is judged again where it is used.
    expect(await see(ada)).toMatchObject(needed);
    expect((await see(ada, careless)).text).toContain(number);
  });

  it('a touch to refuse is none to approve, nor one for another wish', async () => {
    const [ada, bo] = [await administrator(), await administrator()];
    const { body } = await wish(ada);
    const approve = (at: ConsoleRig, response: unknown) =>
      at.call('POST', `/console/approvals/${body.id}/decision`, {
        cookie: bo.cookie,
        body: { decision: 'approved', response },
      });
    const { response } = await sign(bo, body.id, 'refused');
    expect(await approve(console, response)).toMatchObject({ status: 403, body: { type: 'touch-refused' } });
    const careless = without({ touchFor: () => ['touch'] });
    const again = await sign(bo, body.id, 'refused', careless);
    expect((await approve(careless, again.response)).status).toBe(200);
  });

  it('rows that somebody edits count for nothing', async () => {
    const [ada, bo] = [await administrator(), await administrator()];
    await wish(ada);
    const by = Buffer.from(bo.operator.id.replaceAll('-', ''), 'hex');
    const sql = `update operator_approvals set decision = 'approved', decided_by = ?, decided_at = asked_at where done_at is null`;
    await rig.store.commit([{ sql, parameters: [by] }]);
    expect(await see(ada)).toMatchObject(needed);
  });
});

it('deletes a tenant by two, however its path is written', async () => {
  const doomed = await rig.tenant('Doomed');
  const at = { headers: { 'Tessera-Tenant': doomed.tenantId } };
  const [ada, bo] = [await console.operator('administrator', doomed.tenantId), await console.operator('administrator')];
  const remove = (path = '/api/tenants/self') => console.call('DELETE', path, { cookie: ada.cookie });
  for (const path of ['/api/tenants/self', '/api/tenants/self/', '/api/x/../tenants/self', '/api/tenants/self?a=b']) {
    expect(await remove(path), path).toMatchObject(needed);
  }
  for (const path of ['/api//tenants/self', '/api/tenants/%73elf', '/api/TENANTS/self']) {
    expect((await remove(path)).status, path).toBe(404);
  }
  const body = { act: 'delete-tenant', subject: doomed.tenantId, reason: 'The customer has left' };
  const asked = await wish(ada, console, body);
  const path = `/console/approvals/${asked.body.id}`;
  const options = await console.call('POST', `${path}/options`, {
    cookie: bo.cookie,
    body: { decision: 'approved' },
    ...at,
  });
  const response = bo.browser.sign(options.body);
  const decided = await console.call('POST', `${path}/decision`, {
    ...{ cookie: bo.cookie, body: { decision: 'approved', response } },
    ...at,
  });
  expect(decided.status, decided.text).toBe(200);
  expect((await remove()).status).toBe(204);
  expect(rig.keyring.has(doomed.tenantId)).toBe(false);
});
