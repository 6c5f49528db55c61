import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import { activityOf } from '../audit/activity.ts';
import { sealStateOf } from '../audit/seal-state.ts';
import { dueKeys } from '../keys/due-keys.ts';
import { kekVersions } from '../keys/versions.ts';
import { wireTime } from '../times.ts';
import { callsByHour } from '../usage/call-counts.ts';
import { countTokens } from '../usage/report.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import { viewVersion } from './keys.ts';
import { warningsOf } from './warnings.ts';

const timeOrNull = (at: number | undefined) => (at === undefined ? null : wireTime(at));

/** How a tenant's part of the vault is doing. */
export const overviewOf = (services: ConsoleServices): Handlers<typeof consoleContract.overview, ConsoleContext> => ({
  retrieve: async ({ tenant, asker }) => {
    const { store, keyring, keys, clock, ready, includedTokens } = services;
    const { id } = await tenant();
    const now = clock();
    const scans = store.scans(asker(id));
    const isReady = await ready().then(
      () => true,
      () => false,
    );
    const tokens = await countTokens(scans, id, now);
    const calls = await callsByHour(scans, id, now);
    const activity = await activityOf(scans, id, now);
    const seals = await sealStateOf(scans, id);
    const versions = (await kekVersions(keys.store, now)).get(id) ?? [];
    const due = await dueKeys(keys.store, keys.periods, now);
    const root = keyring.rootKey();
    const until = root.status === 'unreachable' ? root.until : undefined;
    return {
      tenant_id: id,
      store: isReady ? 'ready' : 'failing',
      // Of a sealed vault nobody gets this far.
      root_key: { status: root.status === 'reachable' ? 'reachable' : 'unreachable', until: timeOrNull(until) },
      tokens: {
        total: tokens.rows.reduce((sum, { count }) => sum + count, 0),
        by_type: tokens.rows
          .filter(({ count }) => count > 0)
          .sort((a, b) => b.count - a.count)
          .map(({ type, count, last_created_at: last }) => ({
            ...{ type, count, last_created_at: timeOrNull(last ?? undefined) },
          })),
        active_this_month: tokens.activeThisMonth,
        included: includedTokens,
      },
      calls: calls.map(({ start, ...counts }) => ({ start: wireTime(start), ...counts })),
      activity: {
        from: wireTime(activity.from),
        hours: activity.hours.map(({ start, operations }) => ({ start: wireTime(start), operations })),
      },
      audit: {
        seal: seals.seal ?? null,
        sealed_at: timeOrNull(seals.sealedAt),
        unsealed_since: timeOrNull(seals.unsealedSince),
      },
      key_versions: versions.map(viewVersion),
      warnings: warningsOf({
        ...{ isReady, root, versions, unsealedSince: seals.unsealedSince, now },
        due: due.filter(({ tenantId }) => tenantId === undefined || tenantId === id),
      }),
    };
  },
});
