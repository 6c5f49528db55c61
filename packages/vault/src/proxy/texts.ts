import type { Effort } from '../effort/effort.ts';
import { costs } from '../expressions/costs.ts';
import { ExpressionError, type Json, type Scope } from '../expressions/expression.ts';
import { ApiError } from '../problem.ts';
import { compileReferences } from '../tokens/detokenize.ts';
import { evaluateFor } from '../tokens/evaluate.ts';
import { tooMuchWork } from '../tokens/expression-errors.ts';
import type { Piece } from './pieces.ts';

/** A text of the request in which tokens may stand, and what it is called in errors. */
interface Text {
  at: string;
  pieces: readonly Piece[];
}

/** Some texts of a request, compiled together. */
export const compileTexts = async (effort: Effort, texts: readonly Text[], encode?: (text: string) => string) => {
  const slots = texts.flatMap(({ at, pieces }) =>
    pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [{ at, template: piece.template }])),
  );
  const told = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const at = slots[Number(error.path[0] ?? 0)]?.at ?? 'body';
      const message = `${error.message} (column ${error.column})`;
      if (error.isSpent) throw tooMuchWork(at, message);
      throw new ApiError('proxy-request', `Correct ${at}: ${message}`, { errors: { [at]: [message] } });
    }
  };
  const templates = slots.map(({ template }) => template);
  const expression = await told(() => compileReferences(effort, templates, encode));
  return {
    expression,
    /** The texts with values in the places of tokens. What values say is never looked at again. */
    fill: async (scope: Scope, now: () => Date): Promise<string[]> => {
      const values = await told(() => evaluateFor(effort, expression, scope, { now }));
      const write = (slot: Exclude<Piece, string>, value: Json): string => {
        if (typeof value === 'string') effort.charge(value.length * costs.percent);
        return slot.write(value);
      };
      return await told(() =>
        effort.run(() => {
          const next = (Array.isArray(values) ? values : [])[Symbol.iterator]();
          const filled = (piece: Piece) =>
            typeof piece === 'string' ? piece : write(piece, next.next().value ?? null);
          return texts.map(({ pieces }) => pieces.map(filled).join(''));
        }),
      );
    },
  };
};
