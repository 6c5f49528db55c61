import { PatternError } from './pattern-error.ts';
import { anyInLine, classes, controls, either, not, range } from './sets.ts';
import type { Node, Test } from './syntax.ts';

/** Levels of groups in each other. */
const deepest = 50;

/** Highest number in `{n,m}`. */
const mostTimes = 1000;

const endless = Number.POSITIVE_INFINITY;

const counted = /\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/y;
const hexadecimal = /x([\da-f]{2})|u([\da-f]{4})/iy;
const groupName = /<[A-Za-z_]\w{0,99}>/y;

/**
 * Reads a regular expression as JavaScript writes it, without flags: characters, sets, groups, choices, repetitions, `^ $ \b \B`.
 * References to groups and assertions that look ahead or behind are refused, because no search for them has a bound. Throws
 * `PatternError`.
 */
export const parsePattern = (source: string): { node: Node; groups: number } => {
  let at = 0;
  let groups = 0;

  const fail = (message: string, place = at): never => {
    throw new PatternError(message, place);
  };
  const take = (text: string): boolean => {
    if (!source.startsWith(text, at)) return false;
    at += text.length;
    return true;
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found) at = pattern.lastIndex;
    return found;
  };

  /** What follows a backslash: a set, or the code of one character. */
  const escaped = (): Test | number => {
    const letter = source[at];
    if (letter === undefined) return fail('A backslash stands before something.', at - 1);
    const known = classes.get(letter) ?? controls.get(letter);
    if (known !== undefined) {
      at += 1;
      return known;
    }
    const digits = match(hexadecimal);
    if (digits) return Number.parseInt(digits[1] ?? digits[2] ?? '', 16);
    if (/[A-Za-z1-9]/.test(letter)) fail(`\\${letter} is not available here.`, at - 1);
    at += 1;
    return letter.charCodeAt(0);
  };

  /** One character of a set in brackets, or a class of them. */
  const member = (): Test | number => {
    if (at >= source.length) return fail('This set has no closing ].');
    if (take('\\b')) return 0x08;
    if (take('\\')) return escaped();
    at += 1;
    return source.charCodeAt(at - 1);
  };

  const set = (): Node => {
    const isNot = take('^');
    const tests: Test[] = [];
    while (!take(']')) {
      const start = at;
      const first = member();
      if (source[at] === '-' && source[at + 1] !== ']' && at + 1 < source.length) {
        at += 1;
        const last = member();
        if (typeof first !== 'number' || typeof last !== 'number' || first > last) {
          return fail('A range goes from one character to a later one.', start);
        }
        tests.push(range(first, last));
      } else tests.push(typeof first === 'number' ? range(first, first) : first);
    }
    return { kind: 'set', test: isNot ? not(either(tests)) : either(tests) };
  };

  const group = (depth: number): Node => {
    const start = at - 1;
    let index: number | undefined;
    if (take('?:')) index = undefined;
    else if (source[at] === '?') {
      at += 1;
      if (!match(groupName)) fail('Groups begin with (, (?: or (?<name>; nothing looks ahead or behind.', start);
      groups += 1;
      index = groups;
    } else {
      groups += 1;
      index = groups;
    }
    const inside = choice(depth + 1);
    if (!take(')')) fail('This group has no closing ).', start);
    return { kind: 'group', index, inside };
  };

  const atom = (depth: number): Node => {
    const start = at;
    if (take('(')) return group(depth);
    if (take('[')) return set();
    if (take('.')) return { kind: 'set', test: anyInLine };
    if (take('^')) return { kind: 'assertion', what: 'start' };
    if (take('$')) return { kind: 'assertion', what: 'end' };
    if (take('\\b')) return { kind: 'assertion', what: 'boundary' };
    if (take('\\B')) return { kind: 'assertion', what: 'no-boundary' };
    if (take('\\')) {
      const found = escaped();
      return { kind: 'set', test: typeof found === 'number' ? range(found, found) : found };
    }
    if (/[*+?{}\])]/.test(source.charAt(at))) fail(`Put a backslash before ${source.charAt(at)} here.`, start);
    at += 1;
    const code = source.charCodeAt(start);
    return { kind: 'set', test: range(code, code) };
  };

  const bounds = (): [least: number, most: number] | undefined => {
    if (take('*')) return [0, endless];
    if (take('+')) return [1, endless];
    if (take('?')) return [0, 1];
    if (source[at] !== '{') return undefined;
    const start = at;
    const [, low, comma, high] = match(counted) ?? fail('Write {n}, {n,} or {n,m}, or a backslash before {.');
    const least = Number(low);
    const most = high === undefined ? (comma === undefined ? least : endless) : Number(high);
    if (most < least || least > mostTimes || (most > mostTimes && most !== endless)) {
      fail(`Something can be repeated ${mostTimes} times at most, and the smaller number stands first.`, start);
    }
    return [least, most];
  };

  const repeated = (depth: number): Node => {
    const inside = atom(depth);
    const times = bounds();
    if (!times) return inside;
    if (inside.kind === 'assertion') fail('A place cannot be repeated.');
    const lazy = take('?');
    if (/[*+?{]/.test(source.charAt(at))) fail('Only one repetition can stand here; put the first into a group.');
    return { kind: 'repeat', inside, least: times[0], most: times[1], lazy };
  };

  const sequence = (depth: number): Node => {
    const parts: Node[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated(depth));
    return { kind: 'sequence', parts };
  };

  const choice = (depth: number): Node => {
    if (depth > deepest) fail(`At most ${deepest} groups can stand in each other.`);
    const parts = [sequence(depth)];
    while (take('|')) parts.push(sequence(depth));
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'choice', parts };
  };

  const node = choice(0);
  if (at < source.length) fail('This ) has no opening (.');
  return { node, groups };
};
