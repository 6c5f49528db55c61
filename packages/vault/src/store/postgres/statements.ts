import type { QueryConfig } from 'pg';
import { StoreError } from '../errors.ts';
import type { SqlValue, Statement } from '../port.ts';
import { withParameters } from '../sql-text.ts';
import { toText } from './text.ts';
import { types } from './types.ts';

interface Known {
  text: string;
  parameters: number;
  name?: string;
}

export interface Statements {
  query(sql: string, parameters: readonly SqlValue[]): QueryConfig;
  /** The same, failing with `division_by_zero` where the guard does, so that what follows it does not happen. */
  guarded(statement: Statement): QueryConfig;
  /** Has a text prepared afresh: the plan that was kept no longer fits the tables. */
  renew(sql: string): void;
}

/** How a failed guard comes back. No other statement of ours divides. */
export const guardFailed = '22012';

/**
 * Texts that are prepared. A server keeps them as long as a connection lives, so the number is bounded; the statements every
 * request needs come first, the many shapes of searches that come late are parsed each time.
 */
const kept = 500;

const toColumn = (value: SqlValue): SqlValue => (typeof value === 'string' ? toText(value) : value);

const numbered = (sql: string) => withParameters(sql, (place) => `$${place}`);

/** The statements of one store in the words of `pg`: `$1` for `?`, and a name for each text, under which it is prepared once. */
export const statementsOf = (): Statements => {
  const cache = new Map<string, Known>();
  let names = 0;

  const keep = (sql: string): Known => {
    names += 1;
    const known = { ...numbered(sql), name: `s${names}` };
    cache.set(sql, known);
    return known;
  };

  const query = (sql: string, values: readonly SqlValue[]): QueryConfig => {
    const { parameters, ...text }: Known = cache.get(sql) ?? (cache.size < kept ? keep(sql) : numbered(sql));
    if (parameters !== values.length) {
      throw new StoreError('refused', `The statement takes ${parameters} parameters and was given ${values.length}.`);
    }
    return { ...text, values: values.map(toColumn), types };
  };

  return {
    query,
    guarded: ({ sql, parameters, guard }) =>
      guard === undefined
        ? query(sql, parameters)
        : query(
            `with changed as (${sql} returning 1)
              select 1 / case when count(*) = ${guard.changes} then 1 else 0 end as held from changed`,
            parameters,
          ),
    renew: (sql) => {
      if (cache.has(sql)) keep(sql);
    },
  };
};
