import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import type { WriteError } from '../outcome.ts';
import type { SqlValue } from '../port.ts';
import { storeError } from './errors.ts';
import { type PackedRows, packRows } from './packed-rows.ts';
import { handedOver } from './packed-values.ts';
import { reading } from './settings.ts';
import { statementsOf } from './statements.ts';
import { type Table, tableOf } from './tables.ts';

/** What a scanning thread is started with. */
export interface ScannerData {
  path: string;
  busyTimeout: number;
}

/** One statement to run; the thread ends at `close`. */
export type ToScanner = { sql: string; parameters: readonly SqlValue[] } | 'close';
export type FromScanner = { rows: PackedRows } | { error: WriteError };

/** Answers one statement after the other, on a connection of its own that cannot write. */
export const serveScans = (port: MessagePort, { path, busyTimeout }: ScannerData): void => {
  let db: DatabaseSync | undefined;
  let statements: ReturnType<typeof statementsOf> | undefined;
  const tables = new WeakMap<StatementSync, (parameters: readonly SqlValue[]) => Table>();

  const run = (sql: string, parameters: readonly SqlValue[]): FromScanner => {
    try {
      if (!statements) {
        db = new DatabaseSync(path, { readOnly: true });
        db.exec(reading(busyTimeout));
        statements = statementsOf(db);
      }
      const statement = statements(sql, parameters);
      const known = tables.get(statement);
      const table = known ?? tableOf(statement);
      if (!known) tables.set(statement, table);
      return { rows: packRows(table(parameters)) };
    } catch (error) {
      const { code, message } = storeError(error, path);
      return { error: { code, message } };
    }
  };

  port.on('message', (message: ToScanner) => {
    if (message === 'close') {
      db?.close();
      port.close();
      return;
    }
    const answer = run(message.sql, message.parameters);
    port.postMessage(answer, 'rows' in answer ? handedOver(answer.rows) : []);
  });
};
