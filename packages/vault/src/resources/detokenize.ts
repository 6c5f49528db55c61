import type { contract, Handlers } from '@tessera/contract';
import type { Context } from '../context.ts';
import type { Json } from '../expressions/json.ts';
import type { Services } from '../services.ts';
import { compileReferences, readReferences } from '../tokens/detokenize.ts';
import { evaluateFor } from '../tokens/evaluate.ts';
import { asProperty } from '../tokens/expression-errors.ts';

/** Unlike the proxy and reactors, this shows the caller what it could read token by token, and no more. */
export const detokenize =
  (services: Services): Handlers<typeof contract, Context>['detokenize'] =>
  async ({ body, ...context }) => {
    const { effort } = context;
    const expression = await asProperty(['body'], () => compileReferences(effort, (body ?? null) as Json));
    const scope = await readReferences(services, context, [expression]);
    const now = () => new Date(services.clock());
    return await asProperty(['body'], () => evaluateFor(effort, expression, scope, { now }));
  };
