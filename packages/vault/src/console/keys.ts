import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { currentRoot, newestRecord, type VersionedRoot } from '../keys/current-root.ts';
import { RootKeyError } from '../keys/errors.ts';
import { inventory, viewEntry } from '../keys/inventory.ts';
import { type KekVersion, kekVersions, versionUse } from '../keys/versions.ts';
import { wireTime } from '../times.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import type { KeyPlace } from './key-place.ts';
import { isReplaceable } from './vault-key.ts';

export const viewVersion = ({ version, state, createdAt, activeAt }: KekVersion) => ({
  ...{ version, state, created_at: wireTime(createdAt), active_at: wireTime(activeAt) },
});

/** The root key in use, or what is known of it while it cannot be asked: that is when somebody looks. */
const rootToShow = async ({ store, root }: KeyPlace): Promise<VersionedRoot> => {
  try {
    return await currentRoot(store, root);
  } catch (error) {
    const newest = await newestRecord(store);
    const [provider] = typeof root === 'function' ? root() : [root];
    if (!(error instanceof RootKeyError) || !newest || !provider) throw error;
    const { wrap, unwrap } = provider;
    return { ...newest, provider, keys: { wrap, unwrap } };
  }
};

/** What `keys status` and `keys inventory` say, of one tenant. */
export const keysOf = ({
  store,
  keyring,
  keys,
  clock,
}: ConsoleServices): Pick<Handlers<typeof consoleContract.keys, ConsoleContext>, 'retrieve'> => ({
  retrieve: async ({ tenant, asker }) => {
    const { id } = await tenant();
    const use = await versionUse(store.scans(asker(id)), id);
    const state = keyring.rootKey();
    const root = await rootToShow(keys);
    const entries = await inventory({ keys: keys.store, use, root, periods: keys.periods, tenantId: id });
    const now = clock();
    const versions = (await kekVersions(keys.store, now)).get(id) ?? [];
    const needed = (wanted: number) =>
      use.filter(({ version }) => version === wanted).reduce((sum, { values }) => sum + values, 0);
    return {
      tenant_id: id,
      // Of a sealed vault nobody gets this far.
      root_key: {
        status: state.status === 'reachable' ? 'reachable' : 'unreachable',
        until: state.status === 'unreachable' ? wireTime(state.until) : null,
        reason: state.status === 'reachable' ? null : state.reason,
        replaceable: isReplaceable(root.provider),
      },
      versions: versions.map((each) => ({ ...viewVersion(each), values: needed(each.version) })),
      inventory: entries.map((entry) => viewEntry(entry, now)),
    };
  },
});
