import { Client } from 'pg';

/** Runs a statement on a connection of its own; gives the first column of its rows as text. */
export const firstColumn = async (url: string, sql: string): Promise<string[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.map(([first]) => String(first ?? ''));
  } finally {
    await client.end();
  }
};
