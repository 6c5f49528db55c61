import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settlingTime } from '../keys/destroy.ts';
import { tenantBytes } from '../keys/key-store.ts';
import { activationDelay } from '../keys/rotate.ts';
import { insertInto } from '../store/columns.ts';
import type { SqlValue } from '../store/port.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';
import type { ConsoleOptions } from './console.ts';
import { type ConsoleRig, consoleOf } from './testing/console-rig.ts';
import { approving, keyWork } from './testing/key-work.ts';

let rig: Rig;
let console: ConsoleRig;
beforeEach(async () => {
  rig = await startRig({ place: storageInFiles() });
  console = consoleOf(rig);
});
afterEach(async () => {
  await rig.close();
});

const custodian = (at: ConsoleRig) => at.operator('custodian', rig.acme.tenantId);

/** So many versions that nothing needs. */
const oldVersions = async (count: number) => {
  const work = keyWork(console, await custodian(console));
  for (let each = 0; each < count; each += 1) {
    expect((await work.rotate()).status).toBe(201);
    rig.pass(activationDelay + settlingTime);
  }
};

const versions = async () =>
  (await keyWork(console, await custodian(console)).look()).body.versions
    .map(({ version }: { version: number }) => version)
    .toReversed();

/** Takes a copy of a version, as a backup of the key database has it. Gives what puts it back. */
const copyOf = async (version: number) => {
  const { store } = rig.keyringOptions;
  const rows = await store.rows<Record<string, SqlValue>>(
    "select * from wrapped_keys where purpose = 'kek' and version = ? and tenant_id = ?",
    [version, tenantBytes(rig.acme.tenantId)],
  );
  expect(rows).toHaveLength(1);
  return async () =>
    await store.commit([
      { sql: 'delete from destroyed_versions', parameters: [] },
      ...rows.map((row) => insertInto('wrapped_keys', row)),
    ]);
};

const without = (guards: ConsoleOptions['guards'], more: Partial<ConsoleOptions> = {}) =>
  consoleOf(rig, { guards, ...more });

const touchRefused = { status: 403, body: { type: 'touch-refused' } };
// Authenticators that are synced between devices do not count, so a count does not give the second use away.
const uncounted = { counter: 0 };

describe('a touch to destroy a version', () => {
  it('is for that version, which would be another one without the guard', async () => {
    await oldVersions(3);
    const guessed = without({ touchFor: () => ['touch'] });
    for (const [at, passes] of [
      [console, false],
      [guessed, true],
    ] as const) {
      const who = await custodian(at);
      const work = keyWork(at, who);
      const signed = who.browser.sign((await work.options(1)).body);
      const answer = await work.destroy(2, signed);
      if (passes) expect(answer.status).toBe(204);
      else expect(answer).toMatchObject(touchRefused);
      expect(await versions()).toEqual(passes ? [1, 3, 4] : [1, 2, 3, 4]);
    }
  });

  it('is for one tenant, counts once and for a minute, and is by an own passkey that checks the person', async () => {
    await oldVersions(2);
    const other = await rig.tenant('Other');
    const theirs = { headers: { 'Tessera-Tenant': other.tenantId } };
    const ours = { headers: { 'Tessera-Tenant': rig.acme.tenantId } };
    const who = await console.operator('custodian');
    const elsewhere = keyWork(console, who, theirs);
    await elsewhere.rotate();
    rig.pass(activationDelay + settlingTime);
    const work = keyWork(console, who, ours);
    const forTheirs = who.browser.sign((await elsewhere.options(1)).body);
    expect(await work.destroy(1, forTheirs)).toMatchObject(touchRefused);

    const options = (await work.options(1)).body;
    const stranger = await custodian(console);
    const entry = who.browser.sign((await console.call('POST', '/session/options')).body);
    for (const signed of [
      stranger.browser.sign(options),
      who.browser.sign(options, { unchecked: true }),
      who.browser.sign(options, { origin: 'https://evil.test' }),
      who.browser.sign(options, { forged: true }),
      entry,
    ]) {
      expect(await work.destroy(1, signed)).toMatchObject(touchRefused);
    }
    const late = who.browser.sign(options);
    rig.pass(60_000);
    expect(await work.destroy(1, late)).toMatchObject(touchRefused);
    expect(await versions()).toEqual([1, 2, 3]);
  });

  it('is taken once, also when the version comes back with an older copy of the key database', async () => {
    for (const [guards, status] of [
      [undefined, 403],
      [{ once: () => [] }, 204],
    ] as const) {
      const at = without(guards);
      await oldVersions(1);
      const [old = 0] = await versions();
      const putBack = await copyOf(old);
      const who = await custodian(at);
      const work = keyWork(at, who);
      const signed = who.browser.sign((await work.options(old)).body, uncounted);
      expect((await work.destroy(old, signed)).status).toBe(204);
      await putBack();
      expect((await work.destroy(old, signed)).status).toBe(status);
    }
  });
});

