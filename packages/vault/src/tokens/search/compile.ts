import { allOf, anyOf, type Condition, not } from './condition.ts';
import type { Query } from './query.ts';
import { conditionOf, type Searcher } from './terms.ts';

/** A query as a condition on tokens. Everything that came from outside is a parameter of it. */
export const compileSearch = (query: Query, searcher: Searcher): Condition => {
  if (query.kind === 'not') return not(compileSearch(query.operand, searcher));
  if (!('operands' in query)) return conditionOf(query, searcher);
  const operands = query.operands.map((operand) => compileSearch(operand, searcher));
  return query.kind === 'and' ? allOf(operands) : anyOf(operands);
};
