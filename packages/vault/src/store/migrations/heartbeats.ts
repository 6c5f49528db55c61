import type { Migration } from '../migrate.ts';

export const heartbeats: Migration = {
  id: 13,
  name: 'rows that prove that the database takes writes',
  sql: `
      create table heartbeats (
        process blob not null,
        beat integer not null,
        filler blob not null,
        created_at integer not null,
        primary key (process, beat)
      ) strict;
    `,
};
