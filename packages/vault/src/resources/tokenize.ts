import type { contract, Handlers } from '@tessera/contract';
import type { Json } from '../expressions/json.ts';
import type { Context } from '../http/context.ts';
import { tokenizeDocument } from '../tokens/tokenize-document.ts';
import type { World } from '../world.ts';

export const tokenize =
  (world: World): Handlers<typeof contract, Context>['tokenize'] =>
  async ({ body, ...context }) =>
    await tokenizeDocument(world, context, body as Json, (tokens) => tokens);
