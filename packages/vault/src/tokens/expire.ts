import type { World } from '../world.ts';
import { type TokenRow, tokenFromRow } from './rows.ts';
import type { Token } from './token.ts';
import { removeTokenRows } from './writes.ts';

/** Tokens whose time has come, of all tenants. */
export const expiredTokens = async ({ store, clock }: World, limit: number): Promise<Token[]> =>
  (await store.rows<TokenRow>('select * from tokens where expires_at <= ? limit ?', [clock(), limit])).map(
    tokenFromRow,
  );

/** Deletes tokens whose time has come. `false` when somebody else changed or deleted one of them first, with nothing done. */
export const deleteExpired = async (world: World, tokens: readonly Token[]): Promise<boolean> => {
  const failed = await world.store.commit(tokens.flatMap((token) => removeTokenRows(world, token, undefined)));
  return failed === undefined;
};
