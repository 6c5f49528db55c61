import type { contract, Handlers } from '@tessera/contract';
import type { Context } from '../context.ts';
import type { Services } from '../services.ts';
import { applicationKeys } from './application-keys.ts';
import { applications } from './applications.ts';
import { atomicBanks } from './atomic-banks.ts';
import { atomicCards } from './atomic-cards.ts';
import { detokenize } from './detokenize.ts';
import { enrichments } from './enrichments.ts';
import { keys } from './keys.ts';
import { logs } from './logs.ts';
import { permissions } from './permissions.ts';
import { proxies } from './proxies.ts';
import { reactorFormulas } from './reactor-formulas.ts';
import { reactors } from './reactors.ts';
import { sessions } from './sessions.ts';
import { tenants } from './tenants.ts';
import { tokenIntents } from './token-intents.ts';
import { tokenize } from './tokenize.ts';
import { tokens } from './tokens.ts';
import { webhooks } from './webhooks.ts';

/** A handler for every route of the contract. */
export const handlers = (services: Services): Handlers<typeof contract, Context> => ({
  applicationKeys: applicationKeys(services),
  applications: applications(services),
  atomicBanks: atomicBanks(services),
  atomicCards: atomicCards(services),
  detokenize: detokenize(services),
  enrichments: enrichments(services),
  keys: keys(services),
  logs: logs(services),
  permissions,
  proxies: proxies(services),
  reactorFormulas: reactorFormulas(services),
  reactors: reactors(services),
  sessions: sessions(services),
  tenants: tenants(services),
  tokenIntents: tokenIntents(services),
  tokenize: tokenize(services),
  tokens: tokens(services),
  webhooks: webhooks(services),
});
