import type { Statement, Store } from '../../store/port.ts';
import { countChange } from '../key-store.ts';
import { digestOf, type Share } from './share.ts';

/** The shares of the root key in use, as the key database knows them. No share can be made from it. */
export interface ShareSet {
  set: string;
  need: number;
  of: number;
  /** By the number of the share. */
  digests: ReadonlyMap<number, Uint8Array>;
}

interface Row {
  set_id: Uint8Array;
  number: number;
  need: number;
  digest: Uint8Array;
}

/** What forgets the shares of before. */
export const forgetShares: Statement = { sql: 'delete from root_key_shares', parameters: [] };

/** What keeps the shares of a set known, in place of those of before. */
export const keepShares = (shares: readonly Share[], createdAt: number): Statement[] => [
  forgetShares,
  ...shares.map((share) => ({
    sql: 'insert into root_key_shares (set_id, number, need, digest, created_at) values (?, ?, ?, ?, ?)',
    parameters: [Buffer.from(share.set, 'hex'), share.number, share.need, digestOf(share), createdAt],
  })),
];

/** Replaces the shares of the root key in use; the root key stays. */
export const replaceShares = async (store: Store, shares: readonly Share[], createdAt: number): Promise<void> => {
  await store.commit([countChange, ...keepShares(shares, createdAt)]);
};

/** The shares of the root key in use; nothing if it is not shared. */
export const shareSet = async (store: Store): Promise<ShareSet | undefined> => {
  const rows = await store.rows<Row>('select set_id, number, need, digest from root_key_shares order by number');
  const [first] = rows;
  return (
    first && {
      set: Buffer.from(first.set_id).toString('hex'),
      need: first.need,
      of: rows.length,
      digests: new Map(rows.map(({ number, digest }) => [number, digest])),
    }
  );
};
