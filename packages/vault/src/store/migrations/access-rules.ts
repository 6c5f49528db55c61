import type { Migration } from '../migrate.ts';

export const accessRules: Migration = {
  id: 22,
  name: 'access rules of applications',
  sql: 'alter table applications add column rules text;',
};
