import type { contract, Handlers } from '@tessera/contract';
import type { Context } from '../http/context.ts';
import type { World } from '../world.ts';
import { applications } from './applications.ts';
import { atomicBanks } from './atomic-banks.ts';
import { atomicCards } from './atomic-cards.ts';
import { logs } from './logs.ts';
import { permissions } from './permissions.ts';
import { reactorFormulas } from './reactor-formulas.ts';
import { reactors } from './reactors.ts';
import { sessions } from './sessions.ts';
import { tenants } from './tenants.ts';
import { tokenize } from './tokenize.ts';
import { tokens } from './tokens.ts';

/** A handler for every route of the contract. */
export const handlers = (world: World): Handlers<typeof contract, Context> => ({
  applications: applications(world),
  atomicBanks: atomicBanks(world),
  atomicCards: atomicCards(world),
  logs: logs(world),
  permissions,
  reactorFormulas: reactorFormulas(world),
  reactors: reactors(world),
  sessions: sessions(world),
  tenants: tenants(world),
  tokenize: tokenize(world),
  tokens: tokens(world),
});
