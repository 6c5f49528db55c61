import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dataFolder, initVault, makeApplication, runVault, serveVault } from '../processes/vault-process.ts';
import { floatingAddress, startGroup } from './postgres-group.ts';
import { missingFrom, startWriters, until } from './writers.ts';

/*
 * Two vaults on one PostgreSQL server, which dies while both write; its standby takes over. `npm run bench:failover` measures the same
 * with other arrangements.
 */

/** What was lost that a vault had acknowledged. */
interface Lost {
  /** Acknowledged before the server died. */
  acknowledged: number;
  missing: string[];
  /** Writes that `audit verify --log` misses, and how it ended. */
  found: number;
  code: number;
}

/** Writers of each vault, so also the most of its writes that are under way at any moment. */
const writers = 4;

/** Processes end quickly without `fsync`, and a killed process loses nothing that the system already has. */
const settings = { fsync: 'off', full_page_writes: 'off' };

const failOver = async (synchronous: boolean, workers: number): Promise<Lost> => {
  const { primary, followers, cut, remove } = await startGroup(['s1'], settings);
  const [successor] = followers;
  if (!successor) throw new Error('There is no standby.');
  const floating = await floatingAddress(primary);
  const folder = dataFolder();
  const onDatabase = ['--database-url', floating.url];
  try {
    const { key: management } = await initVault(folder.path, undefined, onDatabase);
    const vaults = await Promise.all(
      [1, 2].map(() => serveVault(folder.path, [], [...onDatabase, '--workers', `${workers}`])),
    );
    const [vault, other] = vaults;
    if (!vault || !other) throw new Error('Two vaults were to be started.');
    try {
      const key = await makeApplication(vault, management, 'server_to_server', [
        'token:general:create',
        'token:general:read:high',
      ]);
      if (synchronous) {
        await primary.sql(`alter system set synchronous_standby_names = 's1'`);
        await primary.sql('select pg_reload_conf()');
      }
      const state = synchronous ? 'sync' : 'async';
      await until(async () => (await primary.sql('select sync_state from pg_stat_replication')) === state);

      const loads = vaults.map((each) => startWriters(each, key, writers));
      const acknowledged = () => loads.map((load) => load.acknowledged.length);
      const eachHas = (more: number, since: readonly number[] = [0, 0]) =>
        until(() => acknowledged().every((count, n) => count >= (since[n] ?? 0) + more));
      await eachHas(20);
      if (!synchronous) {
        cut();
        // Writes that were under way at the cut are acknowledged after it and may have reached the standby.
        await eachHas(writers + 10, acknowledged());
      }
      await primary.kill();
      const before = loads.flatMap((load) => load.acknowledged).length;
      // The address may move before the standby takes writes.
      floating.move(successor);
      await until(async () => (await fetch(`${vault.origin}/readyz`)).status === 503);
      await successor.promote();
      await eachHas(10, acknowledged());
      for (const load of loads) await load.stop();

      const tokens = loads.flatMap((load) => load.acknowledged);
      const missing = await missingFrom(vault, key, tokens);
      expect(await missingFrom(other, key, tokens)).toEqual(missing);
      for (const each of vaults) expect(await each.stop()).toBe(0);
      const log = join(folder.path, 'both.log');
      writeFileSync(log, Buffer.concat(vaults.map((each) => each.output())));
      const verified = await runVault(['audit', 'verify', '--data-dir', folder.path, ...onDatabase, '--log', log]);
      const found = (verified.all.match(/row-missing/g) ?? []).length;
      return { acknowledged: before, missing, found, code: verified.code };
    } finally {
      for (const each of vaults) await each.kill();
    }
  } finally {
    floating.close();
    await remove();
    folder.remove();
  }
};

it('two vaults of two workers each lose nothing they have acknowledged when a synchronous standby takes over', {
  timeout: 300_000,
}, async () => {
  const { acknowledged, ...lost } = await failOver(true, 2);
  expect(lost).toEqual({ missing: [], found: 0, code: 0 });
  expect(acknowledged).toBeGreaterThanOrEqual(40);
});

it('two vaults lose what only the dead server had, and the log names each such write', {
  timeout: 300_000,
}, async () => {
  const { missing, found, code } = await failOver(false, 1);
  expect(missing.length).toBeGreaterThanOrEqual(20);
  expect([found, code]).toEqual([missing.length, 1]);
});
