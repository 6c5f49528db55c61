import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import type { SqlValue } from '../port.ts';
import { withParameters } from '../sql-text.ts';

interface Prepared {
  statement: StatementSync;
  parameters: number;
}

/** Prepared statements of one connection by their text. */
export type Statements = (sql: string, parameters: readonly SqlValue[]) => StatementSync;

/** SQL is written by us, but searches and lists of ids make many texts: the least recently used give way. */
const kept = 500;

/**
 * Preparing costs more than running most of our statements, so they are kept. A missing parameter would silently be null
 * to SQLite, so their number is compared with the `?` in the text.
 *
 * SQLite plans some statements by what is bound to their `?`, and prepares such a statement again each time that it runs: with `limit ?`,
 * with `like ?`, and since version 3.54 with `column = ?` where it also sorts or groups. Of `+?`, which has the same value, it knows
 * nothing before it runs, and plans once.
 */
export const statementsOf = (db: DatabaseSync): Statements => {
  const cache = new Map<string, Prepared>();

  const prepared = (sql: string): Prepared => {
    const found = cache.get(sql);
    if (found !== undefined) {
      cache.delete(sql);
      cache.set(sql, found);
      return found;
    }
    const { text, parameters } = withParameters(sql, () => '+?');
    const fresh = { statement: db.prepare(text), parameters };
    cache.set(sql, fresh);
    if (cache.size > kept) {
      for (const oldest of cache.keys()) {
        cache.delete(oldest);
        break;
      }
    }
    return fresh;
  };

  return (sql, given) => {
    const { statement, parameters } = prepared(sql);
    if (parameters !== given.length) {
      throw new StoreError('refused', `The statement takes ${parameters} parameters and was given ${given.length}.`);
    }
    return statement;
  };
};
