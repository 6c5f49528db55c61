import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { currentRoot } from '../keys/current-root.ts';
import { inventory, viewEntry } from '../keys/inventory.ts';
import { type KekVersion, kekVersions, versionUse } from '../keys/versions.ts';
import { wireTime } from '../times.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';

export const viewVersion = ({ version, state, createdAt, activeAt }: KekVersion) => ({
  ...{ version, state, created_at: wireTime(createdAt), active_at: wireTime(activeAt) },
});

/** What `keys status` and `keys inventory` say, of one tenant. */
export const keysOf = ({
  store,
  keys,
  clock,
}: ConsoleServices): Handlers<typeof consoleContract.keys, ConsoleContext> => ({
  retrieve: async ({ tenant, asker }) => {
    const { id } = await tenant();
    const use = await versionUse(store.scans(asker(id)), id);
    const root = await currentRoot(keys.store, keys.root);
    const entries = await inventory({ keys: keys.store, use, root, periods: keys.periods, tenantId: id });
    const now = clock();
    const versions = (await kekVersions(keys.store, now)).get(id) ?? [];
    const needed = (wanted: number) =>
      use.filter(({ version }) => version === wanted).reduce((sum, { values }) => sum + values, 0);
    return {
      tenant_id: id,
      versions: versions.map((each) => ({ ...viewVersion(each), values: needed(each.version) })),
      inventory: entries.map((entry) => viewEntry(entry, now)),
    };
  },
});
