import { type contract, type Handlers, schemas, validate } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import { isObject, type Json } from '../expressions/json.ts';
import type { Context } from '../http/context.ts';
import { ApiError, invalidAll } from '../problem.ts';
import { type Draft, draftToken } from '../tokens/create.ts';
import { type Stored, storeTokens } from '../tokens/store-tokens.ts';
import { publicId } from '../tokens/token.ts';
import { viewStored } from '../tokens/view.ts';
import type { World } from '../world.ts';

/** Tokens one call may make. */
const most = 1000;

const isToken = (value: Json): boolean =>
  isObject(value) && Object.hasOwn(value, 'type') && Object.hasOwn(value, 'data');

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

/** The tokens of a document in the order in which they stand there. Throws 400 with the place in the document, or 403. */
const draftsOf = (world: World, caller: Caller, document: Json): Draft[] => {
  const drafts: Draft[] = [];
  replaceValues(document, (value, at, isWhole) => {
    if (drafts.length >= most) throw new ApiError('validation', `One call may make at most ${most} tokens.`);
    const request = validate(schemas.CreateToken, isWhole ? value : { type: 'token', data: value }, at);
    if (request.errors) throw invalidAll(request.errors);
    drafts.push(draftToken(world, caller, request.value, at));
  });
  return drafts;
};

export const tokenize =
  (world: World): Handlers<typeof contract, Context>['tokenize'] =>
  async ({ body, ...context }) => {
    const document = body as Json;
    const drafts = draftsOf(world, context.caller, document);
    const answerOf = (stored: readonly Stored[]): unknown => {
      const next = stored[Symbol.iterator]();
      return replaceValues(document, (_, _at, isWhole) => {
        const { value } = next.next();
        return value && (isWhole ? viewStored(value, context.caller) : publicId(value.token));
      });
    };
    return await storeTokens(world, context, drafts, answerOf);
  };
