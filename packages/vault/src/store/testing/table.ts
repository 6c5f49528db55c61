import type { Migration } from '../migrate.ts';
import type { Statement } from '../port.ts';

/** A table of names and numbers. */
export const schema = 'create table t (k text not null primary key, v integer not null) strict';

export const steps = (...sql: string[]): Migration[] =>
  sql.map((text, i) => ({ id: i + 1, name: `step ${i + 1}`, sql: text }));

export const insert = (k: string, v: number): Statement => ({
  sql: 'insert into t (k, v) values (?, ?)',
  parameters: [k, v],
});

/** Takes a name that one alone may have. */
export const claim = (k: string, v: number): Statement => ({
  sql: 'insert into t (k, v) values (?, ?) on conflict do nothing',
  parameters: [k, v],
  guard: { changes: 1, otherwise: 'taken' },
});

export const drop = (k: string): Statement => ({
  sql: 'delete from t where k = ?',
  parameters: [k],
  guard: { changes: 1, otherwise: 'missing' },
});

export const all = 'select k, v from t order by k';
