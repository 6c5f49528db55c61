import { Client } from 'pg';
import { onTestFinished } from 'vitest';

/** A session beside the stores, as an administrator or another program has one. It ends with the test. */
export const session = async (url: string): Promise<Client> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
};

/** Ends every session of the store's processes in the database, whatever they are doing. */
export const dismissAll = async (client: Client): Promise<void> => {
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'tessera-vault'`);
};
