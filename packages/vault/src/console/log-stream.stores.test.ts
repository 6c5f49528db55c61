import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { isStream } from '../http/messages.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import type { After } from '../timers.ts';
import { type ConsoleRig, consoleOf, consoleOrigin } from './testing/console-rig.ts';

let rig: Rig;
let console: ConsoleRig;

/** Timers that fire when the test says so. */
const timers = new Map<number, Set<() => void>>();
const after: After = (milliseconds, run) => {
  const set = timers.get(milliseconds) ?? new Set();
  timers.set(milliseconds, set.add(run));
  return () => set.delete(run);
};
const fire = async (milliseconds: number) => {
  // What fired before sets its next timer when it is done.
  await expect.poll(() => timers.get(milliseconds)?.size).toBeGreaterThan(0);
  const set = timers.get(milliseconds) ?? new Set();
  const due = [...set];
  set.clear();
  for (const run of due) run();
};
const [look, beat] = [() => fire(1000), () => fire(15_000)];

beforeAll(async () => {
  rig = await startRig();
  console = consoleOf(rig, { after });
});
afterAll(async () => {
  await console.close();
  await rig.close();
});

const open = async (cookie: string, headers: Record<string, string> = {}, address = '192.0.2.1') => {
  const request = new Request(`${consoleOrigin}/console/logs/stream`, {
    headers: { 'Tessera-Console': 'background', Cookie: cookie, ...headers },
  });
  const { status, headers: sent, body } = await console.answer(request, { address });
  const stream = body !== undefined && isStream(body) ? body[Symbol.asyncIterator]() : undefined;
  onTestFinished(async () => void (await stream?.return?.()));
  return {
    status,
    type: sent['Content-Type'],
    read: async () => {
      const read = await stream?.next();
      return read?.done === false ? Buffer.from(read.value).toString() : undefined;
    },
    leave: async () => void (await stream?.return?.()),
  };
};

const entriesIn = (text = '') =>
  [...text.matchAll(/id: (\d+)\nevent: entry\ndata: (.*)\n\n/g)].map(([, n, data = '{}']) => ({
    n: Number(n),
    ...(JSON.parse(data) as { entity_id: string }),
  }));

/** Something that is recorded in the log of a tenant. */
const change = async (name: string, tenant = rig.acme) => {
  const body = { name, type: 'public', permissions: [] };
  return (await rig.send('POST', '/applications', { key: tenant.key, body })).body.id as string;
};

const auditor = (tenantId = rig.acme.tenantId) => console.operator('auditor', tenantId);

