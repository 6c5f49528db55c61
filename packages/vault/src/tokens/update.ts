import type { contract, Handlers } from '@tessera/contract';
import { allows, refusal } from '../access/access.ts';
import type { Caller } from '../access/authenticate.ts';
import { isPageKey } from '../access/page-keys.ts';
import { changesBetween } from '../audit/changes.ts';
import type { Context } from '../context.ts';
import type { Effort } from '../effort/effort.ts';
import { isObject, type Json } from '../expressions/json.ts';
import { ApiError, invalid, invalidAll } from '../problem.ts';
import type { Services } from '../services.ts';
import { readExpiry, readMask } from './create.ts';
import { type Derived, derive, type Settings } from './derive.ts';
import { deleteExpired } from './expire.ts';
import type { Parts } from './exposure.ts';
import { asProperty } from './expression-errors.ts';
import { sealMasked } from './masked-form.ts';
import { mergePatch } from './merge-patch.ts';
import { assertNoOracle } from './oracles.ts';
import { defaultContainer, raisePrivacy } from './privacy-settings.ts';
import { findHolders, findOldest, fingerprintKey } from './queries.ts';
import { asPermitted } from './reader.ts';
import { findForChange } from './remove.ts';
import { storedBytes } from './rows.ts';
import { keepCost, openCost, openCvc, openLasting, seal, separate } from './seal.ts';
import { shownToken } from './shown-token.ts';
import { assertTestData } from './test-data.ts';
import type { Token } from './token.ts';
import { dataChanged, tokenFacts } from './token-facts.ts';
import { tokenType } from './token-types.ts';
import { detailsOf } from './told-details.ts';
import { type Disclosed, disclosedByPolicy, nothingShown, shownByPolicy } from './view.ts';
import { replaceToken } from './writes.ts';

/** What to change, as the contract has read it. What is left out stays as it is. */
export type TokenPatch = Partial<Parameters<Handlers<typeof contract>['tokens']['update']>[0]['body']>;

/** A token as it will be. */
interface Changed extends Derived {
  token: Token;
  /** What an answer may show of the data. */
  shown: Disclosed;
  /** What an audit row tells of it. */
  changes: string | undefined;
}

/**
 * Properties that could be used to show or test data: only a caller that sees the data may change them (docs/architecture.md §3.4).
 */
const revealing = ['mask', 'search_indexes', 'fingerprint_expression'] as const;

const assertMayChange = (caller: Caller, token: Token, patch: TokenPatch): void => {
  const name = revealing.find((each) => patch[each] !== undefined);
  if (name === undefined || asPermitted(caller, token) === 'reveal') return;
  const { classification, impactLevel } = token.privacy;
  const needed = caller.rules
    ? `a rule that reveals tokens in ${token.container}`
    : `the permission token:${classification}:read:${impactLevel}`;
  throw new ApiError('forbidden', `Changing ${name} needs ${needed}.`);
};

/** Data may not grow patch by patch beyond what one request could have brought. */
const assertSize = (data: Json, { limits }: Effort): void => {
  if (Buffer.byteLength(JSON.stringify(data), 'utf8') <= limits.data) return;
  throw invalid('data', `Data has at most ${limits.data} bytes as JSON; with this change it would have more.`);
};

interface NewParts extends Parts {
  cvcExpiresAt: number;
  /** The properties that are not what they were. */
  changed: readonly string[];
}

/**
 * The data with a patch laid over it. A verification code that is not sent again keeps its time, unless what it was sent for
 * changes: it belongs to its number. Throws 400.
 */
const patchData = async (
  services: Services,
  effort: Effort,
  token: Token,
  patch: Json | undefined,
): Promise<NewParts> => {
  await effort.reserve(openCost(token));
  const now = services.clock();
  const keys = services.keyring.tenant(token.tenantId);
  const old = openLasting(keys, token);
  const kept = (): NewParts => ({
    lasting: old,
    cvc: openCvc(keys, token, now),
    cvcExpiresAt: token.cvc?.expiresAt ?? now,
    changed: [],
  });
  if (patch === undefined) return kept();
  if (patch === null) throw invalid('data', 'A token always has data; delete the token instead.');

  const type = tokenType(token.type);
  const merged = await asProperty(['data'], () => effort.run(() => mergePatch(old, patch, effort)));
  await effort.reserve(openCost(token));
  assertSize(merged, effort);
  const read = type.read(merged, ['data']);
  if (read.errors) throw invalidAll(read.errors);
  const { lasting, cvc } = separate(token.type, read.value);
  const { shortLived } = type;
  const says = shortLived !== undefined && isObject(patch) && Object.hasOwn(patch, shortLived.name);
  const sameOwner =
    shortLived !== undefined && isObject(old) && isObject(lasting) && old[shortLived.of] === lasting[shortLived.of];
  const changed = [...dataChanged(token.type, old, lasting), ...(says ? [`data.${shortLived.name}`] : [])];
  if (says || !sameOwner) return { lasting, cvc, cvcExpiresAt: now + services.cvcTtl, changed };
  return { ...kept(), lasting, changed };
};

const merged = (effort: Effort, at: string, value: Json | undefined, patch: Json): Promise<Json | undefined> =>
  asProperty([at], async () => (await effort.run(() => mergePatch(value, patch, effort))) ?? undefined);

/** A mask merges like data; whatever comes out must have the form of one. */
const patchMask = async (effort: Effort, mask: Json | undefined, patch: unknown): Promise<Json | undefined> =>
  patch === undefined ? mask : readMask(await merged(effort, 'mask', mask, patch as Json), []);

