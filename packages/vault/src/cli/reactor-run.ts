import { isObject, type Json } from '../expressions/json.ts';
import { outgoing } from '../reactors/outgoing.ts';
import { readResult } from '../reactors/result.ts';
import { testArgument, tryCode } from '../reactors/try-code.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { egressFlags, egressOf } from './egress.ts';
import type { Values } from './options.ts';
import { readJson, readText } from './read-file.ts';
import type { Terminal } from './terminal.ts';

const flags = ['code', 'token', 'args', 'configuration', ...egressFlags, 'config', 'json'] as const;

type RunValues = Values<(typeof flags)[number]>;

/** The tenant id for code that is run from the command line. */
const tenantId = '00000000-0000-0000-0000-000000000000';

const readObject = (file: string | undefined, flag: string): { [name: string]: Json } => {
  if (file === undefined) return {};
  const value = readJson(file, flag) as Json;
  if (isObject(value)) return value;
  throw new CommandError(`${flag} ${file} must hold an object.`);
};

const givenIn = ({ token, args, configuration }: RunValues): Record<string, unknown> =>
  testArgument({
    args: readObject(args, '--args'),
    configuration: readObject(configuration, '--configuration'),
    sourceToken: token === undefined ? undefined : readObject(token, '--token'),
  });

const wallsOf = async (sandbox: Sandbox): Promise<string[]> =>
  Object.entries(await sandbox.walls()).flatMap(([name, stands]) => (stands ? [name] : []));

const tell = (terminal: Terminal, { status, body, outcome }: Awaited<ReturnType<typeof tryCode>>, walls: string[]) => {
  terminal.out(`${JSON.stringify(body, null, 2)}\n`);
  if (outcome.kind === 'thrown') terminal.err(`${outcome.thrown.name}: ${outcome.thrown.message}\n`);
  terminal.err(`Answered ${status}, behind the walls engine, memory, process, ${walls.join(', ')}.\n`);
};

export const reactorRun = command('reactor run', {
  summary: 'runs the code of a formula on this machine, behind the walls of the vault',
  flags,
  bare: 'code',
  notes: [
    'For example: tessera-vault reactor run formula.js --token card.json',
    'Prints what the API would answer, and the console of the code to standard error.',
    'Requests go out for real.',
  ],
  run: async (values, terminal) => {
    const code = readText(values.code, '--code');
    const given = givenIn(values);
    const egress = egressOf(values);
    const sandbox = createSandbox({ limits: { processes: 1, spare: 0 } });
    const lines: string[] = [];
    const line = (text: string) => {
      if (values.json) lines.push(text);
      else terminal.err(`${text}\n`);
    };
    try {
      const walls = await wallsOf(sandbox);
      const tried = await tryCode(sandbox, {
        ...{ tenantId, code, given, fetch: outgoing(egress, tenantId), line },
        ...{ subject: 'formula', read: readResult },
      });
      const { status, body } = tried;
      if (values.json) terminal.out(`${JSON.stringify({ status, body, console: lines, walls })}\n`);
      else tell(terminal, tried, walls);
      if (status !== 200) throw new CommandError('The reaction failed.');
    } finally {
      egress.close();
      await sandbox.close();
    }
  },
});
