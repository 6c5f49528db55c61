import type { Head } from '../audit/sealer.ts';
import type { Finding } from '../audit-verify/finding.ts';
import { type Verified, verifyAudit } from '../audit-verify/verify.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { count, progressLines } from './progress.ts';
import { readText } from './read-file.ts';
import { storageFlags } from './storage.ts';
import type { Terminal } from './terminal.ts';
import { type OpenVault, withVault } from './with-vault.ts';

/** Findings printed in full; of more, only the number. */
const most = 1000;

/** The seals that a log of the vault tells of. Lines of other programs in between do no harm. */
const headsIn = (file: string): Head[] => {
  const heads = readText(file, '--log')
    .split('\n')
    .flatMap((line): Head[] => {
      if (!line.includes('"audit_mac"')) return [];
      try {
        const { tenant_id: tenantId, audit_seal: seal, audit_mac: mac } = JSON.parse(line);
        if (typeof tenantId !== 'string' || typeof seal !== 'number' || typeof mac !== 'string') return [];
        return [{ tenantId, seal, mac: new Uint8Array(Buffer.from(mac, 'hex')) }];
      } catch {
        return [];
      }
    });
  if (heads.length > 0) return heads;
  throw new CommandError(`--log ${file} tells of no seal: is it the log of a vault, at level info?`);
};

const lineOf = ({ kind, tenantId, seal, message }: Finding): string =>
  `${kind.padEnd(18)} tenant ${tenantId}${seal === undefined ? '' : `, seal ${seal}`}: ${message}\n`;

const summaryOf = ({ rows, seals, unsealed, tokens, tenants, destroyed }: Verified): string =>
  [
    `${count(rows)} audit rows, ${count(seals)} seals and ${count(tokens)} tokens of ${count(tenants)} tenants were looked at.`,
    ...(unsealed > 0
      ? [`${count(unsealed)} rows are not sealed yet; a vault that serves seals them within a second.`]
      : []),
    ...(destroyed > 0 ? [`${count(destroyed)} tenants were deleted; what is left of their rows is unreadable.`] : []),
    '',
  ].join('\n');

export interface Check {
  verified: Verified;
  /** The first of them. */
  findings: Finding[];
}

/** Verifies an open vault; says findings and progress to people unless the answer is for a machine. */
export const check = async (
  vault: Pick<OpenVault, 'data' | 'keyring' | 'clock'>,
  terminal: Terminal,
  { json, heads = [] }: { json: boolean; heads?: readonly Head[] },
): Promise<Check> => {
  const findings: Finding[] = [];
  const verified = await verifyAudit({
    store: vault.data,
    keyring: vault.keyring,
    clock: vault.clock,
    heads,
    progress: progressLines(terminal),
    report: async (finding) => {
      if (findings.length >= most) return;
      findings.push(finding);
      if (!json) terminal.out(lineOf(finding));
    },
  });
  if (!json) terminal.out(summaryOf(verified));
  return { verified, findings };
};

/** What a check found, for a machine. */
export const checkAsJson = ({ verified, findings }: Check) => ({
  ...verified,
  findings: findings.map(({ tenantId, tokenId, ...finding }) => ({
    ...finding,
    tenant_id: tenantId,
    ...(tokenId !== undefined && { token_id: tokenId }),
  })),
  findings_total: verified.findings,
});

export const auditVerify = command('audit verify', {
  summary: 'finds what was changed behind the vault’s back',
  flags: ['log', ...storageFlags, 'json'],
  notes: [
    'Holds audit rows, the chain of seals over them and every token against each other, and opens',
    'each token. Finds rows and tokens that were edited, removed, reordered, moved or put back to an',
    'older version. Runs beside a vault that serves. Exit code 1 when anything is wrong.',
    'With --log, seals that the log tells of must be in the chain: so an end that was cut off shows.',
  ],
  run: ({ log, json, ...values }, terminal) =>
    withVault(values, terminal, async (vault) => {
      const heads = log === undefined ? [] : headsIn(log);
      const found = await check(vault, terminal, { json, heads });
      if (json) terminal.out(`${JSON.stringify(checkAsJson(found))}\n`);
      const { findings } = found.verified;
      if (findings > 0)
        throw new CommandError(
          `${count(findings)} things are wrong. Keep this database as it is for whoever investigates.`,
        );
      if (!json) terminal.out('Nothing is wrong.\n');
    }),
});
