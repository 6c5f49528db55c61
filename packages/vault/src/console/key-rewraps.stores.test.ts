import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { activationDelay } from '../keys/rotate.ts';
import { versionUse } from '../keys/versions.ts';
import type { Write } from '../store/port.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { timersByHand } from '../testing/timers-by-hand.ts';
import { beat } from './rewrap-runs.ts';
import { type ConsoleRig, consoleOf } from './testing/console-rig.ts';
import { keyWork, makeTokens } from './testing/key-work.ts';

let rig: Rig;
let consoles: ConsoleRig[];
beforeEach(async () => {
  rig = await startRig();
  consoles = [];
  await makeTokens(rig, await rig.application('server_to_server', allTokens()), 60);
});
afterEach(async () => {
  for (const each of consoles) await each.close();
  await rig.close();
});

type More = Parameters<typeof consoleOf>[1];

/** A console, as each process of a vault may have one. */
const open = (more: More = {}) => {
  const made = consoleOf(rig, more);
  consoles.push(made);
  return made;
};

const workOf = async (at: ConsoleRig) => keyWork(at, await at.operator('custodian', rig.acme.tenantId));

const left = async () => {
  const use = await versionUse(rig.store, rig.acme.tenantId);
  return use.filter(({ version }) => version === 1).reduce((sum, { values }) => sum + values, 0);
};

/** A store whose first batch of a rewrap waits until it is let go. */
const heldStore = () => {
  const reached = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const isBatch = (write: Write) => write.some(({ sql }) => sql.startsWith('update tokens set kek_version'));
  const store = {
    ...rig.store,
    commit: async (write: Write) => {
      if (isBatch(write)) {
        reached.resolve();
        await go.promise;
      }
      return await rig.store.commit(write);
    },
  };
  return { store, reached: reached.promise, go: () => go.resolve() };
};

const rotateAndUse = async (work: Awaited<ReturnType<typeof workOf>>) => {
  await work.rotate();
  rig.pass(activationDelay);
};

