import type { Client } from 'pg';
import { StoreError } from '../errors.ts';
import { checksum, type Migration, pendingMigrations } from '../migrate.ts';
import { translated } from './dialect.ts';

/** Any number; that all processes of all releases know the same one is what counts. */
const lock = 7_355_608;

const hasTables = async (client: Client, schema: string, name?: string): Promise<boolean> => {
  const sql =
    'select 1 from information_schema.tables where table_schema = $1 and table_name = coalesce($2, table_name) limit 1';
  return (await client.query(sql, [schema, name ?? null])).rows.length > 0;
};

const appliedTo = async (client: Client, schema: string, where: string): Promise<string[]> => {
  const { rows: schemas } = await client.query('select 1 from information_schema.schemata where schema_name = $1', [
    schema,
  ]);
  if (schemas.length === 0) await client.query(`create schema ${schema}`);
  if (!(await hasTables(client, schema, 'migrations'))) {
    if (await hasTables(client, schema)) {
      throw new StoreError('damaged', `${where} has a schema ${schema}, but not one of a vault.`);
    }
    await client.query(
      'create table migrations (id bigint primary key, name text not null, checksum text not null, applied_at bigint not null)',
    );
  }
  const { rows } = await client.query<{ checksum: string }>('select checksum from migrations order by id');
  return rows.map((row) => row.checksum);
};

/** What the database must be like before anything is put into it. */
const assertUsable = async (client: Client, where: string): Promise<void> => {
  const sql = `select current_setting('server_encoding') as encoding`;
  const [{ encoding } = { encoding: '' }] = (await client.query<{ encoding: string }>(sql)).rows;
  if (encoding !== 'UTF8') {
    throw new StoreError('unwritable', `${where} has the encoding ${encoding}. Create it with ENCODING 'UTF8'.`);
  }
};

/** Brings a schema up to date in one transaction, or leaves it as it was. Two processes may call it at once. */
export const migrate = async (
  client: Client,
  schema: string,
  migrations: readonly Migration[],
  where: string,
  now: number,
): Promise<void> => {
  await assertUsable(client, where);
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [lock]);
    for (const migration of pendingMigrations(await appliedTo(client, schema, where), migrations, where)) {
      await client.query(translated(migration.sql));
      await client.query('insert into migrations (id, name, checksum, applied_at) values ($1, $2, $3, $4)', [
        migration.id,
        migration.name,
        checksum(migration),
        now,
      ]);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
};