const patchMetadata = async (
  effort: Effort,
  metadata: Token['metadata'],
  patch: TokenPatch['metadata'],
): Promise<Token['metadata']> => {
  if (patch === undefined) return metadata;
  const after = await merged(effort, 'metadata', metadata, patch);
  if (!isObject(after) || Object.keys(after).length === 0) return undefined;
  if (Object.keys(after).length > 100) throw invalid('metadata', 'At most 100 entries.');
  return after as Record<string, string>;
};

/** What replaces, rather than merges: null goes back to what holds without it. */
const replaced = <Value>(value: Value | undefined, patch: Value | null | undefined): Value | undefined =>
  patch === undefined ? value : (patch ?? undefined);

const change = async (
  services: Services,
  { caller, effort }: Context,
  before: Token,
  patch: TokenPatch,
): Promise<Changed> => {
  const now = services.clock();
  const privacy = raisePrivacy(before.privacy, patch.privacy ?? {});
  const wasDefault = before.container === defaultContainer(before.privacy);
  const container = replaced(wasDefault ? undefined : before.container, patch.container);
  const parts = await patchData(services, effort, before, patch.data as Json | undefined);
  if (caller.testMode) assertTestData(tokenType(before.type).testValues ?? [], parts.lasting, ['data']);
  const settings: Settings = {
    tenantId: before.tenantId,
    type: before.type,
    privacy,
    metadata: await patchMetadata(effort, before.metadata, patch.metadata),
    mask: await patchMask(effort, before.mask, patch.mask),
    fingerprintExpression: replaced(before.fingerprintExpression, patch.fingerprint_expression),
    searchIndexes: replaced(before.searchIndexes, patch.search_indexes),
  };
  const keys = services.keyring.tenant(before.tenantId);
  const { random } = services;
  const derived = await derive({ keys, random, effort }, settings, parts, []);
  await effort.reserve(openCost(before));
  const identity = { id: before.id, tenantId: before.tenantId, type: before.type, version: before.version + 1 };
  const sealed = {
    ...before,
    ...settings,
    ...identity,
    ...seal(keys, identity, parts, parts.cvcExpiresAt),
    container: container ?? defaultContainer(privacy),
    fingerprint: derived.fingerprint,
    expiresAt: patch.expires_at === undefined ? before.expiresAt : readExpiry(patch.expires_at ?? undefined, now, []),
    modifiedAt: now,
    modifiedBy: caller.applicationId,
  };
  const shown = await shownByPolicy(sealed, parts.lasting, effort);
  const details = await detailsOf(services, before.type, parts.lasting);
  const token = { ...sealed, masked: sealMasked(keys, sealed, shown, details) };
  return {
    ...derived,
    changes: changesBetween(tokenFacts(before), tokenFacts(token, parts.changed)),
    token,
    shown: disclosedByPolicy(sealed, shown, details),
  };
};

/** How often a patch is laid over a newer version, when somebody else was quicker. */
const tries = 20;

const claimed = 'claimed';

const duplicate = () =>
  new ApiError('conflict', 'With these changes it would double another token; nothing was changed.');

/**
 * Changes a token as a merge patch says (RFC 7386), under a new version and new keys. Patches that come at the same time are laid over one
 * another, so that none is lost. `only` narrows the types an endpoint is about. Throws 400, 403, 404, and 409 where deduplication
 * is on and another token has the same fingerprint.
 */
export const updateToken = async <Answer>(
  services: Services,
  context: Context,
  id: string,
  patch: TokenPatch,
  answerOf: (changed: { token: Token; shown: Disclosed; withheld: boolean }) => Answer,
  only?: readonly Token['type'][],
): Promise<Answer> => {
  const { caller, commit } = context;
  assertNoOracle(services, caller, patch, []);
  // Keys of type elements are public, and deduplication answers whether a value is stored (docs/architecture.md §2.8).
  const claims = !isPageKey(caller) && (patch.deduplicate_token ?? caller.deduplicates);
  for (let time = 0; time < tries; time += 1) {
    const before = await findForChange(services, context, id, 'update', only);
    assertMayChange(caller, before, patch);
    const changed = await change(services, context, before, patch);
    const { token, fingerprint, labels } = changed;
    // Whoever moves a token, or raises its level, must be allowed to change those at its new place.
    if (!allows(caller, 'update', token)) throw refusal(caller, 'update', [token]);
    if (claims && fingerprintKey(fingerprint) !== fingerprintKey(before.fingerprint)) {
      const oldest = await findOldest(services, context, [fingerprint]);
      if (oldest.size > 0) throw duplicate();
    }
    if (time === 0) await context.creates({ tokens: 0, bytes: storedBytes(token) });
    // Whoever may not read the token learns nothing from changing it, not even by a patch that changes nothing.
    const withheld = [before, token].some((each) => asPermitted(caller, each) === 'hide');
    const answer = answerOf({ token, shown: withheld ? nothingShown : changed.shown, withheld });
    await context.effort.reserve(keepCost(token));
    const statements = replaceToken(
      services,
      before,
      { token, labels, claims, origin: caller.origin, changes: changed.changes },
      { claim: claimed },
    );
    const needs = ['update', ...(allows(caller, 'read', token) ? (['read'] as const) : [])] as const;
    const shown = [shownToken(token, 'read', needs, true)];
    const failed = await commit(statements, { answer, tokens: [token.id], shown });
    if (failed === undefined) {
      await services.active.add([token]);
      return answer;
    }
    if (failed === claimed) {
      await deleteExpired(
        services,
        await findHolders(services.store, caller.tenantId, 'claim', fingerprint, services.clock()),
      );
    }
  }
  throw new ApiError('conflict', 'The token is being changed all the time; read it and try again.');
};
