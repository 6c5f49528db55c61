import { auditOf } from '../audit/audit-of.ts';
import type { Context } from '../context.ts';
import { EffortSpent } from '../effort/effort.ts';
import type { Json } from '../expressions/json.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { auditUse } from '../tokens/detokenize.ts';
import type { TokenIntent } from '../tokens/intents/intent.ts';
import { shownToken } from '../tokens/shown-token.ts';
import { publicId, type Token } from '../tokens/token.ts';
import { tokenType } from '../tokens/token-types.ts';
import { tokenizeDocument } from '../tokens/tokenize-document.ts';
import type { Seen } from './acting.ts';
import { openConfiguration, typedConfiguration } from './configuration.ts';
import { noteFailure } from './failures.ts';
import type { Formula } from './formulas.ts';
import { asMaker } from './maker.ts';
import type { Reactor } from './reactors.ts';
import { type Result, readResult } from './result.ts';
import { runCode } from './run-code.ts';

/** A reaction that may begin: everything of it is there, and permitted. */
export interface Reaction {
  reactor: Reactor;
  formula: Formula;
  /** Every token whose data it gets. */
  tokens: readonly Token[];
  /** Every token intent whose data it gets. */
  intents: readonly TokenIntent[];
  /** Their data, and whatever else no message may repeat. */
  secrets: readonly unknown[];
  /** The token that the function gets as a whole, where there is one. */
  source: { token: Token; data: Json } | undefined;
  /** What the formula declares of what was sent; all of it, for code of a reactor. */
  parameters: Json;
  /** What its code is shown by calls of the vault. */
  seen: Seen;
  /** Goes on the tokens that are made. */
  metadata: Record<string, string> | undefined;
}

export interface Reacted {
  tokens?: unknown;
  raw?: Json;
}

const sourceView = ({ token, data }: NonNullable<Reaction['source']>) => ({
  id: publicId(token),
  tenant_id: token.tenantId,
  type: token.type,
  data,
  ...(token.metadata && { metadata: token.metadata }),
});

/** The argument of the function, under the older and the newer names of the API (docs/architecture.md §3.13). */
const argumentOf = (
  services: Services,
  { reactor, formula, source, parameters, metadata }: Reaction,
): Record<string, unknown> => ({
  ...(source && { sourceToken: sourceView(source) }),
  configuration: typedConfiguration(formula.configuration, openConfiguration(services.keyring, reactor)),
  requestParameters: parameters,
  args: parameters,
  metadata: metadata ?? {},
});

/** Runs the code, and reads what it gave back. */
const run = async (services: Services, context: Context, reaction: Reaction): Promise<Result> => {
  const { reactor, formula, seen } = reaction;
  const { id, applicationId } = reactor;
  const given = argumentOf(services, reaction);
  const json = await runCode(services, context, {
    code: formula.code,
    given,
    secrets: [given.configuration, reaction.parameters, reaction.secrets],
    subject: 'formula',
    acted: context.acted,
    acting: applicationId === undefined ? undefined : { applicationId, entityType: 'reactor', entityId: id, seen },
    logged: { fields: { reactor_id: id }, message: 'reactor console' },
  });
  return readResult(json);
};

/** What the vault says of a token that a reaction has made; the names are its own (API reference, React with an Atomic Card). */
const reserved = ({ trace }: Context, { reactor, tokens }: Reaction): Record<string, string> => {
  const [source, second] = tokens;
  return {
    correlation_id: trace,
    reactor_id: reactor.id,
    reactor_name: reactor.name,
    ...(source && !second && { source_token_id: publicId(source), source_token_type: source.type }),
  };
};

/** What is wrong with something to be stored, and no fault of the caller's request where code asks for it. */
const ofResult: ReadonlySet<string> = new Set(['validation', 'conflict', 'encrypted-data', 'token-intent-ended']);

const notStored = (error: unknown): never => {
  const isSpent = error instanceof EffortSpent || (error instanceof ApiError && error.type === 'too-much-work');
  if (isSpent) {
    const { message, errors } = error instanceof ApiError ? error : { message: error.message, errors: undefined };
    throw new ApiError('reactor-result', `Storing what the formula gave back is too much work. ${message}`, {
      ...(errors && { errors }),
    });
  }
  if (!(error instanceof ApiError && ofResult.has(error.type))) throw error;
  const { errors } = error;
  throw new ApiError(
    'reactor-result',
    `The formula has run, and no token can be made of what it gave back.${errors ? '' : ` ${error.message}`}`,
    { ...(errors && { errors }) },
  );
};

/**
 * What counts when the same reaction is asked for again: its answer may hold whatever the code was given, so that it is a use of the
 * same tokens, and ends with the verification codes among their data. What calls of the code have shown it counts for the application
 * that was allowed to see it, as long as that is there.
 */
export const keptOf = ({ clock }: Services, { reactor, tokens, intents, seen }: Reaction) => ({
  tokens: [
    ...new Set([
      reactor.id,
      ...[...tokens, ...intents].map(({ id }) => id),
      ...(seen.shown.size > 0 && reactor.applicationId !== undefined ? [reactor.applicationId] : []),
      ...seen.shown.keys(),
    ]),
  ],
  shown: [
    { entityType: 'reactor' as const, entityId: reactor.id, operation: 'use' as const },
    ...tokens.map((token) => shownToken(token, 'use', ['use:reactor'])),
    ...intents.map(({ id }) => ({ entityType: 'token_intent' as const, entityId: id, operation: 'use' as const })),
    ...seen.shown.values(),
  ],
  permissions: intents.map(({ type }) => `token:${tokenType(type).classification}:use:reactor`),
  until: Math.min(
    seen.until,
    ...intents.map(({ expiresAt }) => expiresAt),
    ...[...tokens, ...intents].flatMap(({ cvc }) => (cvc && cvc.expiresAt > clock() ? [cvc.expiresAt] : [])),
  ),
});

/**
 * Runs a reactor and stores what it gives back to be tokenized. That the tokens are used is durable before the code sees them.
 * Throws what the code and those it called came to, in the documented form.
 */
export const react = async (services: Services, context: Context, reaction: Reaction): Promise<Reacted> => {
  const { caller, commit } = context;
  await context.begin();
  await Promise.all([
    services.store.commit([auditOf(services, 'reactor')(caller, 'use', reaction.reactor.id)]),
    auditUse(services, caller, 'reactor', reaction),
  ]);
  const { tokenize, raw } = await run(services, context, reaction).catch(async (error: unknown) => {
    await noteFailure(services, reaction.reactor, context.trace, error);
    throw error;
  });
  const answer = raw === undefined ? {} : { raw };
  const kept = keptOf(services, reaction);
  if (tokenize === undefined) {
    await commit([], { answer, ...kept });
    return answer;
  }
  const own = reserved(context, reaction);
  const { metadata } = reaction;
  return await tokenizeDocument(
    services,
    {
      ...context,
      caller: asMaker(caller),
      commit: (write, made) =>
        commit(write, { ...made, ...kept, tokens: [...new Set([...kept.tokens, ...(made?.tokens ?? [])])] }),
    },
    tokenize,
    (tokens): Reacted => ({ tokens, ...answer }),
    (theirs) => ({ ...metadata, ...theirs, ...own }),
  ).catch(notStored);
};
