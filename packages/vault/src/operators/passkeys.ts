import { idFromText, idToText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { idColumn, insertInto } from '../store/columns.ts';
import type { Reads, Statement } from '../store/port.ts';
import { isSameMark, markOf } from './mark.ts';
import { type Operator, type OperatorRow, operatorColumns, operatorOf } from './operator.ts';

/** A passkey of an operator. */
export interface Passkey {
  id: string;
  operatorId: string;
  credentialId: Uint8Array;
  publicKey: Uint8Array;
  /** How often it has signed, where it counts. */
  counter: number;
  /** How browsers reach it. */
  transports: readonly string[];
  name: string;
  /** Whether it may exist on several devices. */
  synced: boolean;
  createdAt: number;
  usedAt: number | undefined;
}

interface Row {
  id: Uint8Array;
  operator_id: Uint8Array;
  credential_id: Uint8Array;
  public_key: Uint8Array;
  counter: number;
  transports: string;
  name: string;
  synced: number;
  created_at: number;
  used_at: number | null;
  mac: Uint8Array;
}

const columns = ['id', 'credential_id', 'public_key', 'counter', 'transports', 'name', 'synced', 'created_at'];
const selected = [...columns, 'used_at', 'mac'].map((name) => `p.${name}`).join(', ');

/** How often it has signed changes at every use and is left out. */
const macOf = (keyring: Keyring, { id, operatorId, credentialId, publicKey, name, createdAt }: Passkey): Uint8Array =>
  markOf(keyring, 'passkey', [id, operatorId, credentialId, publicKey, name, createdAt]);

const passkeyOf = (keyring: Keyring, row: Row): Passkey | undefined => {
  const passkey: Passkey = {
    id: idToText(row.id),
    operatorId: idToText(row.operator_id),
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: row.counter,
    transports: JSON.parse(row.transports),
    name: row.name,
    synced: row.synced !== 0,
    createdAt: row.created_at,
    usedAt: row.used_at ?? undefined,
  };
  return isSameMark(macOf(keyring, passkey), row.mac) ? passkey : undefined;
};

/** What stands for "the passkey was used, removed or enrolled meanwhile" when a write comes back. */
export const passkeyOvertaken = 'passkey-overtaken';

/**
 * Has others wait who add or remove a way to sign in of the same operator: it changes nothing and locks the row until the write is kept. Without it,
 * two processes on PostgreSQL would each count what there was before the other one. It comes first in a write, as everywhere, so that no two
 * writes wait for each other.
 */
export const afterOthers = (operatorId: string): Statement => ({
  sql: 'update operators set name = name where id = ?',
  parameters: [idColumn(operatorId)],
});

/** Passkeys that an operator may have, and accounts. */
export const mostWays = 20;

/** What stands for "the operator has as many of them as may be" when a write comes back. */
export const noRoom = 'no-room';

/** Lets a write go on that adds a way to sign in, while there is room for it. */
export const roomFor = (table: 'operator_passkeys' | 'operator_identities', operatorId: string): Statement[] => [
  afterOthers(operatorId),
  {
    sql: `update operators set name = name where id = ?
      and (select count(*) from ${table} where operator_id = ?) < ${mostWays}`,
    parameters: [idColumn(operatorId), idColumn(operatorId)],
    guard: { changes: 1, otherwise: noRoom },
  },
];

/** Keeps a passkey, unless one that browsers call the same is there already, or there is no room. */
export const insertPasskey = (keyring: Keyring, passkey: Passkey): Statement[] => {
  const { sql, parameters } = insertInto('operator_passkeys', {
    id: idColumn(passkey.id),
    operator_id: idColumn(passkey.operatorId),
    credential_id: passkey.credentialId,
    public_key: passkey.publicKey,
    counter: passkey.counter,
    transports: JSON.stringify(passkey.transports),
    name: passkey.name,
    synced: passkey.synced ? 1 : 0,
    created_at: passkey.createdAt,
    used_at: passkey.usedAt ?? null,
    mac: macOf(keyring, passkey),
  });
  return [
    ...roomFor('operator_passkeys', passkey.operatorId),
    { sql: `${sql} on conflict do nothing`, parameters, guard: { changes: 1, otherwise: passkeyOvertaken } },
  ];
};

/** Notes that a passkey has signed. */
export const usePasskey = ({ id, counter }: Passkey, newCounter: number, now: number): Statement => ({
  sql: 'update operator_passkeys set counter = ?, used_at = ? where id = ? and counter = ?',
  parameters: [newCounter, now, idColumn(id), counter],
  guard: { changes: 1, otherwise: passkeyOvertaken },
});

/** Whether an operator, who is named twice, has another way to sign in than the one that is to be removed. */
export const isNotLastWay = `(select count(*) from operator_passkeys where operator_id = ?)
  + (select count(*) from operator_identities where operator_id = ?) > 1`;

/** Removes a passkey, and ends the sessions that began with it. The last way to sign in of an operator stays. */
export const deletePasskey = (operatorId: string, id: string): Statement[] => [
  afterOthers(operatorId),
  { sql: 'delete from operator_sessions where passkey_id = ?', parameters: [idColumn(id)] },
  {
    sql: `delete from operator_passkeys where id = ? and operator_id = ? and ${isNotLastWay}`,
    parameters: [idColumn(id), ...[operatorId, operatorId, operatorId].map(idColumn)],
    guard: { changes: 1, otherwise: passkeyOvertaken },
  },
];

/** The passkeys of an operator, oldest first. */
export const passkeysOf = async (store: Reads, keyring: Keyring, operatorId: string): Promise<Passkey[]> => {
  const rows = await store.rows<Row>(
    `select ${selected}, p.operator_id from operator_passkeys p where p.operator_id = ? order by p.created_at, p.id`,
    [idColumn(operatorId)],
  );
  return rows.flatMap((row) => passkeyOf(keyring, row) ?? []);
};

/** One of them. `id` may be any text. */
export const findPasskey = async (store: Reads, keyring: Keyring, operatorId: string, id: string) => {
  if (!idFromText(id)) return undefined;
  return (await passkeysOf(store, keyring, operatorId)).find((passkey) => passkey.id === id.toLowerCase());
};

/** A passkey by what browsers call it, with its operator, unless that one was revoked. */
export const findCredential = async (
  store: Reads,
  keyring: Keyring,
  credentialId: Uint8Array,
): Promise<{ passkey: Passkey; operator: Operator } | undefined> => {
  const [row] = await store.rows<Row & OperatorRow>(
    `select ${selected}, ${operatorColumns} from operator_passkeys p join operators o on o.id = p.operator_id
      where p.credential_id = ?`,
    [credentialId],
  );
  const passkey = row && passkeyOf(keyring, row);
  const operator = row && operatorOf(keyring, row);
  return passkey && operator && operator.revokedAt === undefined ? { passkey, operator } : undefined;
};