describe('a rewrap', () => {
  it('waits until the new version is used, moves values in batches, and says how far it is', async () => {
    const timers = timersByHand();
    const writes: number[] = [];
    const counted = {
      ...rig.store,
      commit: async (write: Write) => {
        const values = write.filter(({ sql }) => sql.startsWith('update tokens')).length;
        if (values > 0) writes.push(values);
        return await rig.store.commit(write);
      },
    };
    const console = open({ after: timers.after, store: counted });
    const work = await workOf(console);
    await work.rotate();
    expect((await work.begin()).status).toBe(201);
    while (!timers.times().includes(activationDelay)) await turn();
    expect(await work.rewraps()).toMatchObject([{ state: 'running', progress: null }]);
    rig.pass(activationDelay);
    timers.run(activationDelay);
    expect(await work.ended()).toMatchObject({ state: 'done', progress: { done: 120, total: 120 }, failed: 0 });
    expect(writes).toEqual([50, 10, 50, 10]);
    expect(await left()).toBe(0);
  });

  it('runs once for a tenant and a few times in all, whichever process is asked', async () => {
    const { store, reached, go } = heldStore();
    const console = open({ store });
    const work = await workOf(console);
    await rotateAndUse(work);
    const begun = await work.begin();
    await reached;
    for (const at of [console, open()]) {
      expect(await (await workOf(at)).begin()).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining(begun.body.id) },
      });
    }
    const statuses: number[] = [];
    const waiting = open({
      store: { ...rig.store, scans: () => ({ rows: () => Promise.withResolvers<never>().promise }) },
    });
    consoles.pop();
    for (let each = 0; each < 4; each += 1) {
      const { tenantId } = await rig.tenant(`Tenant ${each}`);
      statuses.push((await keyWork(waiting, await waiting.operator('custodian', tenantId)).begin()).status);
    }
    expect(statuses).toEqual([201, 201, 201, 422]);
    go();
    expect(await work.ended()).toMatchObject({ state: 'done' });
  });

  it('is stopped from any process, and keeps nothing of the batch that was under way', async () => {
    const { store, reached, go } = heldStore();
    const console = open({ store });
    const work = await workOf(console);
    await rotateAndUse(work);
    const { body } = await work.begin();
    await reached;
    const elsewhere = await workOf(open());
    expect((await elsewhere.stop(body.id)).status).toBe(204);
    expect((await elsewhere.stop(body.id)).status).toBe(404);
    go();
    await console.close();
    expect(await left()).toBe(120);
    expect(await elsewhere.rewraps()).toMatchObject([{ id: body.id, state: 'stopped' }]);
    // The next one goes on there.
    rig.pass(1000);
    await elsewhere.begin();
    expect(await elsewhere.ended()).toMatchObject({ state: 'done' });
    expect(await left()).toBe(0);
  });

  it('goes on in another process when the one that did it is closed', async () => {
    const { store, reached, go } = heldStore();
    const console = open({ store });
    const work = await workOf(console);
    await rotateAndUse(work);
    const { body } = await work.begin();
    await reached;
    const closed = console.close();
    go();
    await closed;
    const rest = await left();
    expect(rest).toBe(70);
    const next = open({ after: timersByHand().after });
    await next.resume();
    const elsewhere = await workOf(next);
    expect(await elsewhere.ended()).toMatchObject({ id: body.id, state: 'done', progress: { done: 120, total: 120 } });
    expect(await left()).toBe(0);
  });

  it('goes on after half a minute when the process was killed, which then writes nothing more', async () => {
    const { store, reached, go } = heldStore();
    const killed = open({ store, after: timersByHand().after });
    const work = await workOf(killed);
    await rotateAndUse(work);
    const { body } = await work.begin();
    await reached;
    const next = open({ after: timersByHand().after });
    await next.resume();
    expect(await work.rewraps()).toMatchObject([{ state: 'running', progress: null }]);
    expect(await left()).toBe(120);
    rig.pass(3 * beat);
    await next.resume();
    const elsewhere = await workOf(next);
    expect(await elsewhere.ended()).toMatchObject({ id: body.id, state: 'done' });
    go();
    await killed.close();
    expect(await left()).toBe(0);
    expect(await elsewhere.rewraps()).toMatchObject([{ id: body.id, state: 'done' }]);
  });

  it('is left to the process that says it is still there', async () => {
    const { store, reached, go } = heldStore();
    const timers = timersByHand();
    const slow = open({ store, after: timers.after });
    const work = await workOf(slow);
    await rotateAndUse(work);
    await work.begin();
    await reached;
    rig.pass(3 * beat);
    timers.run(beat);
    // The note has been written when the next one is waited for.
    while (!timers.times().includes(beat)) await turn();
    const next = open({ after: timersByHand().after });
    await next.resume();
    expect(await left()).toBe(120);
    go();
    expect(await work.ended()).toMatchObject({ state: 'done' });
  });

  it('waits while the vault is sealed, and goes on with the keys that come back', async () => {
    const { store, reached, go } = heldStore();
    const timers = timersByHand();
    const console = open({ store, after: timers.after });
    await console.resume();
    const work = await workOf(console);
    await rotateAndUse(work);
    const { body } = await work.begin();
    await reached;
    rig.keyring.seal('for a test');
    go();
    while (!console.lines.some((line) => line.includes('waits until the vault is open'))) await turn();
    await rig.keyring.proveRootKey();
    expect(await work.rewraps()).toMatchObject([{ id: body.id, state: 'running' }]);
    rig.pass(3 * beat);
    timers.run(beat);
    expect(await work.ended()).toMatchObject({ id: body.id, state: 'done', failed: 0 });
    expect(await left()).toBe(0);
  });

  it('says how many values do not open, and goes with its tenant', async () => {
    await rig.store.commit([
      {
        sql: 'update tokens set wrapped_dek = ? where id = (select id from tokens order by id limit 1)',
        parameters: [new Uint8Array(40)],
      },
    ]);
    const work = await workOf(open());
    await rotateAndUse(work);
    await work.begin();
    expect(await work.ended()).toMatchObject({ state: 'done', failed: 1 });
    const admin = await consoles[0]?.operator('administrator', rig.acme.tenantId);
    expect((await consoles[0]?.call('DELETE', '/api/tenants/self', { cookie: admin?.cookie ?? '' }))?.status).toBe(204);
    await rig.vault.tidy();
    expect(await rig.store.rows('select id from key_rewraps')).toEqual([]);
  });
});
