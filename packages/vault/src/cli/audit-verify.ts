import type { Head } from '../audit/sealer.ts';
import type { Finding } from '../audit-verify/finding.ts';
import { type Verified, verifyAudit } from '../audit-verify/verify.ts';
import type { LoggedRows } from '../audit-verify/verify-rows.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { count, countOf, progressLines } from './progress.ts';
import { readLines } from './read-file.ts';
import { storageFlags } from './storage.ts';
import type { Terminal } from './terminal.ts';
import { type OpenVault, withVault } from './with-vault.ts';

/** How many findings are printed; of further ones, only their number is. */
const most = 1000;

/** The entries of the vault's log that `audit verify` compares with the database. */
interface LogEvidence {
  heads: Head[];
  logged: LoggedRows;
}

/** Reads the seals and the audit rows of writes from a log. Lines of other programs are ignored. */
const readLog = (file: string): LogEvidence => {
  const heads: Head[] = [];
  const rows = new Map<string, Map<string, string>>();
  let until = 0;
  for (const line of readLines(file, '--log')) {
    if (!line.includes('"audit_mac"') && !line.includes('"audit_row"')) continue;
    try {
      const {
        time,
        tenant_id: tenantId,
        audit_seal: seal,
        audit_mac: mac,
        audit_row: mark,
        trace_id: trace,
      } = JSON.parse(line);
      if (typeof tenantId !== 'string') continue;
      if (typeof seal === 'number' && typeof mac === 'string') {
        heads.push({ tenantId, seal, mac: new Uint8Array(Buffer.from(mac, 'hex')) });
      } else if (typeof mark === 'string') {
        const own = rows.get(tenantId) ?? new Map<string, string>();
        rows.set(tenantId, own.set(mark, String(trace)));
      }
      until = Math.max(until, Date.parse(time) || 0);
    } catch {
      // Not JSON, such as the incomplete last line of a log that is still being written.
    }
  }
  if (heads.length > 0) return { heads, logged: { rows, until } };
  throw new CommandError(`--log ${file} tells of no seal: is it the log of a vault, at level info?`);
};

const lineOf = ({ kind, tenantId, seal, message }: Finding): string =>
  `${kind.padEnd(18)} tenant ${tenantId}${seal === undefined ? '' : `, seal ${seal}`}: ${message}\n`;

const summaryOf = ({ rows, seals, unsealed, unproven, tokens, tenants, destroyed }: Verified): string =>
  [
    `Looked at ${countOf(rows, 'audit row')}, ${countOf(seals, 'seal')} and ${countOf(tokens, 'token')} of ${countOf(tenants, 'tenant')}.`,
    ...(unsealed > 0
      ? [`Without a seal: ${countOf(unsealed, 'row')}. A vault that serves seals new rows within a second.`]
      : []),
    ...(unproven === undefined
      ? []
      : [`Newer than the last line of the log, which cannot speak for them: ${countOf(unproven, 'row')}.`]),
    ...(destroyed > 0 ? [`Deleted: ${countOf(destroyed, 'tenant')}. What is left of the rows is unreadable.`] : []),
    '',
  ].join('\n');

/** A sentence on how much was found, of the database or of what is named. */
export const howMuchIsWrong = (findings: number, where = ''): string =>
  findings === 1 ? `One thing${where} is wrong.` : `${count(findings)} things${where} are wrong.`;

export interface Check {
  verified: Verified;
  /** The first of them. */
  findings: Finding[];
}

/** Verifies an open vault. Prints findings and progress, unless the output is JSON. */
export const check = async (
  vault: Pick<OpenVault, 'data' | 'keyring' | 'clock'>,
  terminal: Terminal,
  { json, evidence = {} }: { json: boolean; evidence?: Partial<LogEvidence> },
): Promise<Check> => {
  const findings: Finding[] = [];
  const verified = await verifyAudit({
    store: vault.data,
    keyring: vault.keyring,
    clock: vault.clock,
    ...evidence,
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

/** The result as JSON. */
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
  summary: 'finds what was changed without the vault',
  flags: ['log', ...storageFlags, 'json'],
  notes: [
    'Compares audit rows, the seals over them and tokens with each other and decrypts every token;',
    'compares the settings of tenants, applications, reactors and formulas with their last change.',
    'Finds what was edited, removed, reordered, moved or put back to an older version, and ends with',
    'code 1 if there is anything. It may run while the vault serves.',
    'With --log (of level info), every seal and every acknowledged write in the log must be in the',
    'database: this shows rows that were cut off at the end, and writes that a failover lost.',
  ],
  run: ({ log, json, ...values }, terminal) =>
    withVault(values, terminal, async (vault) => {
      const evidence = log === undefined ? {} : readLog(log);
      const found = await check(vault, terminal, { json, evidence });
      if (json) terminal.out(`${JSON.stringify(checkAsJson(found))}\n`);
      const { findings } = found.verified;
      if (findings > 0)
        throw new CommandError(`${howMuchIsWrong(findings)} Keep this database as it is for whoever investigates.`);
      if (json) return;
      terminal.out('Nothing is wrong.\n');
      if (log === undefined) {
        terminal.out('Only with --log would it show that the newest rows were cut off together with their seals.\n');
      }
    }),
});
