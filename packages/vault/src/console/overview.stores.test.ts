import type { ConsoleKeys, ConsoleOverview } from '@tessera/contract/console';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activityOf } from '../audit/activity.ts';
import { rotateKek } from '../keys/rotate.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { wireTime } from '../times.ts';
import { callsByHour } from '../usage/call-counts.ts';
import { type ConsoleRig, consoleOf } from './testing/console-rig.ts';

const hour = 60 * 60 * 1000;

let rig: Rig;
let console: ConsoleRig;
let server: string;

beforeAll(async () => {
  rig = await startRig();
  console = consoleOf(rig);
  server = await rig.application('server_to_server', allTokens());
});
afterAll(async () => {
  await rig.close();
});

const overview = async (cookie: string, headers = {}): Promise<ConsoleOverview> => {
  const answer = await console.call('GET', '/console/overview', { cookie, headers });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};

const keys = async (cookie: string): Promise<ConsoleKeys> => {
  const answer = await console.call('GET', '/console/keys', { cookie });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};

const makeToken = async (data: string) => {
  const { body } = await rig.send('POST', '/tokens', { key: server, body: { type: 'token', data } });
  return body.id as string;
};

describe('the overview', () => {
  it('counts what there is and what was done, of this tenant alone', async () => {
    const other = await rig.tenant('Other');
    const id = await makeToken('a');
    rig.pass(hour);
    await makeToken('b');
    await rig.send('GET', `/tokens/${id}`, { key: server });
    await rig.vault.flush();

    const { cookie } = await console.operator('viewer', rig.acme.tenantId);
    const seen = await overview(cookie);
    expect(seen).toMatchObject({ tenant_id: rig.acme.tenantId, store: 'ready', root_key: { status: 'reachable' } });
    const newest = wireTime(rig.clock());
    expect(seen.tokens).toEqual({
      ...{ total: 2, active_this_month: 2, included: 0 },
      by_type: [{ type: 'token', count: 2, last_created_at: newest }],
    });
    const [before, now] = seen.activity.hours.slice(-2);
    expect(Date.parse(now?.start ?? '') - Date.parse(before?.start ?? '')).toBe(hour);
    expect(now?.operations.read).toBe(1);
    expect(seen.key_versions).toMatchObject([{ version: 1, state: 'active' }]);

    const stranger = await console.operator('viewer', other.tenantId);
    const theirs = await overview(stranger.cookie);
    expect(theirs.tokens).toEqual({ total: 0, by_type: [], active_this_month: 0, included: 0 });
    expect(theirs.calls).toEqual([]);
    expect(theirs.activity.hours.filter(({ operations }) => operations.read)).toEqual([]);
  });

  it('tells of the newest seal, and warns when entries wait for one', async () => {
    await rig.vault.tidy();
    const { cookie } = await console.operator('viewer', rig.acme.tenantId);
    const stranger = await console.operator('viewer', (await rig.tenant('Quiet')).tenantId);
    await rig.vault.tidy();
    const theirs = (await overview(stranger.cookie)).audit;
    const sealed = await overview(cookie);
    expect(sealed.audit).toMatchObject({ seal: expect.any(Number), unsealed_since: null });
    expect(sealed.warnings).toEqual([]);

    await makeToken('c');
    rig.pass(61_000);
    const late = await overview(cookie);
    expect(Date.parse(late.audit.unsealed_since ?? '')).toBe(Math.floor(rig.clock() / 1000) * 1000 - 61_000);
    expect(late.warnings).toMatchObject([{ kind: 'audit-unsealed', urgent: true }]);
    expect((await overview(stranger.cookie)).warnings).toEqual([]);
    await rig.vault.tidy();
    const again = await overview(cookie);
    expect([again.warnings, again.audit.seal]).toEqual([[], (sealed.audit.seal ?? 0) + 1]);
    // Nothing of this is said to another tenant, of which nothing waited.
    expect((await overview(stranger.cookie)).audit).toEqual(theirs);
  });

  it('asks operators of several tenants which one they mean', async () => {
    const { cookie } = await console.operator('viewer');
    const unnamed = await console.call('GET', '/console/overview', { cookie });
    expect(unnamed).toMatchObject({ status: 400, body: { type: 'malformed-request' } });
    expect((await overview(cookie, { 'Tessera-Tenant': rig.acme.tenantId })).tokens.total).toBeGreaterThan(0);
  });

  it('says from when on it has counted where there is too much to count', async () => {
    await rig.vault.flush();
    const whole = await activityOf(rig.store, rig.acme.tenantId, rig.clock());
    expect(whole.from).toBe((Math.floor(rig.clock() / hour) - 23) * hour);
    const some = await activityOf(rig.store, rig.acme.tenantId, rig.clock(), 2);
    const counted = some.hours.flatMap(({ operations }) => Object.values(operations));
    expect(counted.reduce((sum, n) => sum + n, 0)).toBe(2);
    expect(some.from).toBeGreaterThan(whole.from);
  });

  it('counts calls by how they were answered, in the hours in which that was', async () => {
    const busy = await rig.tenant('Busy');
    const key = await rig.application('server_to_server', allTokens(), busy);
    await rig.vault.flush();
    const before = (await callsByHour(rig.store, busy.tenantId, rig.clock())).at(-1)?.answered ?? 0;
    const body = { type: 'token', data: 'x' };
    const { body: token } = await rig.send('POST', '/tokens', { key, body });
    await rig.send('GET', '/tokens/absent', { key });
    await rig.vault.flush();
    rig.pass(hour);
    await rig.send('GET', `/tokens/${token.id}`, { key });
    // Nobody knows whose call it is when the key is unknown.
    await rig.send('GET', `/tokens/${token.id}`, { key: 'key_unknown' });
    await rig.vault.flush();
    await rig.send('GET', `/tokens/${token.id}`, { key });
    await rig.vault.flush();
    const { cookie } = await console.operator('viewer', busy.tenantId);
    const { calls } = await overview(cookie);
    expect(calls.map(({ start, ...counts }) => counts)).toEqual([
      { answered: before + 2, refused: 1, failed: 0 },
      { answered: 2, refused: 0, failed: 0 },
    ]);
    rig.pass(24 * hour);
    const tomorrow = await console.operator('viewer', busy.tenantId);
    const { calls: none, activity } = await overview(tomorrow.cookie);
    expect([none, activity.hours.filter(({ operations }) => operations.read)]).toEqual([[], []]);
    rig.pass(48 * hour);
    await rig.vault.tidy();
    expect(await rig.store.rows('select * from call_counts where answered > 0 limit 1')).toEqual([]);
  });

  it('names the operator in the log of the vault', async () => {
    const { cookie, operator } = await console.operator('viewer', rig.acme.tenantId);
    await overview(cookie);
    const line = console.lines.findLast((each) => each.includes('"/console/overview"')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ operator_id: operator.id, status: 200 });
  });
});

