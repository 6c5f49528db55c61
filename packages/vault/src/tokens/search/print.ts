import type { Query, Term } from './query.ts';

const quote = (text: string): string => `"${text.replace(/["\\*]/g, '\\$&')}"`;

const date = (milliseconds: number | null): string =>
  milliseconds === null ? '*' : new Date(milliseconds).toISOString().replace('.000Z', 'Z');

const printTerm = (term: Term): string => {
  if (term.kind === 'metadata') return `metadata.${quote(term.key)}:${quote(term.value)}`;
  if (term.kind === 'between') return `${term.field}:[${date(term.from)} TO ${date(term.before)}}`;
  const value = quote(term.value);
  return `${term.field}:${term.prefix ? `${value.slice(0, -1)}*"` : value}`;
};

/** Writes a query in the one form that needs no knowledge of precedence; parsing it gives the query back. */
export const printSearch = (query: Query): string => {
  if (query.kind === 'not') return `NOT (${printSearch(query.operand)})`;
  if (!('operands' in query)) return printTerm(query);
  return query.operands.map((operand) => `(${printSearch(operand)})`).join(query.kind === 'and' ? ' AND ' : ' OR ');
};
