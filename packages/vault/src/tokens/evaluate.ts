import type { Effort } from '../effort/effort.ts';
import {
  type CompileOptions,
  compile,
  type Environment,
  type Expression,
  type Scope,
} from '../expressions/expression.ts';
import type { Json } from '../expressions/json.ts';

/** Compiles a template at the expense of a request. Rejects with `ExpressionError` or `EffortSpent`. */
export const compileFor = (effort: Effort, template: Json, options: CompileOptions): Promise<Expression> =>
  effort.run(() => {
    const expression = compile(template, options);
    effort.charge(expression.cost);
    return expression;
  });

/** Runs an expression at the expense of a request. Rejects with `ExpressionError` or `EffortSpent`. */
export const evaluateFor = (
  effort: Effort,
  expression: Expression,
  scope: Scope,
  environment?: Environment,
): Promise<Json> => effort.run(() => expression.evaluate(scope, effort, environment));
