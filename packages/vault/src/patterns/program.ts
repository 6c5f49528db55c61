import { parsePattern } from './parse.ts';
import { PatternError } from './pattern-error.ts';
import type { Assertion, Node, Test } from './syntax.ts';

/** A step of a search. All but `set` and `match` take up nothing of the text. */
export type Step =
  | { op: 'set'; test: Test }
  | { op: 'assert'; what: Assertion }
  | { op: 'save'; slot: number }
  /** Goes on in both places; the first is preferred. */
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'match' };

/** A regular expression that can be searched for. */
export interface Program {
  readonly steps: readonly Step[];
  /** Groups that capture. */
  readonly groups: number;
}

/** Steps that a program may have: each place of a text costs at most as many. */
const mostSteps = 2000;

/** Compiles a regular expression (`parsePattern`). Throws `PatternError`, also where repetitions make it too long. */
export const compilePattern = (source: string): Program => {
  const { node, groups } = parsePattern(source);
  const steps: Step[] = [];

  const add = (step: Step): number => {
    if (steps.length >= mostSteps) throw new PatternError('This repeats too much; use smaller numbers in { }.', 0);
    return steps.push(step) - 1;
  };
  /** A choice whose second way is known later. */
  const fork = (lazy: boolean): { end(): void } => {
    const place = add({ op: 'split', first: 0, second: 0 });
    const inside = place + 1;
    return {
      end: () => {
        const behind = steps.length;
        steps[place] = { op: 'split', first: lazy ? behind : inside, second: lazy ? inside : behind };
      },
    };
  };

  const write = (part: Node): void => {
    switch (part.kind) {
      case 'set':
        add({ op: 'set', test: part.test });
        return;
      case 'assertion':
        add({ op: 'assert', what: part.what });
        return;
      case 'group':
        if (part.index !== undefined) add({ op: 'save', slot: 2 * part.index });
        write(part.inside);
        if (part.index !== undefined) add({ op: 'save', slot: 2 * part.index + 1 });
        return;
      case 'sequence':
        for (const each of part.parts) write(each);
        return;
      case 'choice':
        writeChoice(part.parts);
        return;
      case 'repeat':
        writeRepeat(part);
    }
  };

  const writeChoice = (parts: readonly Node[]): void => {
    const ends: number[] = [];
    for (const [index, part] of parts.entries()) {
      const other = index < parts.length - 1 ? fork(false) : undefined;
      write(part);
      if (!other) continue;
      ends.push(add({ op: 'jump', to: 0 }));
      other.end();
    }
    for (const place of ends) steps[place] = { op: 'jump', to: steps.length };
  };

  const writeRepeat = ({ inside, least, most, lazy }: Extract<Node, { kind: 'repeat' }>): void => {
    for (let time = 0; time < least; time += 1) write(inside);
    if (most === Number.POSITIVE_INFINITY) {
      const start = steps.length;
      const loop = fork(lazy);
      write(inside);
      add({ op: 'jump', to: start });
      loop.end();
      return;
    }
    const forks: { end(): void }[] = [];
    for (let time = least; time < most; time += 1) {
      forks.push(fork(lazy));
      write(inside);
    }
    for (const each of forks) each.end();
  };

  add({ op: 'save', slot: 0 });
  write(node);
  add({ op: 'save', slot: 1 });
  add({ op: 'match' });
  return { steps, groups };
};
