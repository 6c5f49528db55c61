import type { Program, Step } from './program.ts';
import { word } from './sets.ts';
import type { Assertion, Test } from './syntax.ts';

/** Where a pattern was found. */
export interface Found {
  start: number;
  end: number;
  /** Where each group stands, from the first on; `undefined` for one that took no part. */
  groups: ({ start: number; end: number } | undefined)[];
}

/** Places that a way through the program has passed; two for each group, and two for the whole. */
type Slots = readonly (number | undefined)[];

/** A way through the program that waits for the next character. */
interface Thread {
  step: number;
  slots: Slots;
}

const isWordAt = (text: string, at: number): boolean => at >= 0 && at < text.length && word(text.charCodeAt(at));

const holds: Readonly<Record<Assertion, (text: string, at: number) => boolean>> = {
  start: (_, at) => at === 0,
  end: (text, at) => at === text.length,
  boundary: (text, at) => isWordAt(text, at - 1) !== isWordAt(text, at),
  'no-boundary': (text, at) => isWordAt(text, at - 1) === isWordAt(text, at),
};

/** What a match can begin with; nothing where it can be empty. */
const beginnings = (steps: readonly Step[]): Test[] | undefined => {
  const tests: Test[] = [];
  const seen = new Set<number>();
  const waiting = [0];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const step = steps[at];
    if (step?.op === 'match') return undefined;
    if (step?.op === 'set') tests.push(step.test);
    else if (step?.op === 'jump') waiting.push(step.to);
    else if (step?.op === 'split') waiting.push(step.first, step.second);
    else waiting.push(at + 1);
  }
  return tests;
};

/**
 * Makes a search for a pattern: the first place of a text from a place on, and there what a JavaScript engine would find. All ways
 * through the program advance together, one character at a time (Thompson, "Regular Expression Search Algorithm", 1968; with groups as
 * in Pike's VM), so that its work grows with the length of the text and of the program, never faster. `charge` is told of that work as
 * it is done, and may throw.
 */
export const searcher = ({ steps, groups }: Program, charge: (steps: number) => void) => {
  const starts = beginnings(steps);
  /** In which round a step was last reached: each is entered once for each place of the text. */
  const reached = new Uint32Array(steps.length);
  let round = 0;

  const mayStart = (code: number): boolean => starts === undefined || starts.some((test) => test(code));

  /** Follows a way up to the characters that it waits for. */
  const enter = (threads: Thread[], text: string, at: number, from: number, given: Slots): void => {
    const waiting: Thread[] = [{ step: from, slots: given }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { step: place, slots } = next;
      const step = steps[place];
      if (!step || reached[place] === round) continue;
      reached[place] = round;
      charge(20);
      switch (step.op) {
        case 'jump':
          waiting.push({ step: step.to, slots });
          break;
        case 'split':
          waiting.push({ step: step.second, slots }, { step: step.first, slots });
          break;
        case 'save':
          charge(slots.length);
          waiting.push({ step: place + 1, slots: slots.with(step.slot, at) });
          break;
        case 'assert':
          if (holds[step.what](text, at)) waiting.push({ step: place + 1, slots });
          break;
        default:
          threads.push({ step: place, slots });
      }
    }
  };

  const foundIn = (slots: Slots): Found => ({
    start: slots[0] ?? 0,
    end: slots[1] ?? 0,
    groups: Array.from({ length: groups }, (_, index) => {
      const [start, end] = [slots[2 * index + 2], slots[2 * index + 3]];
      return start === undefined || end === undefined ? undefined : { start, end };
    }),
  });

  const none: Slots = Array.from({ length: 2 * groups + 2 });

  return (text: string, from: number): Found | undefined => {
    let threads: Thread[] = [];
    let best: Slots | undefined;
    for (let at = from; at <= text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (threads.length === 0 && (best || (starts && at === text.length))) break;
      charge(5);
      if (threads.length === 0) {
        if (!mayStart(code)) continue;
        round += 1;
      }
      // What waits here already was entered in this round, so that a later start does not double it.
      if (!best) enter(threads, text, at, 0, none);
      const ahead: Thread[] = [];
      round += 1;
      for (const { step: place, slots } of threads) {
        const step = steps[place];
        charge(10);
        if (step?.op === 'match') {
          best = slots;
          break;
        }
        if (step?.op === 'set' && at < text.length && step.test(code)) enter(ahead, text, at + 1, place + 1, slots);
      }
      threads = ahead;
    }
    return best && foundIn(best);
  };
};
