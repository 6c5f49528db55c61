import { may } from '../access/access.ts';
import { actorOf } from '../access/origin.ts';
import type { Context } from '../context.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import type { Refusal, Statement } from '../store/port.ts';
import { aliasesOf } from './choose-aliases.ts';
import type { Draft } from './create.ts';
import { deleteExpired } from './expire.ts';
import { endIntent, intentEnded } from './intents/intent.ts';
import { findHolders, findOldest, fingerprintKey } from './queries.ts';
import { auditReadings } from './reader.ts';
import { storedBytes } from './rows.ts';
import { keepCost, openCost } from './seal.ts';
import { shownToken } from './shown-token.ts';
import type { Token } from './token.ts';
import { type Disclosed, disclosedToken, isMasked, nothingShown } from './view.ts';
import { createToken } from './writes.ts';

/** What became of a draft. */
export interface Stored {
  token: Token;
  /** What the answer may show of the data. */
  shown: Disclosed;
  /** A token with the same fingerprint was there before and is the answer. */
  matched: boolean;
  /** The draft made no token: another one stands for it, an older one or one of the same call. */
  deduplicated: boolean;
  /** The caller may not read that token, and learns little of it (tokens.md, Deduplication). */
  withheld: boolean;
}

export interface StoreOptions {
  /** What belongs into the same write. */
  also?(stored: readonly Stored[]): Statement[];
  /** Is told of failed guards of those statements; throws, or else everything is tried again. */
  refused?(otherwise: Refusal): Promise<void>;
}

/** Steps of preparing the write of one token: its rows, their digest, the audit. */
const writeCost = 50_000;

/** How often a write is tried that others get in the way of. */
const tries = 40;

/** A draft that has no token yet, one whose token was there, or one that an earlier draft of the call stands for. */
type Fate = { kind: 'new' } | { kind: 'matched'; token: Token } | { kind: 'same'; as: number };

const settle = async (services: Services, context: Context, drafts: readonly Draft[]): Promise<Fate[]> => {
  const wanted = drafts.flatMap(({ deduplicate, token }) => (deduplicate ? [token.fingerprint] : []));
  const oldest = await findOldest(services, context, wanted);
  const first = new Map<string, number>();
  return drafts.map(({ deduplicate, token }, index): Fate => {
    const key = fingerprintKey(token.fingerprint);
    const there = deduplicate ? oldest.get(key) : undefined;
    if (there) return { kind: 'matched', token: there };
    const as = first.get(key);
    if (deduplicate && as !== undefined) return { kind: 'same', as };
    if (as === undefined) first.set(key, index);
    return { kind: 'new' };
  });
};

const matchedToken = async (services: Services, { caller, effort }: Context, token: Token): Promise<Stored> => {
  const withheld = !may(caller, 'read', token);
  const isShown = !withheld && isMasked(token) && token.privacy.restrictionPolicy === 'mask';
  const masked = async () => {
    await effort.reserve(openCost(token));
    return await disclosedToken(services, token, 'mask', effort);
  };
  return {
    token,
    shown: isShown ? await masked() : nothingShown,
    matched: true,
    deduplicated: true,
    withheld,
  };
};

/** What a write says when another token has the alias or the fingerprint of a draft. */
const otherwise = (index: number) => ({ alias: { reason: 'alias', index }, claim: { reason: 'claim', index } });

/**
 * Stores the tokens of a call in one write, or finds those that they would double, and gives the answer of the call. Several
 * processes may do this at once: whether an id or a fingerprint is free is decided by the write, and when it is not, all is looked
 * at again and `answerOf` called again. Throws 409 where an id cannot be had.
 */
