import { idFromText, idToText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { idColumn, insertInto } from '../store/columns.ts';
import type { Reads, Statement } from '../store/port.ts';
import { isSameMark, markOf } from './mark.ts';
import { type Operator, type OperatorRow, operatorColumns, operatorOf } from './operator.ts';
import { afterOthers, isNotLastWay, roomFor } from './passkeys.ts';

/** An account at an OpenID provider that an operator signs in with. */
export interface Identity {
  id: string;
  operatorId: string;
  /** The provider, as its tokens name it. */
  issuer: string;
  /** The account, as the provider names it: an e-mail address may be given to somebody else, this may not (OpenID Connect Core §5.7). */
  subject: string;
  /** What the provider called the account when it was linked, for people to read. */
  name: string;
  createdAt: number;
  usedAt: number | undefined;
}

interface Row {
  id: Uint8Array;
  operator_id: Uint8Array;
  issuer: string;
  subject: string;
  name: string;
  created_at: number;
  used_at: number | null;
  mac: Uint8Array;
}

const selected = ['id', 'issuer', 'subject', 'name', 'created_at', 'used_at', 'mac']
  .map((name) => `i.${name}`)
  .join(', ');

/** When it was used last changes at every use and is left out. */
const macOf = (keyring: Keyring, { id, operatorId, issuer, subject, name, createdAt }: Identity): Uint8Array =>
  markOf(keyring, 'identity', [id, operatorId, issuer, subject, name, createdAt]);

const identityOf = (keyring: Keyring, row: Row): Identity | undefined => {
  const identity: Identity = {
    id: idToText(row.id),
    operatorId: idToText(row.operator_id),
    issuer: row.issuer,
    subject: row.subject,
    name: row.name,
    createdAt: row.created_at,
    usedAt: row.used_at ?? undefined,
  };
  return isSameMark(macOf(keyring, identity), row.mac) ? identity : undefined;
};

/** What stands for "the account was removed, or linked to somebody, meanwhile" when a write comes back. */
export const identityOvertaken = 'identity-overtaken';

/** Links an account to an operator, unless it is linked already, or there is no room. */
export const insertIdentity = (keyring: Keyring, identity: Identity): Statement[] => {
  const { sql, parameters } = insertInto('operator_identities', {
    id: idColumn(identity.id),
    operator_id: idColumn(identity.operatorId),
    issuer: identity.issuer,
    subject: identity.subject,
    name: identity.name,
    created_at: identity.createdAt,
    used_at: identity.usedAt ?? null,
    mac: macOf(keyring, identity),
  });
  return [
    ...roomFor('operator_identities', identity.operatorId),
    { sql: `${sql} on conflict do nothing`, parameters, guard: { changes: 1, otherwise: identityOvertaken } },
  ];
};

/** Notes that somebody signed in with an account. */
export const useIdentity = ({ id }: Identity, now: number): Statement => ({
  sql: 'update operator_identities set used_at = ? where id = ?',
  parameters: [now, idColumn(id)],
  guard: { changes: 1, otherwise: identityOvertaken },
});

/** Removes an account of an operator, and ends the sessions that began with it. The last way to sign in stays. */
export const deleteIdentity = (operatorId: string, id: string): Statement[] => [
  afterOthers(operatorId),
  { sql: 'delete from operator_sessions where identity_id = ?', parameters: [idColumn(id)] },
  {
    sql: `delete from operator_identities where id = ? and operator_id = ? and ${isNotLastWay}`,
    parameters: [idColumn(id), ...[operatorId, operatorId, operatorId].map(idColumn)],
    guard: { changes: 1, otherwise: identityOvertaken },
  },
];

/** The accounts of an operator, oldest first. */
export const identitiesOf = async (store: Reads, keyring: Keyring, operatorId: string): Promise<Identity[]> => {
  const rows = await store.rows<Row>(
    `select ${selected}, i.operator_id from operator_identities i where i.operator_id = ? order by i.created_at, i.id`,
    [idColumn(operatorId)],
  );
  return rows.flatMap((row) => identityOf(keyring, row) ?? []);
};

/** One of them. `id` may be any text. */
export const findIdentity = async (store: Reads, keyring: Keyring, operatorId: string, id: string) => {
  if (!idFromText(id)) return undefined;
  return (await identitiesOf(store, keyring, operatorId)).find((identity) => identity.id === id.toLowerCase());
};

/** Whose account that is, unless the operator was revoked. */
export const findAccount = async (
  store: Reads,
  keyring: Keyring,
  { issuer, subject }: Pick<Identity, 'issuer' | 'subject'>,
): Promise<{ identity: Identity; operator: Operator } | undefined> => {
  const [row] = await store.rows<Row & OperatorRow>(
    `select ${selected}, ${operatorColumns} from operator_identities i join operators o on o.id = i.operator_id
      where i.issuer = ? and i.subject = ?`,
    [issuer, subject],
  );
  const identity = row && identityOf(keyring, row);
  const operator = row && operatorOf(keyring, row);
  return identity && operator && operator.revokedAt === undefined ? { identity, operator } : undefined;
};
