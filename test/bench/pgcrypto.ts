import { withClient } from '../../packages/vault/src/store/postgres/client.ts';
import { startPostgres } from '../../packages/vault/src/store/testing/postgres-server.ts';
import { cardData } from './cards.ts';

interface Settings {
  seconds: number;
  rounds: number;
  connections: number;
}

const table = `
  create extension if not exists pgcrypto;
  create table cards (id uuid primary key default gen_random_uuid(), sealed bytea not null)`;

const insert = {
  name: 'insert',
  text: "insert into cards (sealed) values (pgp_sym_encrypt($1, $2, 'cipher-algo=aes256')) returning id",
};

/**
 * Cards per second that PostgreSQL encrypts with pgcrypto and stores, each on disk before the answer. Takes the best round, so that
 * disturbances of the machine do not count against PostgreSQL. A card is one row, without audit and fingerprint, and the key is sent with
 * each statement. Returns `undefined` where the server lacks the extension.
 */
export const pgcryptoCreates = async ({ seconds, rounds, connections }: Settings): Promise<number | undefined> => {
  const server = await startPostgres({ fsync: 'on', full_page_writes: 'on', shared_buffers: '128MB' });
  const address = { connectionString: server.url('postgres'), where: 'The database of the benchmark' };
  try {
    const there = await withClient(address, async (client) => {
      const found = await client.query("select 1 from pg_available_extensions where name = 'pgcrypto'");
      if (found.rows.length > 0) await client.query(table);
      return found.rows.length > 0;
    });
    if (!there) return undefined;
    let best = 0;
    for (let round = 0; round <= rounds; round += 1) {
      let made = 0;
      const started = performance.now();
      const work = () =>
        withClient(address, async (client) => {
          while (performance.now() - started < seconds * 1000) {
            await client.query({ ...insert, values: [JSON.stringify(cardData(made)), 'k'.repeat(32)] });
            made += 1;
          }
        });
      await Promise.all(Array.from({ length: connections }, work));
      // The first round warms the server up and does not count.
      if (round > 0) best = Math.max(best, (made * 1000) / (performance.now() - started));
    }
    return best;
  } finally {
    await server.remove();
  }
};
