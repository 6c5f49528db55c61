import type { Statement } from './port.ts';

/**
 * Has writes of several processes wait for each other that insert a row while there are not too many. It comes first, changes nothing, and
 * locks a row until the write is kept. Without it, two processes on PostgreSQL would each count what there was before the other one.
 */
export const oneAfterTheOther: Statement = {
  sql: 'update tenants set name = name where id = (select id from tenants order by id limit 1)',
  parameters: [],
};
