import type { Services } from '../services.ts';
import { type TokenRow, tokenFromRow } from './rows.ts';
import type { Token } from './token.ts';
import { removeTokenRows } from './writes.ts';

/** Tokens whose time has come, of all tenants. */
export const expiredTokens = async ({ store, clock }: Services, limit: number): Promise<Token[]> =>
  (await store.rows<TokenRow>('select * from tokens where expires_at <= ? limit ?', [clock(), limit])).map(
    tokenFromRow,
  );

/** Deletes tokens whose time has come. `false` when somebody else changed or deleted one of them first, with nothing done. */
export const deleteExpired = async (services: Services, tokens: readonly Token[]): Promise<boolean> => {
  const failed = await services.store.commit(tokens.flatMap((token) => removeTokenRows(services, token, undefined)));
  return failed === undefined;
};
