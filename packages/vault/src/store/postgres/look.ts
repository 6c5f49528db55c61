import { addressOf } from './address.ts';
import { withClient } from './client.ts';

/**
 * Asks a database which tables have rows, without changing anything. `has` takes a name with its schema; gives what `ask` gives and
 * how the database calls itself.
 */
export const look = async <Found extends object>(
  url: string,
  ask: (has: (table: string) => Promise<boolean>) => Promise<Found>,
): Promise<Found & { where: string }> => {
  const address = addressOf(url);
  const found = await withClient(address, async (client) => {
    // Not a setting of the session, because behind a pooler that is not for us the next user of the connection would inherit it.
    await client.query('begin transaction read only');
    const answer = await ask(async (table) => {
      const { rows } = await client.query<{ there: number }>('select to_regclass($1) is not null as there', [table]);
      if (rows[0]?.there !== 1) return false;
      return (await client.query(`select 1 from ${table} limit 1`)).rows.length > 0;
    });
    await client.query('commit');
    return answer;
  });
  return { ...found, where: address.where };
};
