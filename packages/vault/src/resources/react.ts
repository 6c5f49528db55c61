import type { Wire } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import type { Context } from '../context.ts';
import type { Json } from '../expressions/json.ts';
import { ApiError, invalid } from '../problem.ts';
import { nothingSeen } from '../reactors/acting.ts';
import { type Formula, findFormulas } from '../reactors/formulas.ts';
import { readParameters } from '../reactors/parameters.ts';
import { type Reacted, type Reaction, react } from '../reactors/react.ts';
import { findReactor, type Reactor } from '../reactors/reactors.ts';
import type { Services } from '../services.ts';
import { compileReferences, openReferences, usedAs } from '../tokens/detokenize.ts';
import { evaluateFor } from '../tokens/evaluate.ts';
import { asProperty } from '../tokens/expression-errors.ts';
import { findToken } from '../tokens/queries.ts';
import { tokenNotFound } from '../tokens/reader.ts';
import { openCost } from '../tokens/seal.ts';
import type { Token } from '../tokens/token.ts';
import { disclosedData } from '../tokens/view.ts';

/** A reactor of the caller's tenant, with its formula; `undefined` if there is none with this id. */
export const findWithFormula = async (
  { store }: Pick<Services, 'store'>,
  { tenantId }: Caller,
  id: string,
): Promise<{ reactor: Reactor; formula: Formula } | undefined> => {
  const reactor = await findReactor(store, tenantId, id);
  const [formula] = reactor ? await findFormulas(store, tenantId, [reactor.formulaId]) : [];
  return reactor && formula && { reactor, formula };
};

/** The data of a token for a formula, as the caller may use it in reactors. Throws 403. */
const openForUse = async ({ keyring, clock }: Services, { caller, effort }: Context, token: Token): Promise<Json> => {
  const [how = 'hide'] = usedAs(caller, 'reactor', [token]);
  return (await disclosedData(keyring.tenant(token.tenantId), token, how, clock(), effort)) ?? null;
};

/** Runs a reactor with one token of a type (API reference, React with an Atomic Card). */
export const reactWithToken = async (
  services: Services,
  context: Context,
  type: Token['type'],
  id: string,
  body: Wire['AtomicReactRequest'],
): Promise<Reacted> => {
  const { caller, effort } = context;
  const token = await findToken(services, context, id);
  if (token?.type !== type) throw tokenNotFound();
  await effort.reserve(openCost(token));
  const data = await openForUse(services, context, token);
  const found = await findWithFormula(services, caller, body.reactor_id);
  if (!found) throw invalid('reactor_id', 'There is no reactor with this id.');
  const { sourceTokenType, requestParameters, reactorId } = found.formula;
  if (reactorId !== undefined) {
    throw invalid('reactor_id', 'This reactor has code of its own; call it by POST /reactors/{id}/react.');
  }
  if (sourceTokenType !== type) {
    throw invalid('reactor_id', `The formula of this reactor takes tokens of type ${sourceTokenType}.`);
  }
  const parameters = readParameters(requestParameters, body.request_parameters as Json, 'request_parameters', effort);
  return await react(services, context, {
    ...found,
    tokens: [token],
    intents: [],
    seen: nothingSeen(),
    secrets: [data],
    source: { token, data },
    parameters,
    metadata: body.metadata,
  });
};

/**
 * A reaction that may begin. References to tokens in its arguments are replaced by the data of the tokens. Throws what is wrong with the
 * request, and 403 for what the caller may not use.
 */
export const prepareReaction = async (
  services: Services,
  context: Context,
  id: string,
  { args }: Wire['ReactRequest'],
): Promise<Reaction> => {
  const { caller } = context;
  const found = await findWithFormula(services, caller, id);
  if (!found) throw new ApiError('not-found', 'There is no reactor with this id.');
  const { effort } = context;
  const expression = await asProperty(['args'], () => compileReferences(effort, (args ?? null) as Json));
  const { scope, tokens, intents } = await openReferences(services, context, 'reactor', [expression]);
  const now = () => new Date(services.clock());
  const value = await asProperty(['args'], () => evaluateFor(effort, expression, scope, { now }));
  const { requestParameters, reactorId } = found.formula;
  // Code of a reactor declares nothing, and gets what was sent.
  const parameters = reactorId === undefined ? readParameters(requestParameters, value, 'args', effort) : value;
  return {
    ...found,
    tokens,
    intents,
    seen: nothingSeen(),
    secrets: Object.values(scope),
    source: undefined,
    parameters,
    metadata: undefined,
  };
};

/** Runs a reactor while the caller waits. */
export const reactWithArgs = async (
  services: Services,
  context: Context,
  id: string,
  body: Wire['ReactRequest'],
): Promise<Reacted> => await react(services, context, await prepareReaction(services, context, id, body));
