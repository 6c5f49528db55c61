import { randomBytes } from 'node:crypto';
import type { Frame, Page } from '@playwright/test';
import type { Ending, RawOpening } from '../toolkit/toolkit.ts';
import { vaultOrigin, type World } from './fixtures.ts';

/** The way from a speaker's window to another one: `['parent', 'frames', 1]`. */
export type WindowPath = readonly (string | number)[];

/** How long a message may take to arrive, in milliseconds. */
const patience = 20_000;

/**
 * Opens a frame with the toolkit of an attacker, under a name for later calls. `pending` is not a matter of time: the frame
 * took the message, and what it does with one was done without an answer.
 */
export const openByHand = async (
  world: World,
  speaker: Page | Frame,
  path: WindowPath,
  opening: RawOpening & { readonly name?: string },
): Promise<Ending> => {
  const nonce = randomBytes(16).toString('hex');
  const answer = speaker.evaluate(
    ([steps, { name = 'own', ...sent }]) => {
      const windowAt = (from: unknown, step: string | number) => (from as Record<string | number, unknown>)[step];
      return window.attack.open(name, steps.reduce<unknown>(windowAt, window) as Window, sent);
    },
    [path, { ...opening, nonce }] as const,
  );
  // Where there is none, nobody waits for it.
  answer.catch(() => {});

  const ofVault = async (kind: 'window' | 'port') =>
    (await world.heard()).some(
      (one) => one.kind === kind && one.origin === vaultOrigin && one.data.includes(`"nonce":"${nonce}"`),
    );
  const end = Date.now() + patience;
  while (!(await ofVault('window'))) {
    if (Date.now() > end) throw new Error('No frame of the vault has received the opening.');
  }
  return (await ofVault('port')) ? await answer : 'pending';
};
