import type { contract, Handlers } from '@tessera/contract';
import { permissions as table } from '../access/permissions.ts';
import type { Context } from '../context.ts';

export const permissions: Handlers<typeof contract.permissions, Context> = {
  list: ({ query: { application_type: type } }) =>
    table.filter((permission) => type === undefined || permission.application_types.includes(type)),
};
