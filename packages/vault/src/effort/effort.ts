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

/** What of an effort changes from piece to piece of its work is kept here: a request makes one, so it has no functions of its own. */
class RequestEffort implements Effort {
  readonly group: string;
  readonly limits: EffortLimits;
  steps = 0;
  characters = 0;
  readonly #options: EffortOptions;
  #most: number;
  /** Up to where it may go without waiting. */
  #granted: number;
  /** Up to where the piece under way may go; beyond every bound while there is none. */
  #end = Number.POSITIVE_INFINITY;
  #isTrial = false;
  #hadTurn = false;

  constructor(options: EffortOptions) {
    const { group, limits = effortLimits } = options;
    this.group = group;
    this.limits = limits;
    this.#options = options;
    this.#most = limits.steps;
    this.#granted = limits.free;
  }

  charge(steps: number): void {
    this.steps += steps;
    if (this.steps > this.#most) throw spent();
    if (this.steps <= this.#end) return;
    throw this.#isTrial ? new TurnNeeded() : spent();
  }

  produce(characters: number): void {
    this.characters += characters;
    if (this.characters > this.limits.characters) throw spent();
    this.charge(characters);
  }

  async run<Result>(work: () => Result): Promise<Result> {
    const tried = this.steps < this.#granted ? this.#attempt(work, this.#granted, true) : undefined;
    if (tried) return tried.result;
    await this.#turn();
    const done = this.#attempt(work, this.steps + this.limits.piece, false);
    if (!done) throw spent();
    return done.result;
  }

  async reserve(steps: number, alone = false): Promise<void> {
    if (this.steps + steps > this.#most) throw spent();
    if (alone || this.steps + steps > this.#granted) await this.#turn();
    this.steps += steps;
    this.worked(steps);
  }

  extend(steps: number): void {
    this.#most += steps;
  }

  occupy(bytes: number): void {
    this.#options.occupy?.(bytes);
  }

  worked(steps: number): void {
    this.#options.turns.worked(steps);
  }

  assertWanted(): void {
    this.#options.assertWanted?.();
  }

  async #turn(): Promise<void> {
    // Long searches, which may take more steps than other requests, let others of their tenant in between.
    await this.#options.turns.take(this.group, this.#hadTurn && this.steps < this.limits.steps);
    this.#hadTurn = true;
    this.assertWanted();
    this.#granted = this.steps + this.limits.stretch;
  }

  /** Works up to a bound. `undefined` where that is not enough, with nothing counted. */
  #attempt<Result>(work: () => Result, bound: number, trial: boolean): { result: Result } | undefined {
    const [stepsBefore, charactersBefore] = [this.steps, this.characters];
    this.#end = bound;
    this.#isTrial = trial;
    try {
      return { result: work() };
    } catch (error) {
      if (!(error instanceof TurnNeeded)) throw error;
      this.worked(this.steps - stepsBefore);
      [this.steps, this.characters] = [stepsBefore, charactersBefore];
      return undefined;
    } finally {
      this.#end = Number.POSITIVE_INFINITY;
      this.worked(this.steps - stepsBefore);
    }
  }
}

/** The effort of a request. */
export const createEffort = (options: EffortOptions): Effort => new RequestEffort(options);