describe('the keys', () => {
  it('are listed with what needs each version, and none of them is shown', async () => {
    const { cookie } = await console.operator('custodian', rig.acme.tenantId);
    const before = await keys(cookie);
    expect(before.versions).toMatchObject([{ version: 1, state: 'active' }]);
    expect(before.versions[0]?.values).toBeGreaterThan(0);
    expect(before.inventory.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['root key', 'key-encryption key', 'audit key', 'data keys of tokens']),
    );
    const owners = new Set(before.inventory.map(({ owner }) => owner));
    expect(owners).toEqual(new Set(['vault', rig.acme.tenantId]));
  });

  it('that are due or old are warned of', async () => {
    await rotateKek(rig.keyringOptions, rig.acme.tenantId);
    rig.pass(24 * hour);
    const { cookie } = await console.operator('custodian', rig.acme.tenantId);
    const kinds = async () => {
      await rig.vault.tidy();
      return (await overview(cookie)).warnings.map(({ kind }) => kind);
    };
    expect(await kinds()).toEqual(['old-key-versions']);
    expect((await keys(cookie)).versions).toMatchObject([
      { version: 2, state: 'active', values: 0 },
      { version: 1, state: 'old' },
    ]);
  });
});

describe('keys whose time has come', () => {
  it('are warned of, those of the vault to everybody', async () => {
    rig.pass(400 * 24 * hour);
    const { cookie } = await console.operator('auditor', rig.acme.tenantId);
    await rig.vault.tidy();
    const kinds = (await overview(cookie)).warnings.map(({ kind }) => kind);
    expect(kinds).toEqual(['root-key-overdue', 'tenant-key-overdue', 'old-key-versions']);
    const { inventory } = await keys(cookie);
    expect(inventory.filter(({ due }) => due === 'overdue').map(({ key }) => key)).toEqual([
      'root key',
      'vault key',
      'key-encryption key',
      'key-encryption key',
    ]);
  });
});
