import type { Client } from 'pg';
import { StoreError } from '../errors.ts';
import type { Address } from './address.ts';
import { withClient } from './client.ts';

/** Looks. A pooler gives the connection that was free last, unless another program takes it in between. */
const looks = 3;

const processOf = async (client: Client): Promise<number> => {
  const { rows } = await client.query<{ id: number }>('select pg_backend_pid() as id');
  return rows[0]?.id ?? 0;
};

/**
 * Throws if two sessions at the same time turn out to be one at the server. That is so behind a pooler that pools by transaction or by
 * statement: settings of a session would get lost there, `synchronous_commit` among them, and prepared statements would get mixed up.
 */
export const assertOwnSessions = (address: Address): Promise<void> =>
  withClient(address, (first) =>
    withClient(address, async (second) => {
      for (let look = 0; look < looks; look += 1) {
        if ((await processOf(first)) !== (await processOf(second))) continue;
        throw new StoreError(
          'unwritable',
          `${address.where} is behind a pooler that pools by transaction or by statement. A vault needs sessions of its own: in ` +
            'PgBouncer, set pool_mode = session for this database.',
        );
      }
    }),
  );
