import type { Statement, Store } from '../../store/port.ts';
import { countChange, overtaken } from '../key-store.ts';
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

/** Replaces the shares of a version of the root key, which stays. Gives false, with nothing changed, where it is no longer the one in use. */
export const replaceShares = async (
  store: Store,
  rootVersion: number,
  shares: readonly Share[],
  createdAt: number,
): Promise<boolean> => {
  const stillInUse: Statement = {
    sql: 'update root_keys set created_at = created_at where version = ? and version = (select max(version) from root_keys)',
    parameters: [rootVersion],
    guard: { changes: 1, otherwise: overtaken },
  };
  return (await store.commit([countChange, stillInUse, ...keepShares(shares, createdAt)])) === undefined;
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
