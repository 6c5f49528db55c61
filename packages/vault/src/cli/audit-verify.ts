import type { Finding } from '../audit-verify/finding.ts';
import { type Verified, verifyAudit } from '../audit-verify/verify.ts';
import type { LogPiece } from '../audit-verify/verify-log.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { count, countOf, progressLines } from './progress.ts';
import { readLines } from './read-file.ts';
import { storageFlags } from './storage.ts';
import type { Terminal } from './terminal.ts';
import { type OpenVault, withVault } from './with-vault.ts';

/** How many findings are printed; of further ones, only their number is. */
const most = 1000;

/** What one line of the vault's log tells of; nothing of lines of other programs, or of one that is still being written. */
const readLine = (line: string): Record<string, unknown> | undefined => {
  if (!line.includes('"audit_mac"') && !line.includes('"audit_row"')) return undefined;
  try {
    const told: unknown = JSON.parse(line);
    return typeof told === 'object' && told !== null && 'tenant_id' in told ? { ...told } : undefined;
  } catch {
    return undefined;
  }
};

const emptyPiece = (): LogPiece => ({ heads: [], rows: new Map(), since: Number.MAX_SAFE_INTEGER, until: 0 });

/** Seals and marks of rows that are held in memory at once. */
const mostHeld = 100_000;

/** Reads the seals and the audit rows of writes from a log, piece by piece. */
export function* logPieces(file: string, most = mostHeld): Generator<LogPiece, void> {
  let piece = emptyPiece();
  let held = 0;
  for (const line of readLines(file, '--log')) {
    const {
      time,
      tenant_id: tenantId,
      audit_seal: seal,
      audit_mac: mac,
      audit_row: mark,
      trace_id: trace,
    } = readLine(line) ?? {};
    if (typeof tenantId !== 'string') continue;
    if (typeof seal === 'number' && typeof mac === 'string') {
      piece.heads.push({ tenantId, seal, mac: new Uint8Array(Buffer.from(mac, 'hex')) });
    } else if (typeof mark === 'string') {
      const own = piece.rows.get(tenantId) ?? new Map<string, string>();
      piece.rows.set(tenantId, own.set(mark, String(trace)));
    }
    const at = Date.parse(String(time)) || 0;
    piece.since = Math.min(piece.since, at);
    piece.until = Math.max(piece.until, at);
    held += 1;
    if (held < most) continue;
    yield piece;
    piece = emptyPiece();
    held = 0;
  }
  if (held > 0) yield piece;
}

/** Throws where a log has no seal: it is another one, or is not whole. */
const assertSealed = (file: string): void => {
  for (const { heads } of logPieces(file, 1)) if (heads.length > 0) return;
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
  { json, log }: { json: boolean; log?: Iterable<LogPiece> },
): Promise<Check> => {
  const findings: Finding[] = [];
  const verified = await verifyAudit({
    store: vault.data,
    keyring: vault.keyring,
    clock: vault.clock,
    ...(log && { log }),
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
      if (log !== undefined) assertSealed(log);
      const found = await check(vault, terminal, { json, ...(log !== undefined && { log: logPieces(log) }) });
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
