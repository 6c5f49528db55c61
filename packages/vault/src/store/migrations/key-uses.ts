import type { Migration } from '../migrate.ts';

/** Rows do not refer to their key: a process may write the last use of a key that another has just deleted. */
export const keyUses: Migration = {
  id: 34,
  name: 'when each API key was last used',
  sql: `
      create table key_uses (
        tenant_id blob not null,
        key_id blob not null,
        used_at integer not null,
        primary key (tenant_id, key_id)
      ) strict, without rowid;
    `,
};
