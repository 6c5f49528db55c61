import { currentRoot } from '../keys/current-root.ts';
import { type DueKey, dueKeys } from '../keys/due-keys.ts';
import { type KekVersion, kekVersions, versionUse } from '../keys/versions.ts';
import { command } from './command.ts';
import { withProgramName } from './program-name.ts';
import { count, countOf } from './progress.ts';
import { storageFlags } from './storage.ts';
import { whichTenants } from './which-tenants.ts';
import { type OpenVault, withVault } from './with-vault.ts';

interface VersionStatus extends KekVersion {
  /** How many values are encrypted under it, by kind. */
  values: Record<string, number>;
}

interface RootVersion {
  version: number;
  created_at: number;
}

const time = (at: number): string => new Date(at).toISOString();
const day = (at: number): string => time(at).slice(0, 10);
const sum = (values: Record<string, number>): number => Object.values(values).reduce((total, n) => total + n, 0);

const statusOf = async ({ keys, data, keyring, clock, root: source }: OpenVault, tenantId: string | undefined) => {
  const [root] = await keys.rows<RootVersion>(
    'select version, created_at from root_keys order by version desc limit 1',
  );
  const { uri, algorithm } = (await currentRoot(keys, source)).provider.describe();
  const versions = await kekVersions(keys, clock());
  const use = await versionUse(data, tenantId?.toLowerCase());
  const tenants = (await whichTenants(tenantId, versions, keyring)).map((id) => ({
    id,
    versions: (versions.get(id) ?? []).map((version): VersionStatus => {
      const own = use.filter((each) => each.tenantId === id && each.version === version.version);
      return { ...version, values: Object.fromEntries(own.map(({ what, values }) => [what, values])) };
    }),
  }));
  return { root: root && { ...root, uri, algorithm }, tenants };
};

type Status = Awaited<ReturnType<typeof statusOf>>;

const asJson = ({ root, tenants }: Status, due: readonly DueKey[]): string =>
  JSON.stringify({
    due: due.map(({ key, tenantId, due: when }) => ({ key, tenant_id: tenantId ?? null, due: when })),
    root_key: root && {
      version: root.version,
      created_at: time(root.created_at),
      uri: root.uri,
      algorithm: root.algorithm,
    },
    tenants: tenants.map(({ id, versions }) => ({
      tenant_id: id,
      versions: versions.map(({ version, state, createdAt, activeAt, values }) => ({
        version,
        state,
        created_at: time(createdAt),
        active_at: time(activeAt),
        values,
      })),
    })),
  });

const warnings = (due: readonly DueKey[]): string[] => {
  const said = (key: DueKey['key'], when: DueKey['due']) =>
    due.filter((each) => each.key === key && each.due === when).length;
  const lines: string[] = [];
  if (said('root', 'overdue') > 0)
    lines.push('The root key is older than its cryptoperiod: tessera-vault keys rotate --root');
  if (said('root', 'soon') > 0)
    lines.push('The cryptoperiod of the root key ends soon: tessera-vault keys rotate --root');
  for (const [when, words] of [
    ['overdue', 'older than their cryptoperiod'],
    ['soon', 'near the end of their cryptoperiod'],
  ] as const) {
    const n = said('tenant', when);
    if (n > 0) lines.push(`Keys of ${countOf(n, 'tenant')} are ${words}: tessera-vault keys rotate`);
  }
  return lines;
};

/** Suggests the next command to run. */
const advice = ({ tenants }: Status): string[] => {
  const old = tenants.flatMap(({ versions }) => versions.filter(({ state }) => state === 'old'));
  const needed = old.some(({ values }) => sum(values) > 0);
  const unused = new Set(old.filter(({ values }) => sum(values) === 0).map(({ version }) => version));
  return [
    ...(needed ? ['Old versions are still needed. To move on: tessera-vault keys rewrap'] : []),
    ...[...unused].map((n) => `Version ${n} is needed no more: tessera-vault keys destroy --key-version ${n}`),
  ];
};

const asText = (status: Status, due: readonly DueKey[]): string => {
  const { root, tenants } = status;
  const rows = tenants.flatMap(({ id, versions }) =>
    versions.map(({ version, state, createdAt, values }) => {
      return `  ${id}  ${String(version).padStart(7)}  ${state.padEnd(7)}  ${day(createdAt)}  ${count(sum(values)).padStart(12)}`;
    }),
  );
  return [
    ...(root
      ? [`Root key: version ${root.version}, since ${day(root.created_at)}, at ${root.uri} (${root.algorithm}).`, '']
      : []),
    `  ${'tenant'.padEnd(36)}  version  state    made              values`,
    ...rows,
    '',
    ...advice(status),
    ...warnings(due),
    '',
  ].join('\n');
};

export const keysStatus = command('keys status', {
  summary: 'shows key versions and how much is sealed under each',
  flags: ['tenant-id', 'root-key-days', 'tenant-key-days', ...storageFlags, 'json'],
  notes: [
    'A version is pending (not used yet), active (seals) or old (opens what it sealed before).',
    'No key is ever shown.',
  ],
  run: ({ 'tenant-id': tenantId, 'root-key-days': root, 'tenant-key-days': tenant, json, ...values }, terminal) =>
    withVault(values, terminal, async (vault) => {
      const status = await statusOf(vault, tenantId);
      const shown = new Set(status.tenants.map(({ id }) => id));
      const due = (await dueKeys(vault.keys, { root, tenant }, vault.clock())).filter(
        (each) => each.tenantId === undefined || shown.has(each.tenantId),
      );
      terminal.out(json ? `${asJson(status, due)}\n` : withProgramName(asText(status, due), terminal.environment));
    }),
});
