import { schemas } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { compilePermissions } from '../access/compiled-permissions.ts';

/** Tokens that configured code makes are its own: whoever may cause it to run need not be allowed to create them. */
export const asMaker = (caller: Caller): Caller => ({
  ...caller,
  permissions: new Set([
    ...caller.permissions,
    ...schemas.Classification.options.map((classification) => `token:${classification}:create`),
  ]),
  ...(caller.rules && { rules: [...caller.rules, ...compilePermissions(['token:create'])] }),
});
