import { schemas, validateRequest } from '@tessera/contract';
import type { Context } from '../context.ts';
import { isObject, type Json } from '../expressions/json.ts';
import { ApiError, invalidAll } from '../problem.ts';
import type { Services } from '../services.ts';
import { type Draft, draftToken } from './create.ts';
import { type Stored, storeTokens } from './store-tokens.ts';
import { publicId } from './token.ts';
import { viewStored } from './view.ts';

/** Tokens one call may make. */
const most = 1000;

/** Steps that an ordinary token of a document may cost, some expressions of its own counted in. */
const ordinary = 200_000;

/** Steps of checking and sealing one. */
const readCost = 20_000;

/** An object that describes a token: by its type and data, which may be encrypted, or by the token intent that it is made of. */
const isToken = (value: Json): boolean =>
  isObject(value) &&
  (Object.hasOwn(value, 'token_intent_id') ||
    (Object.hasOwn(value, 'type') && (Object.hasOwn(value, 'data') || Object.hasOwn(value, 'encrypted'))));

/** A document with something else in the places of its values. What holds nothing stays as it is. */
const replaceValues = (
  document: Json,
  replace: (value: Json, at: readonly string[], isToken: boolean) => unknown,
): unknown => {
  const walk = (value: Json, at: readonly string[]): unknown => {
    if (value === null) return null;
    if (isToken(value)) return replace(value, at, true);
    if (Array.isArray(value)) return value.map((entry, index) => walk(entry, [...at, String(index)]));
    if (!isObject(value)) return replace(value, at, false);
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, walk(entry, [...at, key])]));
  };
  return walk(document, []);
};

/** What a token of a document gets as its metadata, where not just its own. */
type Describe = (own: Record<string, string> | undefined) => Record<string, string>;

/** The tokens of a document in the order in which they stand there. Throws 400 with the place in the document, or 403. */
const draftsOf = async (
  services: Services,
  context: Context,
  document: Json,
  describe: Describe | undefined,
): Promise<Draft[]> => {
  const { effort } = context;
  const wishes: { value: Json; at: readonly string[]; isWhole: boolean }[] = [];
  replaceValues(document, (value, at, isWhole) => {
    if (wishes.length >= most) throw new ApiError('validation', `One call may make at most ${most} tokens.`);
    wishes.push({ value, at, isWhole });
  });
  effort.extend(wishes.length * ordinary);
  const drafts: Draft[] = [];
  for (const { value, at, isWhole } of wishes) {
    await effort.reserve(readCost);
    const request = validateRequest(schemas.CreateToken, isWhole ? value : { type: 'token', data: value }, {
      at,
      answer: schemas.Token,
    });
    if (request.errors) throw invalidAll(request.errors);
    const { value: wanted } = request;
    const metadata = describe ? describe(wanted.metadata) : wanted.metadata;
    drafts.push(await draftToken(services, context, { ...wanted, metadata }, at));
  }
  return drafts;
};

/**
 * Stores every value of a document and gives the answer of the call, of which the document with tokens in their places is a part or
 * all. Throws 400 with the place in the document, 403 or 409.
 */
export const tokenizeDocument = async <Answer>(
  services: Services,
  context: Context,
  document: Json,
  answerOf: (tokens: unknown) => Answer,
  describe?: Describe,
): Promise<Answer> => {
  const drafts = await draftsOf(services, context, document, describe);
  const replaced = (stored: readonly Stored[]): unknown => {
    const next = stored[Symbol.iterator]();
    return replaceValues(document, (_, _at, isWhole) => {
      const { value } = next.next();
      return value && (isWhole ? viewStored(value, context.caller) : publicId(value.token));
    });
  };
  return await storeTokens(services, context, drafts, (stored) => answerOf(replaced(stored)));
};
