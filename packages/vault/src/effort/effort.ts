import type { Turns } from './turns.ts';

/** How much one request may make the vault do. A step is about a nanosecond of one processor core. */
export interface EffortLimits {
  /** Steps of the request in all. */
  readonly steps: number;
  /** Characters that its expressions may give, and may add to what they were given, in all. */
  readonly characters: number;
  /** Steps before it has to wait for a turn: most requests need fewer and never wait. */
  readonly free: number;
  /** Steps after which it has to wait for another turn, as soon as the work that is under way has ended. */
  readonly stretch: number;
  /** Steps of a single piece of work, which nothing can interrupt. */
  readonly piece: number;
  /** Bytes, as JSON, that the data of a token may have after a change. */
  readonly data: number;
}

export const effortLimits: EffortLimits = {
  steps: 100_000_000,
  characters: 16_777_216,
  free: 1_000_000,
  stretch: 4_000_000,
  piece: 30_000_000,
  data: 1024 * 1024,
};

/** The request asks for more work than it may. What was begun is given up. */
export class EffortSpent extends Error {
  override readonly name = 'EffortSpent';
}

/** Ends a piece of work that proves to be long, so that `run` begins it anew in a turn of its own. Code between must let it pass. */
export class TurnNeeded extends Error {
  override readonly name = 'TurnNeeded';
}

const spent = () => new EffortSpent('This takes more work than one request may ask for.');

/**
 * What one request has done so far of what it may do. Everything that loops over what a caller sent or stored charges it, in steps
 * that say what the loop really costs, so that no request can hold the thread that answers all others.
 */
export interface Effort {
  /** Counts work, best before it is done. Throws `EffortSpent`. */
  charge(steps: number): void;
  /** Counts characters that come to be, on top of their steps. Throws `EffortSpent`. */
  produce(characters: number): void;
  /**
   * Does a piece of work that charges as it goes. Where it proves to be long it is given up, and done again when its turn has come:
   * so it must have no effects besides its result. Rejects with `EffortSpent` and whatever the work throws.
   */
  run<Result>(work: () => Result): Promise<Result>;
  /**
   * Charges work whose cost is known, and resolves when it may begin; with `alone`, in a turn of its own, however much it costs. Rejects
   * with `EffortSpent`.
   */
  reserve(steps: number, alone?: boolean): Promise<void>;
  /** Adds to the steps that the request may take: for each of many things that it makes, what one of them ordinarily costs. */
  extend(steps: number): void;
  /** Counts bytes that the request keeps in memory until it is answered. Throws what `occupy` throws when there is no room. */
  occupy(bytes: number): void;
  /** Says that work was done whose cost could not be known before, so that others are answered before the next turn. */
  worked(steps: number): void;
  /** Throws if nobody waits for the answer any more. */
  assertWanted(): void;
  /** Whom its turns count for: the tenant. */
  readonly group: string;
  readonly steps: number;
  readonly characters: number;
  readonly limits: EffortLimits;
}

/** What a request has to do with others. */
export interface EffortOptions {
  turns: Turns;
  /** Whom its turns count for: the tenant. */
  group: string;
  limits?: EffortLimits;
  occupy?: (bytes: number) => void;
  /** Throws if nobody waits for the answer any more. Asked before each turn. */
  assertWanted?: () => void;
}

/** The effort of a request. */
export const createEffort = ({
  turns,
  group,
  limits = effortLimits,
  occupy = () => undefined,
  assertWanted = () => undefined,
}: EffortOptions): Effort => {
  let steps = 0;
  let most = limits.steps;
  let characters = 0;
  /** Up to where it may go without waiting. */
  let granted = limits.free;
  /** Up to where the piece under way may go; beyond every bound while there is none. */
  let end = Number.POSITIVE_INFINITY;
  let isTrial = false;

  const charge = (more: number): void => {
    steps += more;
    if (steps > most) throw spent();
    if (steps <= end) return;
    throw isTrial ? new TurnNeeded() : spent();
  };

  let hadTurn = false;
  const turn = async (): Promise<void> => {
    // Long searches, which may take more steps than other requests, let others of their tenant in between.
    await turns.take(group, hadTurn && steps < limits.steps);
    hadTurn = true;
    assertWanted();
    granted = steps + limits.stretch;
  };

  /** Works up to a bound. `undefined` where that is not enough, with nothing counted. */
  const attempt = <Result>(work: () => Result, bound: number, trial: boolean): { result: Result } | undefined => {
    const [stepsBefore, charactersBefore] = [steps, characters];
    end = bound;
    isTrial = trial;
    try {
      return { result: work() };
    } catch (error) {
      if (!(error instanceof TurnNeeded)) throw error;
      turns.worked(steps - stepsBefore);
      [steps, characters] = [stepsBefore, charactersBefore];
      return undefined;
    } finally {
      end = Number.POSITIVE_INFINITY;
      turns.worked(steps - stepsBefore);
    }
  };

  return {
    charge,
    occupy,
    produce: (more) => {
      characters += more;
      if (characters > limits.characters) throw spent();
      charge(more);
    },
    run: async (work) => {
      const tried = steps < granted ? attempt(work, granted, true) : undefined;
      if (tried) return tried.result;
      await turn();
      const done = attempt(work, steps + limits.piece, false);
      if (!done) throw spent();
      return done.result;
    },
    reserve: async (cost, alone = false) => {
      if (steps + cost > most) throw spent();
      if (alone || steps + cost > granted) await turn();
      steps += cost;
      turns.worked(cost);
    },
    extend: (more) => {
      most += more;
    },
    worked: turns.worked,
    assertWanted,
    group,
    limits,
    get steps() {
      return steps;
    },
    get characters() {
      return characters;
    },
  };
};