export const storeTokens = async <Answer>(
  services: Services,
  context: Context,
  drafts: readonly Draft[],
  answerOf: (stored: readonly Stored[]) => Answer,
  { also = () => [], refused }: StoreOptions = {},
): Promise<Answer> => {
  const { caller, commit, effort } = context;
  const { tenantId } = caller;
  const aliases = aliasesOf(
    services.store,
    tenantId,
    drafts.map(({ alias }) => alias),
  );

  const bytes = drafts.reduce((sum, { token }) => sum + storedBytes(token), 0);
  await context.creates({ tokens: drafts.length, bytes });

  /** Ends the token intents that the drafts are made of. */
  const spent = drafts.flatMap(({ spends }, index) => {
    const end = { tenantId, id: spends?.intent.id ?? '', actor: actorOf(caller), operation: 'convert' } as const;
    return spends ? endIntent(services, end, { reason: 'intent', index }) : [];
  });

  const newToken = ({ token, shown }: Draft, index: number): Stored => ({
    token: { ...token, alias: aliases.of(index) },
    shown,
    matched: false,
    deduplicated: false,
    withheld: false,
  });

  /** Removes what is in the way and has expired; it is not there any more for readers already. */
  const clear = async (by: 'alias' | 'claim', value: string | Uint8Array): Promise<boolean> => {
    const holders = await findHolders(services.store, tenantId, by, value, services.clock());
    return holders.length > 0 && (await deleteExpired(services, holders));
  };

  const makeWay = async (failed: Refusal): Promise<void> => {
    if (typeof failed === 'string') return await refused?.(failed);
    const { reason, index } = failed;
    const draft = drafts[index];
    if (draft?.spends && reason === 'intent') throw intentEnded(draft.spends.at);
    if (draft && reason === 'claim') {
      await clear('claim', draft.token.fingerprint);
    } else {
      const alias = aliases.of(index);
      if (alias === undefined || !(await clear('alias', alias))) await aliases.refuse(index);
    }
  };

  const finish = async (stored: readonly Stored[]): Promise<void> => {
    const matched = new Map(stored.filter((each) => each.matched).map((each) => [each.token.id, each]));
    const readings = [...matched.values()].map(({ token, shown }) => {
      const how = shown.data === undefined ? ('redact' as const) : ('mask' as const);
      return { token, how, ...shown };
    });
    await auditReadings(services, { caller }, readings);
  };

  for (let time = 0; time < tries; time += 1) {
    const fates = await settle(services, context, drafts);
    const fresh = drafts.flatMap((draft, index) => (fates[index]?.kind === 'new' ? [{ draft, index }] : []));
    await aliases.choose(fresh.map(({ index }) => index));

    const stored: Stored[] = [];
    for (const [index, draft] of drafts.entries()) {
      const fate = fates[index] ?? { kind: 'new' };
      const before = fate.kind === 'same' ? stored[fate.as] : undefined;
      if (before) stored.push({ ...before, deduplicated: true });
      else if (fate.kind === 'matched') stored.push(await matchedToken(services, context, fate.token));
      else stored.push(newToken(draft, index));
    }

    const creates: Statement[] = [];
    for (const { draft, index } of fresh) {
      const { token } = stored[index] ?? draft;
      await effort.reserve(writeCost + keepCost(token));
      creates.push(
        ...createToken(
          services,
          { token, labels: draft.labels, claims: draft.deduplicate, origin: caller.origin },
          otherwise(index),
        ),
      );
    }
    const ids = new Set(stored.map(({ token }) => token.id));
    const answer = answerOf(stored);
    const failed = await commit([...spent, ...creates, ...also(stored)], {
      answer,
      tokens: [...ids],
      shown: stored.map(({ token, matched, withheld }) =>
        shownToken(token, 'read', ['create', ...(matched && !withheld ? (['read'] as const) : [])], true),
      ),
    });
    if (failed === undefined) {
      for (const { draft } of fresh) services.metrics.tokenCreated(draft.token.type);
      await finish(stored);
      return answer;
    }
    await makeWay(failed);
  }
  throw new ApiError('conflict', 'Others make the same tokens at this moment; try again.');
};

/** The same for one token: 201 where it is new, 200 where it was there. */
export const storeToken = <Answer>(
  services: Services,
  context: Context,
  draft: Draft,
  answerOf: (stored: Stored) => Answer,
  options?: StoreOptions,
): Promise<Answer> =>
  storeTokens(
    services,
    context,
    [draft],
    ([stored]) => {
      if (!stored) throw new RangeError('A draft was neither stored nor found.');
      context.status(stored.matched ? 200 : 201);
      return answerOf(stored);
    },
    options,
  );
