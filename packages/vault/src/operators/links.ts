import type { Random } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { idColumn, insertInto } from '../store/columns.ts';
import type { Reads, Statement } from '../store/port.ts';
import { isSameMark, markOf } from './mark.ts';
import { type Operator, type OperatorRow, operatorColumns, operatorOf } from './operator.ts';

/** How long a link works, in milliseconds. */
export const linkLife = 24 * 60 * 60_000;

/** A secret for a link or a cookie: 256 bits. */
export const newSecret = (random: Random): string => Buffer.from(random(32)).toString('base64url');

/** What a link is found by. Only a process with the vault's keys can make it of the secret, and nobody can make the secret of it. */
export const linkDigest = (keyring: Keyring, secret: string): Uint8Array => markOf(keyring, 'link', [secret]);

const macOf = (keyring: Keyring, digest: Uint8Array, operatorId: string, expiresAt: number): Uint8Array =>
  markOf(keyring, 'link-row', [digest, operatorId, expiresAt]);

/** Keeps the digest of a link by which an operator enrols a first passkey. */
export const insertLink = (keyring: Keyring, operatorId: string, secret: string, expiresAt: number): Statement => {
  const digest = linkDigest(keyring, secret);
  return insertInto('operator_links', {
    digest,
    operator_id: idColumn(operatorId),
    expires_at: expiresAt,
    mac: macOf(keyring, digest, operatorId, expiresAt),
  });
};

/** Whose link that is, while it works. */
export const findLink = async (
  store: Reads,
  keyring: Keyring,
  digest: Uint8Array,
  now: number,
): Promise<Operator | undefined> => {
  const [row] = await store.rows<OperatorRow & { expires_at: number; mac: Uint8Array }>(
    `select l.expires_at, l.mac, ${operatorColumns} from operator_links l join operators o on o.id = l.operator_id
      where l.digest = ? and l.expires_at > ?`,
    [digest, now],
  );
  const operator = row && operatorOf(keyring, row);
  if (!operator || operator.revokedAt !== undefined) return undefined;
  return isSameMark(macOf(keyring, digest, operator.id, row.expires_at), row.mac) ? operator : undefined;
};

/** What stands for "the link was used meanwhile" when a write comes back. */
export const linkOvertaken = 'link-overtaken';

/** Takes a link out of use. Of several at the same time one succeeds. */
export const spendLink = (digest: Uint8Array): Statement => ({
  sql: 'delete from operator_links where digest = ?',
  parameters: [digest],
  guard: { changes: 1, otherwise: linkOvertaken },
});
