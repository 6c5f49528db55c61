import { browserGuards } from './browser-guards.ts';
import { revealGuards } from './reveal-guards.ts';
import { vaultGuards } from './vault-guards.ts';

/*
 * Every guard that a hostile test names, and the one change that takes it away. What ships has no switch for any of them:
 * the counter-proofs build the shipped entries anew, or start the vault, with that change in the source.
 */

/** Which of the three programs a guard stands in. */
export type Program = 'frame' | 'page' | 'vault';

/** A guard in a source. */
export interface SourceGuard {
  readonly in: Program;
  /** Under `packages/`. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly here: string;
  readonly instead: string;
}

/** A guard that browsers enforce: a part of a header, or of what is below it. */
export interface AnswerGuard {
  readonly in: 'answer';
  /** The document that carries it; without one, every answer on which the header is as expected. */
  readonly path?: string;
  readonly header: string | 'body';
  /** Occurs exactly once there. */
  readonly here: RegExp;
  readonly instead: string;
}

export type Guard = SourceGuard | AnswerGuard;

export const guards = { ...browserGuards, ...vaultGuards, ...revealGuards };

export type GuardName = keyof typeof guards;

/** The source of a file without its guard. Throws where the guard is not what the table says, so that no proof goes stale. */
export const withoutGuard = (name: GuardName, source: string): string => {
  const { here, instead }: Guard = guards[name];
  const [before, after, ...more] = source.split(here);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`The guard “${name}” is no longer where test/attacks/world/guards.ts looks for it.`);
  }
  return `${before}${instead}${after}`;
};

/** The guards among these that stand in a file. */
export const guardsIn = (names: readonly GuardName[], path: string): GuardName[] =>
  names.filter((name) => {
    const guard: Guard = guards[name];
    return guard.in !== 'answer' && path.endsWith(`/packages/${guard.file}`);
  });
