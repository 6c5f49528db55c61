import { onePiece } from '../../effort/testing/test-effort.ts';
import { compile, type Environment, type Json, type Scope } from '../expression.ts';

/** Compiles and runs a template once, within what one piece of work may cost. Throws ExpressionError. */
export const evaluate = (template: Json, scope: Scope, environment?: Environment): Json =>
  compile(template).evaluate(scope, onePiece(), environment);
