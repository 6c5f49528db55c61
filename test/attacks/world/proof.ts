import { expect } from '@playwright/test';
import { test, type World } from './fixtures.ts';
import type { GuardName } from './guards.ts';

/** An attack, and what came of it. */
export interface Proof {
  /** Gives its outcome in plain data. */
  readonly attack: (world: World) => Promise<unknown>;
  /** The guard that stops it. */
  readonly guard: GuardName;
  /** Guards that are away in both runs, because they stop the same attack before or after this one. */
  readonly lacking?: readonly GuardName[];
  /** The outcome with the guard in its place. */
  readonly held: unknown;
  /** The outcome without it: the attack works, so the test above would notice. */
  readonly fallen: unknown;
}

/** Two tests: a guard stops an attack, and nothing else does. */
export const prove = (name: string, { attack, guard, lacking = [], held, fallen }: Proof): void => {
  test(name, async ({ world }) => {
    if (lacking.length > 0) await world.remove(...lacking);
    expect(await attack(world)).toEqual(held);
  });

  test(`${name} [counter-proof: it works but for “${guard}”]`, async ({ world }) => {
    await world.remove(...lacking, guard);
    expect(await attack(world)).toEqual(fallen);
  });
};
