import { setImmediate as turn } from 'node:timers/promises';
import type { ConsoleVerification } from '@tessera/contract/console';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { idColumn } from '../store/columns.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { type ConsoleRig, consoleOf } from './testing/console-rig.ts';

let rig: Rig;
let console: ConsoleRig;
let other: { tenantId: string };
let card: string;

beforeAll(async () => {
  rig = await startRig();
  console = consoleOf(rig);
  const key = await rig.application('server_to_server', allTokens());
  const data = { number: '4242424242424242', expiration_month: 12, expiration_year: 2030 };
  card = (await rig.send('POST', '/tokens', { key, body: { type: 'card', data } })).body.id;
  other = await rig.tenant('Other');
  const theirs = await rig.application('server_to_server', allTokens(), await rig.tenant('Third'));
  await rig.send('POST', '/tokens', { key: theirs, body: { type: 'token', data: 'x' } });
  await rig.vault.tidy();
});
afterAll(async () => {
  await console.close();
  await rig.close();
});

const begin = (cookie: string, at = console) => at.call('POST', '/console/audit-verifications', { cookie });

const outcome = async (cookie: string): Promise<ConsoleVerification> => {
  const begun = await begin(cookie);
  expect(begun.status, begun.text).toBe(201);
  for (;;) {
    const answer = await console.call('GET', `/console/audit-verifications/${begun.body.id}`, { cookie });
    expect(answer.status, answer.text).toBe(200);
    if (answer.body.state !== 'running') return answer.body;
    // The threads that read are heard between turns of the event loop.
    await turn();
  }
};

it('looks at the log of one tenant, and says how much there was', async () => {
  const { cookie, operator } = await console.operator('auditor', rig.acme.tenantId);
  await rig.vault.tidy();
  const { result, ...run } = await outcome(cookie);
  expect(run).toMatchObject({ state: 'done', tenant_id: rig.acme.tenantId, started_by: operator.id });
  expect(run.progress).toEqual({ what: 'tokens', done: 1, total: 1 });
  const [own] = await rig.store.rows<{ n: number }>('select count(*) as n from audit where tenant_id = ?', [
    idColumn(rig.acme.tenantId),
  ]);
  expect(result).toMatchObject({ rows: own?.n, unsealed: 0, tokens: 1, findings_total: 0, findings: [] });
  expect(result?.seals).toBeGreaterThan(0);
});

it('finds what was changed behind the back of the vault, in this tenant alone', async () => {
  const { cookie } = await console.operator('auditor', rig.acme.tenantId);
  const stranger = await console.operator('auditor', other.tenantId);
  await rig.store.commit([
    {
      sql: "update audit set created_at = created_at + 1 where tenant_id = ? and entity_id = ? and operation = 'create'",
      parameters: [idColumn(rig.acme.tenantId), card],
    },
  ]);
  const found = await outcome(cookie);
  expect(found.result?.findings).toMatchObject([{ kind: 'row-changed', message: expect.stringContaining(card) }]);
  expect(JSON.stringify(found)).not.toContain('42424242');
  expect((await outcome(stranger.cookie)).result).toMatchObject({ findings_total: 0, tokens: 0 });
  const line = console.lines.findLast(
    (each) => each.includes('a verification of the audit log has ended') && each.includes(found.id),
  );
  expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'error', findings: 1 });
});

it('is shown to those who look into the tenant alone, and remembered', async () => {
  const { cookie } = await console.operator('auditor', rig.acme.tenantId);
  const stranger = await console.operator('auditor', other.tenantId);
  const { id } = await outcome(cookie);
  const path = `/console/audit-verifications/${id}`;
  expect((await console.call('GET', path, { cookie: stranger.cookie })).status).toBe(404);
  const { body } = await console.call('GET', '/console/audit-verifications', { cookie });
  expect(body.data[0]).toMatchObject({ id });
  expect(new Set(body.data.map((run: ConsoleVerification) => run.tenant_id))).toEqual(new Set([rig.acme.tenantId]));
});

it('runs once for a tenant and a few times in all, and ends with the console', async () => {
  const held = Promise.withResolvers<never>();
  held.promise.catch(() => undefined);
  const store = { ...rig.store, scans: () => ({ rows: () => held.promise }) };
  const slow = consoleOf(rig, { store });
  const { cookie } = await slow.operator('auditor', rig.acme.tenantId);
  const first = await begin(cookie, slow);
  expect(first.status).toBe(201);
  const second = await begin(cookie, slow);
  expect(second).toMatchObject({ status: 409, body: { detail: expect.stringContaining(first.body.id) } });

  const statuses: number[] = [];
  for (let each = 0; each < 4; each += 1) {
    const { tenantId } = await rig.tenant(`Tenant ${each}`);
    statuses.push((await begin((await slow.operator('auditor', tenantId)).cookie, slow)).status);
  }
  expect(statuses).toEqual([201, 201, 201, 422]);

  let isClosed = false;
  const closing = slow.close().then(() => {
    isClosed = true;
  });
  await turn();
  expect(isClosed).toBe(false);
  held.reject(new Error('closed'));
  await closing;
  const told = slow.lines.map((line) => JSON.parse(line).msg);
  expect(told).not.toContain('a verification of the audit log failed');
});
