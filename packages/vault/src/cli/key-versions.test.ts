import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pooledRandom } from '../keys/random.ts';
import { rootKeyFromFile } from '../keys/root-key-sources.ts';
import { mostVersions, rotateKek } from '../keys/rotate.ts';
import { openDataDir } from '../storage/data-dir.ts';
import { run, vault } from './testing/commands.ts';

it('keys rotate makes no more versions than the console does, and says what to do, before any tenant gets one', async () => {
  const { folder, made } = await vault();
  const at = ['--data-dir', folder];
  expect((await run(['tenants', 'create', '--tenant', 'Other', '--stop-unpinned-pages', ...at])).code).toBe(0);
  const stores = await openDataDir(folder, Date.now);
  const options = {
    ...{ store: stores.keys, root: rootKeyFromFile(join(folder, 'root.key')) },
    ...{ random: pooledRandom(), clock: Date.now },
  };
  for (let version = 2; version < mostVersions; version++) await rotateKek(options, made.tenant_id);
  await stores.close();
  expect((await run(['keys', 'rotate', '--tenant-id', made.tenant_id, ...at])).code).toBe(0);
  for (const which of [['--tenant-id', made.tenant_id], []]) {
    const refused = await run(['keys', 'rotate', ...which, ...at]);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain(`Tenant ${made.tenant_id} has ${mostVersions} versions of its key`);
    expect(refused.err).toContain('keys destroy');
  }
  const { out } = await run(['keys', 'status', '--json', ...at]);
  const versions = JSON.parse(out).tenants.map((tenant: { versions: unknown[] }) => tenant.versions.length);
  expect(versions.toSorted((a: number, b: number) => a - b)).toEqual([1, mostVersions]);
});
