import type { contract, Handlers, Reply } from '@tessera/contract';
import { may, refusal } from '../../access/access.ts';
import { isPageKey } from '../../access/page-keys.ts';
import type { Context } from '../../context.ts';
import type { Json } from '../../expressions/json.ts';
import { invalid, invalidAll } from '../../problem.ts';
import type { Services } from '../../services.ts';
import { wireTime } from '../../times.ts';
import type { Details } from '../details.ts';
import { fingerprint } from '../fingerprint.ts';
import { openCost, sealCost, separate } from '../seal.ts';
import { sentData } from '../source.ts';
import { assertTestData } from '../test-data.ts';
import { tokenType } from '../token-types.ts';
import { detailsOf, ownDetails } from '../told-details.ts';
import { fingerprintFor } from '../view.ts';
import {
  auditIntent,
  insertIntent,
  intentLife,
  intentPlace,
  openIntent,
  sealIntent,
  type TokenIntent,
} from './intent.ts';

type Request = Parameters<Handlers<typeof contract>['tokenIntents']['create']>[0]['body'];

type IntentView = Reply<(typeof contract)['tokenIntents']['retrieve']>;

/** Bytes of data as JSON: a card, an account or a document of a few pages, so that no list of intents fills the memory. */
const most = 65_536;

const viewIntent = (intent: TokenIntent, caller: Context['caller'], details: Details): IntentView => ({
  id: intent.id,
  tenant_id: intent.tenantId,
  type: intent.type,
  ...details,
  ...fingerprintFor(caller, intent),
  created_by: intent.createdBy,
  created_at: wireTime(intent.createdAt),
  expires_at: wireTime(intent.expiresAt),
});

const detailsFor = async (
  services: Services,
  caller: Context['caller'],
  type: TokenIntent['type'],
  lasting: Json,
): Promise<Details> => (isPageKey(caller) ? ownDetails(type, lasting) : await detailsOf(services, type, lasting));

/** Throws 403 where no rule of the caller allows this with intents of a type. */
export const assertMayIntend = (
  caller: Context['caller'],
  operation: 'create' | 'read' | 'delete',
  type: TokenIntent['type'],
): void => {
  const place = intentPlace(type);
  if (!may(caller, `token-intent:${operation}`, place)) throw refusal(caller, `token-intent:${operation}`, [place]);
};

/** Keeps data that may become a token. Throws 400 as the creation of a token does, and 429. */
export const createIntent = async (services: Services, context: Context, request: Request): Promise<IntentView> => {
  const { caller, effort } = context;
  const { tenantId, applicationId } = caller;
  const { type } = request;
  assertMayIntend(caller, 'create', type);
  const { data, at } = await sentData(services, context, request, []);
  const { read, testValues = [] } = tokenType(type);
  const checked = read(data, at);
  if (checked.errors) throw invalidAll(checked.errors);
  if (caller.testMode) assertTestData(testValues, checked.value, at);
  const parts = separate(type, checked.value);
  if (Buffer.byteLength(JSON.stringify(parts.lasting), 'utf8') > most) {
    throw invalid(
      at.join('.'),
      `Data of a token intent has at most ${most} bytes as JSON; make a token of it at once.`,
    );
  }
  const keys = services.keyring.tenant(tenantId);
  const now = services.clock();
  const identity = { id: services.newId(), tenantId, type, expiresAt: now + intentLife };
  const made = await fingerprint(
    keys,
    { tenantId, type, data: parts.lasting, metadata: undefined },
    undefined,
    effort,
    at,
  );
  await effort.reserve(sealCost);
  const sealed = sealIntent(keys, identity, parts, now + services.cvcTtl);
  effort.worked(openCost(sealed));
  const intent: TokenIntent = {
    ...identity,
    ...sealed,
    fingerprint: made,
    createdAt: now,
    createdBy: applicationId,
  };
  await context.creates({ tokens: 1, bytes: sealed.data.box.byteLength });
  const answer = viewIntent(intent, caller, await detailsFor(services, caller, type, parts.lasting));
  await context.commit([insertIntent(intent), auditIntent(services, caller, 'create', intent.id)], {
    answer,
    tokens: [intent.id],
    shown: [{ entityType: 'token_intent', entityId: intent.id, operation: 'read' }],
    until: intent.expiresAt,
  });
  return answer;
};

/** An intent as a caller sees it, audited as read. */
export const readIntent = async (
  services: Services,
  { caller, effort }: Pick<Context, 'caller' | 'effort'>,
  intent: TokenIntent,
): Promise<IntentView> => {
  effort.occupy(intent.data.box.byteLength);
  await effort.reserve(openCost(intent));
  const lasting = openIntent(services.keyring.tenant(caller.tenantId), intent);
  await services.reads.add([auditIntent(services, caller, 'read', intent.id)]);
  return viewIntent(intent, caller, await detailsFor(services, caller, intent.type, lasting));
};
