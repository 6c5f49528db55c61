import { isObject, type Json } from '../expressions/json.ts';
import { ApiError } from '../problem.ts';
import { CodeAnswer } from '../reactors/code-answer.ts';
import { failureOf } from '../reactors/failure.ts';
import { outgoing } from '../reactors/outgoing.ts';
import { readResult } from '../reactors/result.ts';
import { createSandbox, type Outcome, type Sandbox } from '../sandbox/sandbox.ts';
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

/** Reads a token from a file: an object with `type` and `data`, or only the data. */
const tokenOf = (file: string | undefined): Json | undefined => {
  if (file === undefined) return undefined;
  const held = readObject(file, '--token');
  return { id: tenantId, type: 'card', ...(Object.hasOwn(held, 'data') ? held : { data: held }) };
};

const contextOf = ({ token, args, configuration }: RunValues): string => {
  const parameters = readObject(args, '--args');
  const sourceToken = tokenOf(token);
  return JSON.stringify({
    ...(sourceToken !== undefined && { sourceToken }),
    configuration: readObject(configuration, '--configuration'),
    requestParameters: parameters,
    args: parameters,
    metadata: {},
  });
};

const wallsOf = async (sandbox: Sandbox): Promise<string[]> =>
  Object.entries(await sandbox.walls()).flatMap(([name, stands]) => (stands ? [name] : []));

/** The outcome as the API would answer it. */
const answerOf = (outcome: Outcome) => {
  try {
    // Nothing is redacted, because the user of this command supplied the values.
    if (outcome.kind !== 'returned') throw failureOf(outcome, (text) => text);
    return { status: 200, body: readResult(outcome.json) };
  } catch (error) {
    if (error instanceof CodeAnswer) return error.response;
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: error.problem('local') };
  }
};

const tell = (terminal: Terminal, { status, body }: ReturnType<typeof answerOf>, outcome: Outcome, walls: string[]) => {
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
    const context = contextOf(values);
    const egress = egressOf(values);
    const sandbox = createSandbox({ limits: { processes: 1, spare: 0 } });
    const lines: string[] = [];
    const line = (text: string) => {
      if (values.json) lines.push(text);
      else terminal.err(`${text}\n`);
    };
    try {
      const walls = await wallsOf(sandbox);
      const outcome = await sandbox.run({ tenantId, code, context, fetch: outgoing(egress, tenantId), line });
      const answer = answerOf(outcome);
      if (values.json) terminal.out(`${JSON.stringify({ ...answer, console: lines, walls })}\n`);
      else tell(terminal, answer, outcome, walls);
      if (answer.status !== 200) throw new CommandError('The reaction failed.');
    } finally {
      egress.close();
      await sandbox.close();
    }
  },
});
