import type { Migration } from '../migrate.ts';
import type { Write } from '../port.ts';

const migrations: readonly Migration[] = [
  {
    id: 1,
    name: 'pairs',
    sql: `
      create table lefts (n integer not null primary key, body blob not null) strict;
      create table rights (n integer not null primary key, body blob not null) strict;
    `,
  },
];

/** Rows that come in pairs, in two tables: half of a pair is proof of a write that was torn. */
export const pairs = {
  migrations,
  write: (n: number): Write => [
    { sql: 'insert into lefts (n, body) values (?, ?)', parameters: [n, new Uint8Array(400).fill(n)] },
    { sql: 'insert into rights (n, body) values (?, ?)', parameters: [n, new Uint8Array(400).fill(n)] },
  ],
};
