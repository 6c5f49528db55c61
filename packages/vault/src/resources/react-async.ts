import type { contract, Handlers } from '@tessera/contract';
import type { Context, Kept } from '../context.ts';
import { findAnswer, openAnswer, type Place, storeAnswer } from '../idempotency/answers.ts';
import { replay } from '../idempotency/replay.ts';
import { errorFields } from '../log/log.ts';
import { ApiError, type ProblemType, type PropertyErrors } from '../problem.ts';
import { CodeAnswer } from '../reactors/code-answer.ts';
import { keptOf, type Reacted, type Reaction, react } from '../reactors/react.ts';
import {
  type AsyncReaction,
  abandonReaction,
  beginReaction,
  countReactions,
  endReaction,
  findReaction,
  insertReaction,
  type ReactionState,
  reactionOver,
} from '../reactors/reactions.ts';
import type { Services } from '../services.ts';
import type { Write } from '../store/port.ts';
import { findWithFormula, prepareReaction } from './react.ts';

/** Reactions of a tenant that wait, run or have a result that is kept. */
const mostKept = 10_000;

/** Characters of a result as it is kept: room for what the code gives back, with the tokens that were made of it. */
const longestResult = 4_194_304;

/** Steps for each character of arguments or a result that is written or read as JSON, and sealed or opened. */
const characterCost = 40;

/** How a reaction ended. */
type Outcome =
  | { answer: Reacted }
  | { problem: { type: ProblemType; detail: string; errors?: PropertyErrors } }
  | { response: CodeAnswer['response'] };

const problemOf = ({ type, message, errors }: ApiError): Outcome => ({
  problem: { type, detail: message, ...(errors && { errors }) },
});

const interrupted = (state: ReactionState) =>
  new ApiError(
    'reactor-interrupted',
    state === 'waiting'
      ? 'The vault stopped before it began. It has had no effects, and may be sent again.'
      : 'The vault stopped while it ran, or it took too long. Look whether it had its effects before you send it again.',
  );

const unknown = () => new ApiError('not-found', 'This reactor has no reaction with this id, or its result has ended.');
const unfinished = () => new ApiError('not-found', 'The reaction has not ended yet. Ask again in a moment.');
const lost = () =>
  new ApiError('not-found', 'The result is no longer kept: what it was about has ended, or is protected more since.');

/** Its result is known to callers as interrupted, or its reactor is gone. */
class ReactionOver extends Error {
  override readonly name = 'ReactionOver';
}

const placeOf = ({ keyring }: Services, { tenantId, id, reactorId }: AsyncReaction): Place => ({
  ...{ tenantId, type: 'reaction' },
  scope: keyring.tenant(tenantId).fingerprint(['reaction', reactorId, id]),
});

/** Runs a reaction that was accepted, and keeps how it ended. Never rejects. */
const runAccepted = async (
  services: Services,
  { again, trace }: Pick<Context, 'again' | 'trace'>,
  accepted: AsyncReaction,
  args: string,
): Promise<void> => {
  const { store, keyring, clock, log, metrics } = services;
  const { reactorId, tenantId } = accepted;
  let reaction: Reaction | undefined;

  const end = async (outcome: Outcome, kept: Kept, write: Write = []) => {
    const body = JSON.stringify(outcome);
    if (body.length > longestResult) {
      throw new ApiError(
        'reactor-result',
        `A result may have ${longestResult} characters, with the tokens made of it.`,
      );
    }
    const place = placeOf(services, accepted);
    const now = clock();
    const result = { status: 200, body, mac: place.scope, now };
    const failed = await store.commit([
      ...write,
      endReaction(accepted, now),
      ...storeAnswer(keyring.tenant(tenantId), place, result, kept),
    ]);
    if (failed === reactionOver) throw new ReactionOver();
    return failed;
  };

  const begin = async (): Promise<void> => {
    if ((await store.commit([beginReaction(accepted, clock())])) !== undefined) throw new ReactionOver();
  };

  const failed = async (error: unknown): Promise<void> => {
    if (error instanceof ReactionOver) return;
    const isKnown = error instanceof ApiError || error instanceof CodeAnswer;
    if (!isKnown) log.error({ trace_id: trace, tenant_id: tenantId, ...errorFields(error) }, 'a reaction failed');
    const internal = () => new ApiError('internal', `It was logged under the trace id ${trace}.`);
    const outcome: Outcome =
      error instanceof CodeAnswer
        ? { response: error.response }
        : problemOf(error instanceof ApiError ? error : internal());
    const about: Kept = reaction
      ? keptOf(services, reaction)
      : { tokens: [reactorId], shown: [{ entityType: 'reactor', entityId: reactorId, operation: 'use' }] };
    await end(outcome, about);
  };

  try {
    await again(
      { begin, commit: (write, kept = {}) => end({ answer: (kept.answer ?? {}) as Reacted }, kept, write) },
      async (context) => {
        await context.effort.reserve(args.length * characterCost);
        reaction = await prepareReaction(services, context, reactorId, { args: JSON.parse(args) });
        await react(services, context, reaction);
      },
    ).catch(failed);
  } catch (error) {
    if (error instanceof ReactionOver) return;
    metrics.workFailed('keep-reaction');
    log.error(
      { trace_id: trace, tenant_id: tenantId, ...errorFields(error) },
      'the result of a reaction could not be kept; it will be told as interrupted',
    );
  }
};

