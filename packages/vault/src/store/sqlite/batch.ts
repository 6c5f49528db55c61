import type { DatabaseSync } from 'node:sqlite';
import type { StoreError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import type { Write } from '../port.ts';
import { isFatal, storeError } from './errors.ts';
import type { Statements } from './statements.ts';

const kept: Outcome = { kept: true };
const failed = ({ code, message }: StoreError): Outcome => ({ kept: false, error: { code, message } });

/**
 * Runs writes in one transaction and makes them durable with one sync (group commit). Each stands in a savepoint, so a
 * failed guard or a refused statement undoes that write alone; trouble with the database undoes all of them.
 */
export const batchRunner = (db: DatabaseSync, statements: Statements, path: string) => {
  const run = (sql: string) => statements(sql, []).run();

  const runWrite = (write: Write): Outcome => {
    run('savepoint w');
    try {
      for (const { sql, parameters, guard } of write) {
        const { changes } = statements(sql, parameters).run(...parameters);
        if (guard !== undefined && Number(changes) !== guard.changes) {
          run('rollback to w');
          return { kept: false, otherwise: guard.otherwise };
        }
      }
      return kept;
    } catch (error) {
      // SQLite ends the whole transaction by itself after some errors; then there is no savepoint to return to.
      if (isFatal(error) || !db.isTransaction) throw error;
      run('rollback to w');
      return failed(storeError(error, path));
    } finally {
      if (db.isTransaction) run('release w');
    }
  };

  return (writes: readonly Write[]): Outcome[] => {
    try {
      run('begin immediate');
      const outcomes = writes.map(runWrite);
      run('commit');
      return outcomes;
    } catch (error) {
      if (db.isTransaction) db.exec('rollback');
      const outcome = failed(storeError(error, path));
      return writes.map(() => outcome);
    }
  };
};
