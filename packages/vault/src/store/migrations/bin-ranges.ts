import type { Migration } from '../migrate.ts';

export const binRanges: Migration = {
  id: 25,
  name: 'facts about ranges of card numbers',
  sql: `
      create table bin_editions (
        edition integer primary key,
        state text not null check (state in ('open', 'done', 'gone'))
      ) strict;
      create table bin_ranges (
        edition integer not null,
        low integer not null,
        high integer not null,
        brand text,
        funding text,
        segment text,
        issuer text,
        country text,
        primary key (edition, low)
      ) strict;
    `,
};