/** Reactions that run after the answer, and their results. */
export const reactAsync = (
  services: Services,
): Pick<Handlers<typeof contract.reactors, Context>, 'reactAsync' | 'retrieveResult'> => {
  const { store, keyring, clock } = services;
  const mayHave = replay(store, keyring, clock);

  return {
    reactAsync: async ({ params, body, ...context }) => {
      const { caller, effort, commit } = context;
      const { tenantId } = caller;
      // What can be refused now is refused now. The data of tokens that this opens is not kept.
      const { reactor } = await prepareReaction(services, context, params.id, body);
      if ((await countReactions(store, tenantId, mostKept)) >= mostKept) {
        throw new ApiError('rate-limited', `A tenant may have ${mostKept} reactions whose results are kept.`, {
          headers: { 'Retry-After': '60' },
        });
      }
      const args = JSON.stringify(body.args ?? null);
      await effort.reserve(args.length * characterCost);
      const accepted: AsyncReaction = { tenantId, id: services.newId(), reactorId: reactor.id };
      const answer = { asyncReactorRequestId: accepted.id };
      const place = services.reactions.enter(tenantId, args.length);
      try {
        await commit([insertReaction(accepted, clock())], { answer, tokens: [reactor.id] });
      } catch (error) {
        place.leave();
        throw error;
      }
      place.fill({
        run: () => runAccepted(services, context, accepted, args),
        abandon: async () => {
          // Without this row it is told as interrupted too, only later.
          await store.commit([abandonReaction(accepted, clock())]).catch(() => undefined);
        },
      });
      return answer;
    },

    retrieveResult: async ({ params, caller, effort }) => {
      const found = await findWithFormula(services, caller, params.id);
      if (!found) throw new ApiError('not-found', 'There is no reactor with this id.');
      const { tenantId } = caller;
      const named = { tenantId, id: params.request_id, reactorId: found.reactor.id };
      const reaction = await findReaction(store, named, clock());
      if (!reaction) throw unknown();
      if (reaction.state !== 'ended') {
        throw reaction.deadline > clock() ? unfinished() : interrupted(reaction.state);
      }
      const place = placeOf(services, reaction);
      const stored = await findAnswer(store, place, clock());
      if (!stored) throw lost();
      const { byteLength } = stored.sealed.box;
      effort.occupy(2 * byteLength);
      effort.extend(byteLength * characterCost);
      await effort.reserve(byteLength * characterCost);
      const { body, ...conditions } = openAnswer(keyring.tenant(tenantId), place, stored);
      await mayHave(caller, place.scope, conditions, lost);
      const outcome = JSON.parse(body) as Outcome;
      if ('response' in outcome) throw new CodeAnswer(outcome.response);
      if ('answer' in outcome) return outcome.answer;
      const { type, detail, errors } = outcome.problem;
      throw new ApiError(type, detail, errors && { errors });
    },
  };
};
