import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { Statement, Store } from '../../store/port.ts';

/** A person who may have keys destroyed or replaced, together with another one. */
export interface Operator {
  name: string;
  /** Ed25519. */
  publicKey: KeyObject;
  /** Milliseconds since the epoch. */
  addedAt: number;
}

interface Row {
  name: string;
  public_key: Uint8Array;
  added_at: number;
}

export const operatorsOf = async (store: Store): Promise<Operator[]> => {
  const rows = await store.rows<Row>('select name, public_key, added_at from key_operators order by name');
  return rows.map((row) => ({
    name: row.name,
    publicKey: createPublicKey({ key: Buffer.from(row.public_key), format: 'der', type: 'spki' }),
    addedAt: row.added_at,
  }));
};

/** With two operators or more, each act needs two of them. So the last but one is removed by two as well, and that ends it. */
export const needsTwo = (operators: readonly Operator[]): boolean => operators.length >= 2;

const bytesOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' });

/** What a public key is compared by: SHA-256 of its DER form, in hexadecimal. */
export const fingerprintOf = (key: KeyObject): string => createHash('sha256').update(bytesOf(key)).digest('hex');

/** Adds an operator. Refused as `taken` where the name or the key is there already. */
export const addOperator = ({ name, publicKey, addedAt }: Operator): Statement => ({
  sql: 'insert into key_operators (name, public_key, added_at) values (?, ?, ?) on conflict do nothing',
  parameters: [name, bytesOf(publicKey), addedAt],
  guard: { changes: 1, otherwise: 'taken' },
});

/** Removes an operator. Refused as `unknown` where there is none of that name. */
export const removeOperator = (name: string): Statement => ({
  sql: 'delete from key_operators where name = ?',
  parameters: [name],
  guard: { changes: 1, otherwise: 'unknown' },
});
