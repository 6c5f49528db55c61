import { expect } from '@playwright/test';
import { test, type World } from './fixtures.ts';
import type { GuardName } from './guards.ts';

/** An attack, and what came of it. */
export interface Proof {
  /**
   * Which browser to attack, besides or instead of Chromium without windows: see `test/playwright.config.ts`. Counter-proofs do
   * not run in Firefox, since they are about our code.
   */
  readonly tag?: '@firefox' | '@whole-browser';
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

/**
 * Defines attacks twice: on the shop, and on a shop whose first field is an early frame. In Firefox they run on the shop alone: the one that
 * tests have there cannot move a frame, which then becomes the hidden one of the session.
 */
export const alsoEarly = (define: () => void): void => {
  define();
  test.describe('with an early frame', { tag: '@early' }, () => {
    test.use({ early: true });
    define();
  });
};

/** Two tests: a guard stops an attack, and nothing else does. */
export const prove = (name: string, { tag, attack, guard, lacking = [], held, fallen }: Proof): void => {
  test(name, { tag: tag ?? [] }, async ({ world }) => {
    if (lacking.length > 0) await world.remove(...lacking);
    expect(await attack(world)).toEqual(held);
  });

  test(`${name} [counter-proof: it works but for “${guard}”]`, { tag: tag === '@whole-browser' ? tag : [] }, async ({
    world,
  }) => {
    await world.remove(...lacking, guard);
    expect(await attack(world)).toEqual(fallen);
  });
};
