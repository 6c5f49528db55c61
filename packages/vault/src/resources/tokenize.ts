import { type contract, type Handlers, schemas, validate } from '@tessera/contract';
import { isObject, type Json } from '../expressions/json.ts';
import type { Context } from '../http/context.ts';
import { ApiError, invalidAll } from '../problem.ts';
import { type NewToken, prepareToken } from '../tokens/create.ts';
import { viewToken } from '../tokens/view.ts';
import type { World } from '../world.ts';

/** Tokens one call may make. */
const most = 1000;

const isToken = (value: Json): boolean =>
  isObject(value) && Object.hasOwn(value, 'type') && Object.hasOwn(value, 'data');

export const tokenize =
  (world: World): Handlers<typeof contract, Context>['tokenize'] =>
  async ({ body, caller, commit }) => {
    const made: NewToken[] = [];

    const make = (request: unknown, at: readonly string[]): NewToken => {
      if (made.length >= most) throw new ApiError('validation', `One call may make at most ${most} tokens.`);
      const { value, errors } = validate(schemas.CreateToken, request, at);
      if (errors) throw invalidAll(errors);
      const token = prepareToken(world, caller, value, at);
      made.push(token);
      return token;
    };

    /** The document with tokens in the places of values; what holds nothing stays as it is. */
    const walk = (value: Json, at: readonly string[]): unknown => {
      if (value === null) return null;
      if (isToken(value)) {
        const { token, shown } = make(value, at);
        return viewToken(token, caller, shown);
      }
      if (Array.isArray(value)) return value.map((entry, index) => walk(entry, [...at, String(index)]));
      if (isObject(value)) {
        return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, walk(entry, [...at, key])]));
      }
      return make({ type: 'token', data: value }, at).token.id;
    };

    const answer = walk(body as Json, []);
    if (made.length > 0) {
      const statements = made.flatMap((each) => each.statements);
      await commit(statements, { answer, tokens: made.map(({ token }) => token.id) });
      for (const { token } of made) world.metrics.tokenCreated(token.type);
    }
    return answer;
  };