describe('whoever may not', () => {
  it('destroys nothing of another tenant, which would work without the guard', async () => {
    await oldVersions(1);
    const other = await rig.tenant('Other');
    const sent = { headers: { 'Tessera-Tenant': rig.acme.tenantId } };
    for (const [at, status] of [
      [console, 403],
      [without({ inScope: () => true }), 204],
    ] as const) {
      const work = keyWork(at, await at.operator('custodian', other.tenantId), sent);
      for (const answer of [await work.look(), await work.rotate(), await work.begin()]) {
        if (status === 403) expect(answer).toMatchObject({ status, body: { type: 'role-forbidden' } });
        else expect(answer.status).toBeLessThan(300);
      }
      expect((await work.confirm(1)).status).toBe(status);
      await at.close();
    }
  });

  it('sees and stops no rewrap of another tenant', async () => {
    const never = Promise.withResolvers<never>().promise;
    const at = consoleOf(rig, { store: { ...rig.store, scans: () => ({ rows: () => never }) } });
    const { body } = await keyWork(at, await custodian(at)).begin();
    const other = await rig.tenant('Other');
    const theirs = keyWork(console, await console.operator('custodian', other.tenantId));
    expect(await theirs.rewraps()).toEqual([]);
    expect((await theirs.stop(body.id)).status).toBe(404);
    expect((await keyWork(console, await custodian(console)).stop(body.id)).status).toBe(204);
  });

  it('only looks as an auditor, and would do more without the guard', async () => {
    await oldVersions(1);
    for (const [at, allowed] of [
      [console, false],
      [without({ hasAction: () => true }), true],
    ] as const) {
      const work = keyWork(at, await at.operator('auditor', rig.acme.tenantId));
      expect((await work.look()).status).toBe(200);
      const rotated = await work.rotate();
      expect(rotated.status).toBe(allowed ? 201 : 403);
      expect((await work.begin()).status).toBe(allowed ? 201 : 403);
      await at.close();
    }
  });
});

describe('without another operator, where two are needed', () => {
  const needed = { status: 403, body: { type: 'approval-needed' } };
  const twoPerson = ['destroy-key'] as const;

  it('nothing is destroyed, and it would be in a console for which one person is enough', async () => {
    await oldVersions(1);
    const two = consoleOf(rig, { twoPerson });
    const who = await custodian(two);
    // The touch of a console that asks for nobody else.
    const signed = who.browser.sign((await keyWork(console, who).options(1)).body);
    expect(await keyWork(two, who).options(1)).toMatchObject(needed);
    expect(await keyWork(two, who).destroy(1, signed)).toMatchObject(needed);
    expect(await versions()).toEqual([1, 2]);
    expect((await keyWork(console, who).destroy(1, signed)).status).toBe(204);
  });

  it('an approval is for one version and used once, which would be twice without the guard', async () => {
    for (const [guards, passes] of [
      [undefined, false],
      [{ once: () => [] }, true],
    ] as const) {
      await oldVersions(2);
      const [first = 0, second = 0] = await versions();
      const putBack = await copyOf(first);
      const at = without(guards, { twoPerson });
      const [ada, bo] = [await custodian(at), await custodian(at)];
      const { ask, give } = approving(at);
      const asked = await ask(ada, 'destroy-key', String(first));
      expect((await give(bo, asked.body.id)).status).toBe(200);
      const work = keyWork(at, ada);
      expect(await work.confirm(second)).toMatchObject(needed);
      expect((await work.confirm(first)).status).toBe(204);
      await putBack();
      const again = await work.confirm(first);
      if (passes) expect(again.status).toBe(204);
      else expect(again).toMatchObject(needed);
    }
  });
});
