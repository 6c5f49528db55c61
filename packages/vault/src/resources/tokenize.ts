import type { contract, Handlers } from '@tessera/contract';
import type { Context } from '../context.ts';
import type { Json } from '../expressions/json.ts';
import type { Services } from '../services.ts';
import { tokenizeDocument } from '../tokens/tokenize-document.ts';

export const tokenize =
  (services: Services): Handlers<typeof contract, Context>['tokenize'] =>
  async ({ body, ...context }) =>
    await tokenizeDocument(services, context, body as Json, (tokens) => tokens);