describe('the live log', () => {
  it('tells what is recorded, as the list shows it, and nothing of other tenants', async () => {
    const other = await rig.tenant('Other');
    const { cookie } = await auditor();
    const stream = await open(cookie);
    expect(stream).toMatchObject({ status: 200, type: 'text/event-stream' });
    expect(await stream.read()).toBe(': following\n\n');
    await change('theirs', other);
    const id = await change('ours');
    await look();
    const entries = entriesIn(await stream.read());
    expect(entries).toHaveLength(1);
    await rig.vault.tidy();
    const { body } = await rig.send('GET', `/logs?details=true&entity_id=${id}`, { key: rig.acme.key });
    const { n, ...entry } = entries[0] ?? { n: 0 };
    expect(entry).toEqual(body.data[0]);
    expect(n).toBeGreaterThan(0);
  });

  it('goes on behind the entry that was seen last, and says when it cannot', async () => {
    const { cookie } = await auditor();
    const first = await open(cookie);
    await first.read();
    const seen = await change('seen');
    await look();
    const [entry] = entriesIn(await first.read());
    expect(entry?.entity_id).toBe(seen);
    await first.leave();
    const missed = [await change('one'), await change('two')];
    const second = await open(cookie, { 'Last-Event-ID': String(entry?.n) });
    const text = await second.read();
    expect(entriesIn(text).map(({ entity_id: id }) => id)).toEqual(missed);
    await second.leave();

    const rows = `insert into audit (tenant_id, actor_type, entity_type, entity_id, operation, created_at, mac)
      select tenant_id, actor_type, entity_type, entity_id, operation, created_at, mac from audit`;
    for (let each = 0; each < 9; each += 1) await rig.store.commit([{ sql: rows, parameters: [] }]);
    const third = await open(cookie, { 'Last-Event-ID': String(entry?.n) });
    const gap = await third.read();
    expect(gap).toContain('event: gap');
    expect(entriesIn(gap)).toEqual([]);
  });

  it('does not keep the session alive, and ends with it, with the role and with another network', async () => {
    const { cookie, browser } = await auditor();
    const stream = await open(cookie);
    await stream.read();
    await beat();
    expect(await stream.read()).toBe(': still here\n\n');
    rig.pass(15 * 60_000);
    await beat();
    expect(await stream.read()).toBe('event: end\ndata: {}\n\n');
    expect(await stream.read()).toBeUndefined();

    const next = console.cookieOf(await console.signIn(browser));
    const ended = await open(next);
    await ended.read();
    await console.call('DELETE', '/session', { cookie: next });
    await beat();
    expect(await ended.read()).toContain('event: end');
    const stolen = console.cookieOf(await console.signIn(browser));
    expect((await open(stolen, {}, '203.0.113.9')).status).toBe(401);
  });

  it('is for roles that read the log, in scope, and for pages of the console', async () => {
    for (const role of ['viewer', 'custodian'] as const) {
      const { cookie } = await console.operator(role, rig.acme.tenantId);
      expect((await open(cookie)).status, role).toBe(403);
    }
    const other = await rig.tenant('Another');
    const { cookie } = await auditor();
    expect((await open(cookie, { 'Tessera-Tenant': other.tenantId })).status).toBe(403);
    expect((await open(cookie, { Origin: 'https://evil.test' })).status).toBe(403);
    expect((await open(cookie, { 'Last-Event-ID': '1; drop' })).status).toBe(400);
    expect((await open('')).status).toBe(401);
    expect((await console.call('POST', '/console/logs/stream', { cookie, body: {} })).status).toBe(405);
  });

  it('is refused by a console that closes, as is all else that would begin work', async () => {
    const closing = consoleOf(rig, { after });
    const { cookie } = await closing.operator('administrator', rig.acme.tenantId);
    await closing.close();
    const unavailable = { status: 503, body: { type: 'unavailable', detail: 'The vault is shutting down.' } };
    for (const [method, path] of [
      ['GET', '/console/logs/stream'],
      ['POST', '/console/key-rewraps'],
      ['POST', '/console/audit-verifications'],
      ['GET', '/session'],
    ] as const) {
      expect(await closing.call(method, path, { cookie }), path).toMatchObject(unavailable);
    }
    expect((await rig.store.rows('select 1 as one from key_rewraps')).length).toBe(0);
  });

  it('takes three readers of an operator, and another one when one has left', async () => {
    const { cookie } = await auditor();
    const streams = [await open(cookie), await open(cookie), await open(cookie)];
    expect((await open(cookie)).status).toBe(422);
    await streams[0]?.leave();
    expect((await open(cookie)).status).toBe(200);
  });

  it('keeps a bounded queue for who does not read, and says that entries are missing', async () => {
    const { cookie } = await auditor();
    const stream = await open(cookie);
    await change('first');
    await look();
    const { logReader } = await import('./log-reader.ts');
    const reader = logReader(() => undefined);
    const entry = { id: 'x' } as Parameters<typeof reader.tell>[1];
    for (let each = 0; each < 1200; each += 1) reader.tell(each, entry);
    const iterator = reader.body[Symbol.asyncIterator]();
    const read = await iterator.next();
    const text = Buffer.from(read.value ?? '').toString();
    expect(text.startsWith('event: gap')).toBe(true);
    expect(entriesIn(text).length).toBeLessThanOrEqual(500);
    expect(entriesIn(text).at(-1)?.n).toBe(1199);
    await stream.leave();
  });
});
