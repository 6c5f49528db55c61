import { currentRoot } from '../keys/current-root.ts';
import { dueOf, type InventoryEntry, inventory, viewEntry } from '../keys/inventory.ts';
import { versionUse } from '../keys/versions.ts';
import { command } from './command.ts';
import { count } from './progress.ts';
import { storageFlags } from './storage.ts';
import { withVault } from './with-vault.ts';

const dayOf = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString().slice(0, 10));

/** Columns of the table, in the order of the page. */
const columns: readonly [title: string, of: (entry: InventoryEntry, now: number) => string][] = [
  ['owner', ({ owner }) => owner],
  ['key', ({ key }) => key],
  ['version', ({ version }) => String(version)],
  ['keys', ({ keys }) => count(keys)],
  ['algorithm', ({ algorithm }) => algorithm],
  ['made', ({ createdAt }) => dayOf(createdAt)],
  ['days', ({ cryptoperiod }) => (cryptoperiod === undefined ? '' : String(cryptoperiod))],
  ['due', (entry, now) => dueOf(entry, now)],
  ['purpose', ({ purpose }) => purpose],
  ['kept', ({ kept }) => kept],
];

const asText = (entries: readonly InventoryEntry[], now: number): string => {
  const rows = [columns.map(([title]) => title), ...entries.map((entry) => columns.map(([, of]) => of(entry, now)))];
  const widths = columns.map((_, place) => Math.max(...rows.map((row) => row[place]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, place) => cell.padEnd(widths[place] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const asJson = (entries: readonly InventoryEntry[], now: number): string =>
  JSON.stringify({ keys: entries.map((entry) => viewEntry(entry, now)) });

export const keysInventory = command('keys inventory', {
  summary: 'lists every key: purpose, algorithm, age, and where it is kept',
  flags: ['tenant-id', 'root-key-days', 'tenant-key-days', ...storageFlags, 'json'],
  notes: [
    'For the inventory that PCI DSS asks for (12.3.3). Keys that compute hashes have no end: what they',
    'computed could be compared no more. No key is ever shown.',
  ],
  run: ({ 'tenant-id': tenantId, 'root-key-days': root, 'tenant-key-days': tenant, json, ...values }, terminal) =>
    withVault(values, terminal, async ({ keys, data, root: source, clock }) => {
      const periods = { root, tenant };
      const current = await currentRoot(keys, source);
      const only = tenantId?.toLowerCase();
      const use = await versionUse(data, only);
      const entries = await inventory({ keys, use, root: current, periods, tenantId: only });
      terminal.out(`${json ? asJson(entries, clock()) : asText(entries, clock())}\n`);
    }),
});
