import type { StatementSync } from 'node:sqlite';
import type { SqlValue } from '../port.ts';

/** Rows of one statement. */
export interface Table {
  columns: readonly string[];
  rows: readonly (readonly SqlValue[])[];
}

const namesOf = (statement: StatementSync): string[] => statement.columns().map(({ name }) => name);

/**
 * Gives what runs a statement that reads. Records that Node makes are slow to make and to read, because each is a dictionary of its own, so
 * it makes arrays, where it knows how to.
 */
export const tableOf = (statement: StatementSync): ((parameters: readonly SqlValue[]) => Table) => {
  const makesArrays = 'setReturnArrays' in statement;
  if (makesArrays) statement.setReturnArrays(true);
  let columns = namesOf(statement);
  return (parameters) => {
    const found: unknown[] = statement.all(...parameters);
    const rows = makesArrays ? (found as SqlValue[][]) : found.map((row) => Object.values(row as object) as SqlValue[]);
    // `select *` after a migration.
    if (rows.length > 0 && rows[0]?.length !== columns.length) columns = namesOf(statement);
    return { columns, rows };
  };
};
