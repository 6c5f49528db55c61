/*
 * Regular expressions of a page, run without ever hanging a field. Browsers match by trying one way after another, of which
 * a hostile pattern has more than there is time for. Here all ways are followed at once (Thompson 1968; captures as in
 * Pike's VM), so that each character costs at most one step for each instruction. What cannot be matched like that,
 * looking around and referring back, is not taken.
 */
import { type Node, parsePattern } from './pattern-syntax.ts';

/** A compiled pattern. */
export interface Pattern {
  /** Whether it matches anywhere in the text; `undefined` when that takes more steps than there are. */
  test(text: string): boolean | undefined;
  /** The text with each match replaced as `String.replace` does it with `$1`, `$&` and `$$`. */
  replace(text: string, template: string): string | undefined;
}

type Instruction =
  | { readonly op: 'one'; readonly takes: (character: string) => boolean }
  | { readonly op: 'check'; readonly holds: (text: readonly string[], at: number) => boolean }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'split'; readonly ways: [number, number] }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'match' };

/** As large as a compiled pattern may be, and as many steps as one use of it may take. */
const limits = { instructions: 2_000, steps: 2_000_000 };

class TooLarge {}

const emit = (node: Node, code: Instruction[]): void => {
  const add = (instruction: Instruction): number => {
    if (code.length >= limits.instructions) throw new TooLarge();
    return code.push(instruction) - 1;
  };
  const fork = (): [number, number] => {
    const ways: [number, number] = [0, 0];
    add({ op: 'split', ways });
    return ways;
  };
  switch (node.kind) {
    case 'one':
      add({ op: 'one', takes: node.takes });
      return;
    case 'check':
      add({ op: 'check', holds: node.holds });
      return;
    case 'list':
      for (const item of node.items) emit(item, code);
      return;
    case 'group':
      add({ op: 'save', slot: 2 * node.index });
      emit(node.body, code);
      add({ op: 'save', slot: 2 * node.index + 1 });
      return;
    case 'either': {
      const ways = fork();
      ways[0] = code.length;
      emit(node.first, code);
      const jump: Instruction = { op: 'jump', to: 0 };
      add(jump);
      ways[1] = code.length;
      emit(node.second, code);
      jump.to = code.length;
      return;
    }
    case 'repeat': {
      const { body, least, most, greedy } = node;
      const [into, past] = greedy ? [0, 1] : [1, 0];
      for (let count = 0; count < least; count += 1) emit(body, code);
      if (most === Number.POSITIVE_INFINITY) {
        const start = code.length;
        const ways = fork();
        ways[into] = code.length;
        emit(body, code);
        add({ op: 'jump', to: start });
        ways[past] = code.length;
        return;
      }
      const forks: [number, number][] = [];
      for (let count = least; count < most; count += 1) {
        const ways = fork();
        ways[into] = code.length;
        forks.push(ways);
        emit(body, code);
      }
      for (const ways of forks) ways[past] = code.length;
    }
  }
};

interface Thread {
  readonly at: number;
  /** Where groups begin and end, by slot. */
  readonly saved: readonly number[];
}

/** The first match from a place on, as its slots; nothing when there is none. */
const search = (code: readonly Instruction[], text: readonly string[], from: number, spend: () => void) => {
  let found: readonly number[] | undefined;
  let threads: Thread[] = [];
  let seen = new Set<number>();
  const follow = (to: number, place: number, saved: readonly number[]): void => {
    if (seen.has(to)) return;
    seen.add(to);
    spend();
    const step = code[to];
    if (step?.op === 'jump') follow(step.to, place, saved);
    else if (step?.op === 'split') for (const way of step.ways) follow(way, place, saved);
    else if (step?.op === 'check') step.holds(text, place) && follow(to + 1, place, saved);
    else if (step?.op === 'save') follow(to + 1, place, Object.assign([...saved], { [step.slot]: place }));
    else threads.push({ at: to, saved });
  };
  for (let place = from; place <= text.length; place += 1) {
    if (!found) follow(0, place, []);
    const here = threads;
    threads = [];
    seen = new Set();
    for (const { at, saved } of here) {
      const step = code[at];
      if (step?.op === 'match') {
        // Ways after this one are those that the pattern likes less.
        found = saved;
        break;
      }
      spend();
      const character = text[place];
      if (step?.op === 'one' && character !== undefined && step.takes(character)) follow(at + 1, place + 1, saved);
    }
    if (found && threads.length === 0) break;
  }
  return found;
};

class OutOfSteps {}

/** Compiles a pattern, or gives nothing for one that is not taken: too large, or with what stands above. */
export const compilePattern = ({ source, flags }: RegExp): Pattern | undefined => {
  const tree = parsePattern(source, flags);
  if (!tree) return undefined;
  const code: Instruction[] = [];
  try {
    emit({ kind: 'group', index: 0, body: tree }, code);
  } catch (thrown) {
    if (thrown instanceof TooLarge) return undefined;
    throw thrown;
  }
  code.push({ op: 'match' });

  /** Runs something that searches within the steps of one use. */
  const within = <T>(use: (find: (text: readonly string[], from: number) => readonly number[] | undefined) => T) => {
    let steps = 0;
    const spend = () => {
      steps += 1;
      if (steps > limits.steps) throw new OutOfSteps();
    };
    try {
      return use((text, from) => search(code, text, from, spend));
    } catch (thrown) {
      if (thrown instanceof OutOfSteps) return undefined;
      throw thrown;
    }
  };

  return {
    test: (text) => within((find) => find([...text], 0) !== undefined),
    replace: (given, template) =>
      within((find) => {
        const text = [...given];
        const group = (slots: readonly number[], index: number) =>
          text.slice(slots[2 * index] ?? 0, slots[2 * index + 1] ?? 0).join('');
        let written = '';
        let place = 0;
        while (place <= text.length) {
          const slots = find(text, place);
          if (!slots) break;
          const [start = 0, end = 0] = slots;
          written += text.slice(place, start).join('');
          written += template.replace(/\$([$&]|\d{1,2})/g, (mark, name: string) => {
            if (name === '$') return '$';
            return name === '0' ? mark : group(slots, name === '&' ? 0 : Number(name));
          });
          // An empty match stays before its character, which is copied.
          if (end === start) written += text[end] ?? '';
          place = end === start ? end + 1 : end;
        }
        return written + text.slice(place).join('');
      }),
  };
};
