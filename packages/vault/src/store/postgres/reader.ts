import { Pool, type PoolConfig, type QueryConfig } from 'pg';
import type { SqlValue } from '../port.ts';
import { configure, type Settings, VerifyingClient } from './client.ts';
import { isBroken, isStalePlan, storeError } from './errors.ts';
import type { Statements } from './statements.ts';

/** Connections of one process that read. Scans take half of them at most. */
export const connections = 8;

export interface Reader {
  rows<Row>(sql: string, parameters: readonly SqlValue[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Connections that cannot write. Each reads what is committed when a statement begins. */
export const startReader = (config: PoolConfig, settings: Settings, statements: Statements, where: string): Reader => {
  const pool = new Pool({
    ...config,
    Client: VerifyingClient,
    max: connections,
    idleTimeoutMillis: 60_000,
    onConnect: (client) => configure(client, settings),
  });
  // Of an idle connection that was lost; the pool forgets it by itself.
  pool.on('error', () => undefined);

  const ask = async <Row>(query: QueryConfig): Promise<Row[]> => {
    // After a restart of the server any of the idle connections may turn out to be dead.
    for (let dead = 0; ; dead += 1) {
      try {
        return (await pool.query<Row & object>(query)).rows;
      } catch (error) {
        if (!isBroken(error) || dead === connections) throw error;
      }
    }
  };

  return {
    rows: async <Row>(sql: string, parameters: readonly SqlValue[]) => {
      try {
        try {
          return await ask<Row>(statements.query(sql, parameters));
        } catch (error) {
          if (!isStalePlan(error)) throw error;
          statements.renew(sql);
          return await ask<Row>(statements.query(sql, parameters));
        }
      } catch (error) {
        throw storeError(error, where);
      }
    },
    close: () => pool.end(),
  };
};
