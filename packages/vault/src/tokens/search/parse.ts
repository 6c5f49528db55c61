import { nearest } from '@tessera/contract';
import { readSpan, type Span } from './moment.ts';
import {
  type DateField,
  dateFields,
  type Query,
  searchLimits,
  type Term,
  type TextField,
  textFields,
} from './query.ts';
import { scan, type Token } from './scanner.ts';
import { SearchError } from './search-error.ts';

const metadataPrefix = 'metadata.';

const isTextField = (name: string): name is TextField => textFields.some((field) => field === name);
const isDateField = (name: string): name is DateField => dateFields.some((field) => field === name);

/** Several operands in one node: those of the same kind are taken apart, a single one stands for itself. */
const join = (kind: 'and' | 'or', [first, ...rest]: readonly [Query, ...Query[]]): Query => {
  if (rest.length === 0) return first;
  return { kind, operands: [first, ...rest].flatMap((each) => (each.kind === kind ? each.operands : [each])) };
};

const unknownField = (name: string, column: number): SearchError => {
  const [hint] = nearest(name.toLowerCase(), [...textFields, ...dateFields, 'metadata']);
  const known = `${[...textFields, ...dateFields].join(', ')} and metadata.key`;
  return new SearchError(
    hint ? `There is no such field. Did you mean ${hint}?` : `There is no such field. Fields are ${known}.`,
    column,
  );
};

/**
 * Parses a search query: `field:value` comparisons with quotes, ranges, NOT (also `!` and `-`), AND, OR and parentheses, binding
 * in that order. Undefined where there is nothing in it. Throws SearchError.
 */
export const parseSearch = (source: string): Query | undefined => {
  if (source.length > searchLimits.length) {
    throw new SearchError(`A query has at most ${searchLimits.length} characters.`, searchLimits.length + 1);
  }
  let token = scan(source, 0, 'field');
  let terms = 0;

  const advance = (place: 'field' | 'value' = 'field'): Token => {
    token = scan(source, token.end, place);
    return token;
  };
  const fail = (message: string, at = token): never => {
    throw new SearchError(message, at.start + 1);
  };
  const isEnd = () => token.kind === 'end';
  const isMark = (...texts: string[]) => token.kind === 'mark' && texts.includes(token.text);
  const isKeyword = (text: string) => token.kind === 'word' && !token.quoted && token.text === text;

  const parseBound = (): { span: Span | null; at: Token } => {
    const at = advance('value');
    if (at.kind !== 'word') fail('A range is [from TO to]; * is an open end.');
    if (!at.quoted && at.text === '*') return { span: null, at };
    return { span: readSpan(at.text) ?? fail('A date is written as 2022-01-31 or 2022-01-31T12:00:00Z.'), at };
  };

  const parseRange = (field: string, column: number): Term => {
    if (!isDateField(field)) return fail(`Only ${dateFields.join(' and ')} have ranges.`);
    const includesFrom = token.text === '[';
    const lower = parseBound();
    advance('value');
    if (!isKeyword('TO')) fail('Between the ends of a range stands TO.');
    const upper = parseBound();
    advance('value');
    if (!isMark(']', '}')) fail('A range ends with ] or }.');
    const from = lower.span && (includesFrom ? lower.span.from : lower.span.before);
    const before = upper.span && (token.text === ']' ? upper.span.before : upper.span.from);
    if (lower.span && upper.span && lower.span.from > upper.span.from)
      fail('This range ends before it begins.', lower.at);
    advance();
    return { kind: 'between', field, from, before, column };
  };

  const parseMatch = (field: string, column: number): Term => {
    const { text, quoted, stars } = token;
    if (isDateField(field)) {
      const span = readSpan(text) ?? fail('A date is written as 2022-01-31 or 2022-01-31T12:00:00Z.');
      advance();
      return { kind: 'between', field, ...span, column };
    }
    const isPrefix = field === 'container' && stars.length === 1 && stars[0] === text.length - 1;
    if (stars.length > 0 && !isPrefix && (!quoted || field === 'container')) {
      fail('A * stands at the end of a container only; elsewhere put it in quotes.');
    }
    advance();
    if (isTextField(field)) {
      return { kind: 'match', field, value: isPrefix ? text.slice(0, -1) : text, prefix: isPrefix, column };
    }
    return { kind: 'metadata', key: field.slice(metadataPrefix.length), value: text, column };
  };

  /** `metadata.key` with any key: in quotes where it holds spaces or marks, as in `metadata."my key"`. */
  const parseField = (): string => {
    const first = token;
    const isMetadata = first.text.startsWith(metadataPrefix) && !first.quoted;
    if (first.kind !== 'word' || first.quoted) fail('Here a comparison is missing: field:value.');
    let field = first.text;
    if (isMetadata && first.text === metadataPrefix && source.charAt(first.end) === '"') field += advance().text;
    if (isMetadata ? field === metadataPrefix : !isTextField(field) && !isDateField(field)) {
      // Without a colon it is not a field but a bare value.
      if (source.charAt(token.end) !== ':') fail('Here a comparison is missing: field:value.', first);
      throw unknownField(field, first.start + 1);
    }
    return field;
  };

  const parseTerm = (): Term => {
    const column = token.start + 1;
    const field = parseField();
    if (source.charAt(token.end) !== ':')
      fail('After a field stands a colon and a value.', { ...token, start: token.end });
    advance();
    terms += 1;
    if (terms > searchLimits.terms) fail(`A query has at most ${searchLimits.terms} comparisons.`);
    advance('value');
    if (isMark('[', '{')) return parseRange(field, column);
    if (token.kind !== 'word') fail('After the colon a value is missing.');
    return parseMatch(field, column);
  };

  const parseNot = (depth: number): Query => {
    if (depth > searchLimits.depth) fail(`A query is nested at most ${searchLimits.depth} levels deep.`);
    if (isMark('(')) {
      const open = token;
      advance();
      const inside = parseOr(depth + 1);
      if (!isMark(')'))
        fail(
          token.kind === 'end' ? 'This parenthesis is not closed.' : 'Here AND, OR or ) is missing.',
          token.kind === 'end' ? open : token,
        );
      advance();
      return inside;
    }
    const isDash = token.kind === 'word' && !token.quoted && token.text.startsWith('-');
    if (isDash) token = scan(source, token.start + 1, 'field');
    else if (isMark('!') || isKeyword('NOT')) advance();
    else return parseTerm();
    const operand = parseNot(depth + 1);
    return operand.kind === 'not' ? operand.operand : { kind: 'not', operand };
  };

  const parseAnd = (depth: number): Query => {
    const operands: [Query, ...Query[]] = [parseNot(depth)];
    while (isKeyword('AND')) {
      advance();
      operands.push(parseNot(depth));
    }
    return join('and', operands);
  };

  const parseOr = (depth: number): Query => {
    const operands: [Query, ...Query[]] = [parseAnd(depth)];
    while (isKeyword('OR')) {
      advance();
      operands.push(parseAnd(depth));
    }
    return join('or', operands);
  };

  if (isEnd()) return undefined;
  const query = parseOr(0);
  if (!isEnd()) fail(isMark(')') ? 'This parenthesis was never opened.' : 'Between comparisons stands AND or OR.');
  return query;
};
