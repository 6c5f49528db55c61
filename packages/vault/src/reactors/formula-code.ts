import { invalid } from '../problem.ts';
import type { FormulaRunner } from '../sandbox/sandbox.ts';
import { codeFault } from './failure.ts';
import { whenThereIsRoom } from './room.ts';

/**
 * What is wrong with the code of a formula, or nothing: it must be a JavaScript module that exports a function, by
 * `module.exports = …` or `export default …`. The code is loaded behind the walls behind which it will run, without any data and
 * without a way out; what it exports is not called. Throws SandboxBusyError or SandboxUnavailableError.
 */
export const codeProblem = async (sandbox: FormulaRunner, owner: string, code: string): Promise<string | undefined> => {
  const outcome = await sandbox.check(owner, code);
  if (outcome.kind === 'returned') return undefined;
  if (outcome.kind === 'unusable') return codeFault(outcome);
  return 'The code does more than it may before it exports anything.';
};

/** Throws 400 under `code` for code that cannot work. */
export const checkCode = async (sandbox: FormulaRunner, owner: string, code: string): Promise<void> => {
  const problem = await whenThereIsRoom(() => codeProblem(sandbox, owner, code));
  if (problem !== undefined) throw invalid('code', problem);
};
