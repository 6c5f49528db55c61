import { readFileSync } from 'node:fs';
import { nearest } from '@tessera/contract';
import { stackFrames } from '../log/log.ts';
import { applicationsCreate, applicationsList } from './applications.ts';
import { applicationsDelete, applicationsRotate } from './applications-keys.ts';
import { auditVerify } from './audit-verify.ts';
import { backup } from './backup.ts';
import { binsImport } from './bins.ts';
import type { Command } from './command.ts';
import { CommandError } from './command-error.ts';
import { completion } from './completion.ts';
import { unverified } from './doubtful-settings.ts';
import { embed } from './embed.ts';
import { formulasPublish } from './formulas.ts';
import { commandHelp, programHelp } from './help.ts';
import { init } from './init.ts';
import { keysApprove } from './keys-approve.ts';
import { keysDestroy } from './keys-destroy.ts';
import { keysInventory } from './keys-inventory.ts';
import { keysOperators } from './keys-operators.ts';
import { keysRewrap } from './keys-rewrap.ts';
import { keysRotate } from './keys-rotate.ts';
import { keysShares } from './keys-shares.ts';
import { keysStatus } from './keys-status.ts';
import { keysSeal, keysUnseal } from './keys-unseal.ts';
import { man } from './man.ts';
import { operatorsInvite, operatorsList, operatorsRevoke } from './operators.ts';
import { withProgramName } from './program-name.ts';
import { reactorRun } from './reactor-run.ts';
import { restore } from './restore.ts';
import { serve } from './serve.ts';
import { isSpoken } from './spoken.ts';
import { tenantsCreate, tenantsList, tenantsUpdate } from './tenants.ts';
import { tenantsDelete } from './tenants-delete.ts';
import type { Terminal } from './terminal.ts';

/** The commands by their names of one or two words. */
export const commands: Readonly<Record<string, Command>> = {
  init,
  serve,
  embed,
  'tenants create': tenantsCreate,
  'tenants update': tenantsUpdate,
  'tenants list': tenantsList,
  'tenants delete': tenantsDelete,
  'applications create': applicationsCreate,
  'applications list': applicationsList,
  'applications rotate': applicationsRotate,
  'applications delete': applicationsDelete,
  'operators invite': operatorsInvite,
  'operators list': operatorsList,
  'operators revoke': operatorsRevoke,
  'keys status': keysStatus,
  'keys inventory': keysInventory,
  'keys rotate': keysRotate,
  'keys rewrap': keysRewrap,
  'keys destroy': keysDestroy,
  'keys shares': keysShares,
  'keys unseal': keysUnseal,
  'keys seal': keysSeal,
  'keys operators': keysOperators,
  'keys approve': keysApprove,
  'audit verify': auditVerify,
  'bins import': binsImport,
  'formulas publish': formulasPublish,
  'reactor run': reactorRun,
  backup,
  restore,
  completion: completion(() => commands),
  man: man(() => commands),
};

const version = (): string => {
  // The same relative path works from `src` and from `dist`.
  const manifest = import.meta.url.endsWith('.ts') ? '../../package.json' : '../package.json';
  const { version: text } = JSON.parse(readFileSync(new URL(manifest, import.meta.url), 'utf8'));
  return String(text);
};

const isHelp = (argument: string) => argument === '--help' || argument === '-h';

/** The commands that begin with a word, such as `keys`. */
const under = (word: string): Readonly<Record<string, Command>> =>
  Object.fromEntries(Object.entries(commands).filter(([name]) => name.startsWith(`${word} `)));

const run = async ([first, ...others]: readonly string[], terminal: Terminal): Promise<void> => {
  const say = (text: string) => terminal.out(withProgramName(text, terminal.environment));
  if (first === undefined) throw new CommandError(programHelp(commands), 2);
  if (isHelp(first) || first === 'help') return say(programHelp(commands));
  if (first === '--version') return terminal.out(`${version()}\n`);
  const group = under(first);
  const isGroup = Object.keys(group).length > 0;
  const [second, ...beyond] = others;
  if (isGroup && second === undefined) throw new CommandError(programHelp(group), 2);
  if (isGroup && second !== undefined && isHelp(second)) return say(programHelp(group));
  const name = isGroup ? `${first} ${second}` : first;
  const rest = isGroup ? beyond : others;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const [likely] = nearest(name, Object.keys(commands));
    const meant = likely === undefined ? '' : ` Did you mean "${likely}"?`;
    throw new CommandError(`There is no command "${name}".${meant} See: tessera-vault --help`, 2);
  }
  if (rest.some(isHelp)) return say(commandHelp(name, command));
  await command.run(rest, terminal);
};

/** What is shown of an unexpected error: its name and stack frames. Its message is not shown, because it may quote a value. */
export const unexpected = (error: unknown): string => {
  const [name, at] = error instanceof Error ? [error.name, stackFrames(error)] : [typeof error, []];
  return [`Unexpected ${name}:`, ...at, ''].join('\n');
};

/** Runs a command line and returns the exit code: 0 for success, 1 for failure, 2 for a wrong command line. */
export const main = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  terminal.forget(unverified);
  try {
    await run(args, terminal);
    return 0;
  } catch (error) {
    if (isSpoken(error)) {
      terminal.err(withProgramName(`${error.message.trimEnd()}\n`, terminal.environment));
      return error instanceof CommandError ? error.exitCode : 1;
    }
    terminal.err(unexpected(error));
    return 1;
  }
};
