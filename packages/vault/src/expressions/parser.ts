import { ExpressionError } from './expression-error.ts';
import type { Limits } from './limits.ts';
import { scan, type Token } from './scanner.ts';
import type { Argument, Call, Literal, Operand, Output, Part, Segment } from './syntax.ts';

/**
 * What stands first in an output: a `path` into the scope (`data.number`), or a `reference`, which is everything up to the
 * first `|` taken as one name, because a token id may be an alias such as `384-28-3948`.
 */
export type Heads = 'path' | 'reference';

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['nil', null],
  ['null', null],
]);

/** Reads the inside of one output; `at` is the position after its opening braces. */
const parseOutput = (source: string, open: number, at: number, heads: Heads, limits: Limits) => {
  let token: Token = { kind: 'end', text: '', start: at, end: at };
  const advance = (): Token => {
    token = scan(source, token.end);
    return token;
  };
  const fail = (message: string, position = token.start): never => {
    throw new ExpressionError(message, position + 1);
  };
  const isMark = (text: string) => token.kind === 'mark' && token.text === text;
  const isClose = () => isMark('}}') || isMark('-}}');

  const literal = (value: Literal['value'], fraction = false): Literal => {
    const column = token.start + 1;
    advance();
    return { kind: 'literal', value, fraction, column };
  };

  const parseNumber = (): Literal => {
    const value = Number(token.text);
    if (!token.text.includes('.') && !Number.isSafeInteger(value)) fail('This number has more digits than JSON keeps.');
    if (/[\p{L}\p{N}_]/u.test(source[token.end] ?? '')) fail('Neither a number nor a name; put text in quotes.');
    return literal(value, token.text.includes('.'));
  };

  const parseSegment = (): Segment => {
    if (isMark('.')) {
      if (advance().kind !== 'name') fail("After a dot stands a name; write other keys as ['key'].");
      const key = token.text;
      advance();
      return key;
    }
    const { kind, text } = advance();
    const isIndex = kind === 'number' && Number.isSafeInteger(Number(text)) && !text.includes('.');
    if (kind !== 'string' && !isIndex) fail('In brackets stands a key in quotes or a whole number.');
    advance();
    if (!isMark(']')) fail('This bracket has no closing ].');
    advance();
    return isIndex ? Number(text) : text;
  };

  const parseVariable = (): Operand => {
    const { text: name, start } = token;
    const segments: Segment[] = [];
    advance();
    while (isMark('.') || isMark('[')) {
      if (segments.length >= limits.segments) fail(`A path has at most ${limits.segments} keys.`);
      segments.push(parseSegment());
    }
    return { kind: 'variable', name, segments, column: start + 1 };
  };

  const parseOperand = (): Operand => {
    if (token.kind === 'string') return literal(token.text);
    if (token.kind === 'number') return parseNumber();
    const word = token.kind === 'name' ? words.get(token.text) : undefined;
    if (word !== undefined) return literal(word);
    if (token.kind === 'name') return parseVariable();
    return fail('Here a variable, a string in quotes or a number is missing.');
  };

  const parseReference = (): Operand => {
    const end = /\||\}\}/g;
    end.lastIndex = at;
    const stop = end.exec(source)?.index;
    if (stop === undefined) return fail('This {{ has no closing }}.', open);
    const raw = source.slice(at, stop);
    const name = raw.trim();
    if (name === '') fail('Between {{ and }} stands a token id.', open);
    token = { kind: 'mark', text: '', start: stop, end: stop };
    advance();
    return { kind: 'variable', name, segments: [], column: at + raw.length - raw.trimStart().length + 1 };
  };

  const parseArgument = (): Argument => {
    const first = token;
    if (first.kind === 'name' && scan(source, first.end).text === ':') {
      advance();
      advance();
      return { name: first.text, operand: parseOperand() };
    }
    return { name: undefined, operand: parseOperand() };
  };

  const parseCall = (): Call => {
    advance();
    if (token.kind !== 'name') fail('After | stands the name of a filter.');
    const { text: name, start } = token;
    const given: Argument[] = [];
    advance();
    if (isMark(':')) {
      do {
        if (given.length >= limits.filters) fail('Too many arguments for one filter.');
        advance();
        given.push(parseArgument());
      } while (isMark(','));
    }
    return { name, arguments: given, column: start + 1 };
  };

  const parse = (): Output => {
    if (heads === 'path') advance();
    const operand = heads === 'path' ? parseOperand() : parseReference();
    const calls: Call[] = [];
    while (isMark('|')) {
      if (calls.length >= limits.filters) fail(`A value has at most ${limits.filters} filters.`);
      calls.push(parseCall());
    }
    if (token.kind === 'end') fail('This {{ has no closing }}.', open);
    if (!isClose()) fail('Here |, a comma or the closing }} is missing.');
    return { operand, calls, column: open + 1 };
  };

  const output = parse();
  return { output, end: token.end, trimsAfter: token.text === '-}}' };
};

/** Takes a template string apart: text and outputs, Liquid without its tags. Whitespace control (`{{-`, `-}}`) is honoured. */
export const parseTemplate = (source: string, heads: Heads, limits: Limits): Part[] => {
  const parts: Part[] = [];
  let position = 0;
  let trims = false;

  const addText = (end: number, trimsEnd: boolean) => {
    let text = source.slice(position, end);
    // Proxied text may hold anything; an expression that holds a tag would silently not do what its author meant.
    const tag = heads === 'path' ? text.indexOf('{%') : -1;
    if (tag >= 0) {
      throw new ExpressionError('Tags ({% … %}) are not part of this language; use filters.', position + tag + 1);
    }
    if (trims) text = text.trimStart();
    if (trimsEnd) text = text.trimEnd();
    if (text !== '') parts.push(text);
  };

  for (;;) {
    const open = source.indexOf('{{', position);
    if (open < 0) break;
    const trimsBefore = heads === 'path' && source[open + 2] === '-';
    addText(open, trimsBefore);
    const { output, end, trimsAfter } = parseOutput(source, open, open + (trimsBefore ? 3 : 2), heads, limits);
    parts.push(output);
    position = end;
    trims = trimsAfter;
  }
  addText(source.length, false);
  return parts;
};
