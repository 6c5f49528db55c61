import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { floatingAddress, type Member, startGroup } from '../failover/postgres-group.ts';
import { missingFrom, startWriters, until } from '../failover/writers.ts';
import {
  dataFolder,
  initVault,
  makeApplication,
  runVault,
  serveVault,
  type VaultProcess,
} from '../processes/vault-process.ts';

/*
 * npm run bench:failover
 *
 * What a vault loses, and for how long it answers 503, when its PostgreSQL server dies and a standby takes over. The standby is promoted
 * one second after the crash, as a cluster manager does at best. Prints one line per arrangement.
 */

const writers = 8;
const detection = 1000;
const permissions = ['token:general:create', 'token:general:read:high'];
const say = (text: string) => void process.stdout.write(`${text}\n`);

interface Arrangement {
  name: string;
  standbys: readonly string[];
  /** `synchronous_standby_names` */
  synchronous: string;
  /** Milliseconds before the crash at which the network to the standby is cut. */
  lag: number;
}

const arrangements: readonly Arrangement[] = [
  { name: 'asynchronous', standbys: ['s1'], synchronous: '', lag: 0 },
  { name: 'asynchronous, cut off for the last second', standbys: ['s1'], synchronous: '', lag: 1000 },
  { name: 'synchronous', standbys: ['s1'], synchronous: 's1', lag: 0 },
  { name: 'synchronous, any one of two', standbys: ['s1', 's2'], synchronous: 'ANY 1 (s1, s2)', lag: 0 },
];

/** What happens to writes when standbys go away while the primary stays. */
const withoutStandby = async (vault: VaultProcess, key: string, followers: readonly Member[]) => {
  const load = startWriters(vault, key, writers);
  await wait(1000);
  const [first] = followers;
  await first?.stop();
  const stoppedAt = performance.now();
  await wait(3000);
  const during = load.acknowledged.filter(({ at }) => at > stoppedAt + 1000).length;
  await first?.start();
  await until(() => load.acknowledged.some(({ at }) => at > stoppedAt + 3000));
  await load.stop();
  return during;
};

const measure = async ({ name, standbys, synchronous, lag }: Arrangement) => {
  const { primary, followers, cut, remove } = await startGroup(standbys);
  const [successor] = followers;
  if (!successor) throw new Error('There is no standby.');
  const floating = await floatingAddress(primary);
  const folder = dataFolder();
  const log = join(folder.path, 'vault.log');
  try {
    const { key: management } = await initVault(folder.path, undefined, ['--database-url', floating.url]);
    const vault = await serveVault(folder.path, [], ['--database-url', floating.url, '--rate', '100000']);
    const key = await makeApplication(vault, management, 'server_to_server', permissions);
    if (synchronous !== '') {
      await primary.sql(`alter system set synchronous_standby_names = '${synchronous}'`);
      await primary.sql('select pg_reload_conf()');
      await until(async () =>
        /sync|quorum/.test(await primary.sql('select string_agg(sync_state, $$,$$) from pg_stat_replication')),
      );
    }
    const alone = synchronous === '' ? undefined : await withoutStandby(vault, key, followers);

    const load = startWriters(vault, key, writers);
    await wait(4000 - lag);
    if (lag > 0) cut();
    await wait(lag);
    const died = performance.now();
    await primary.kill();
    floating.move(undefined);
    await wait(detection);
    const promotion = await successor.promote();
    floating.move(successor);
    await until(() => load.acknowledged.some(({ at }) => at > died + detection));
    const back = (load.acknowledged.find(({ at }) => at > died + detection)?.at ?? 0) - died;
    await wait(1000);
    await load.stop();
    const before = load.acknowledged.filter(({ at }) => at <= died + 100);
    const missing = (await missingFrom(vault, key, before)).length;
    await vault.stop();
    writeFileSync(log, vault.output());
    const verified = await runVault([
      'audit',
      'verify',
      '--data-dir',
      folder.path,
      '--database-url',
      floating.url,
      '--log',
      log,
    ]);
    const found = (verified.all.match(/row-missing/g) ?? []).length;
    say(
      [
        `${name}: acknowledged before the crash ${before.length}, missing after it ${missing}, row-missing of audit verify ${found};`,
        `promotion ${Math.round(promotion)} ms, first write ${Math.round(back)} ms after the crash;`,
        `answers ${[...load.statuses].map(([status, count]) => `${status}: ${count}`).join(', ')}`,
        ...(alone === undefined ? [] : [`; writes in two seconds with one standby down ${alone}`]),
      ].join(' '),
    );
  } finally {
    floating.close();
    await remove();
    folder.remove();
  }
};

for (const arrangement of arrangements) await measure(arrangement);
