/** A regular expression as a tree, in the part of the language that `pattern.ts` runs. */
export type Node =
  | { readonly kind: 'one'; readonly takes: (character: string) => boolean }
  | { readonly kind: 'check'; readonly holds: (text: readonly string[], at: number) => boolean }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'either'; readonly first: Node; readonly second: Node }
  | { readonly kind: 'group'; readonly index: number; readonly body: Node }
  | {
      readonly kind: 'repeat';
      readonly body: Node;
      readonly least: number;
      readonly most: number;
      readonly greedy: boolean;
    };

/** Longer patterns than this, and deeper ones, are no form's. */
const limits = { source: 1_000, depth: 50, count: 1_000 };

class NotTaken {}

const isWord = (character: string | undefined): boolean => character !== undefined && /\w/.test(character);

const atWord = (text: readonly string[], at: number): boolean => isWord(text[at - 1]) !== isWord(text[at]);

const checks: Readonly<Record<string, (text: readonly string[], at: number) => boolean>> = {
  '^': (_, at) => at === 0,
  $: (text, at) => at === text.length,
  '\\b': atWord,
  '\\B': (text, at) => !atWord(text, at),
};

/** A class, an escape or a single character; what refers back to a group is none of them. */
const atom =
  /\[(?:\\.|[^\]\\])*\]|\\(?:u\{[\da-f]{1,6}\}|u[\da-f]{4}|x[\da-f]{2}|p\{[\w=]{1,60}\}|c[a-z]|[^1-9kuxpc])|[^\\()[|*+?]/iuy;
const quantifier = /(?:([*+?])|\{(\d{1,4})(,?)(\d{0,4})\})(\??)/y;

/** One character's test is the browser's own: there is nothing in it that could take long. */
const taking = (source: string, flags: string): ((character: string) => boolean) => {
  // A page may escape what needs none: `\-`. With `u`, browsers take that inside classes alone.
  const [, plain] = /^\\([^\w\s])$/u.exec(source) ?? [];
  const text = plain === undefined ? source : plain.replace(/[$^\\.*+?()[\]{}|/]/, '\\$&');
  for (const mode of ['u', '']) {
    try {
      const test = new RegExp(`^(?:${text})$`, mode + flags);
      return (character) => test.test(character);
    } catch {
      // Perhaps without `u`.
    }
  }
  throw new NotTaken();
};

/** The tree of a pattern, or nothing for one that is not taken. */
export const parsePattern = (source: string, flags: string): Node | undefined => {
  const kept = flags.replace(/[^is]/g, '');
  let place = 0;
  let groups = 0;

  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = place;
    const found = pattern.exec(source);
    if (found) place += found[0].length;
    return found;
  };

  const group = (depth: number): Node => {
    if (next(/\(\?:/y)) return closed(either(depth + 1));
    if (!next(/\(\?<[a-z_$][\w$]*>|\((?!\?)/iy)) throw new NotTaken();
    groups += 1;
    const index = groups;
    return { kind: 'group', index, body: closed(either(depth + 1)) };
  };

  const closed = (body: Node): Node => {
    if (!next(/\)/y)) throw new NotTaken();
    return body;
  };

  const one = (depth: number): Node => {
    if (source[place] === '(') return group(depth);
    const [check] = next(/[$^]|\\b/iy) ?? [];
    const holds = check === undefined ? undefined : checks[check];
    if (holds) return { kind: 'check', holds };
    const [character] = next(atom) ?? [];
    if (character === undefined) throw new NotTaken();
    return { kind: 'one', takes: taking(character, kept) };
  };

  const repeated = (body: Node): Node => {
    const [found, sign, low, comma, high, lazy] = next(quantifier) ?? [];
    if (found === undefined) return body;
    const least = sign === undefined ? Number(low) : Number(sign === '+');
    const many =
      sign === undefined
        ? comma
          ? Number(high || Number.POSITIVE_INFINITY)
          : least
        : sign === '?'
          ? 1
          : Number.POSITIVE_INFINITY;
    if (least > limits.count || (many !== Number.POSITIVE_INFINITY && many > limits.count) || many < least)
      throw new NotTaken();
    return { kind: 'repeat', body, least, most: many, greedy: !lazy };
  };

  const list = (depth: number): Node => {
    const items: Node[] = [];
    while (place < source.length && source[place] !== '|' && source[place] !== ')') items.push(repeated(one(depth)));
    return { kind: 'list', items };
  };

  const either = (depth: number): Node => {
    if (depth > limits.depth) throw new NotTaken();
    const first = list(depth);
    return next(/\|/y) ? { kind: 'either', first, second: either(depth + 1) } : first;
  };

  if (source.length > limits.source) return undefined;
  try {
    const tree = either(0);
    return place === source.length ? tree : undefined;
  } catch (thrown) {
    if (thrown instanceof NotTaken) return undefined;
    throw thrown;
  }
};
