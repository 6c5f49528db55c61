import { parseArgs } from 'node:util';
// A file of data, because `.ci/setup.mjs` reads it before a Node that runs TypeScript is installed.
import ports from './ports.json' with { type: 'json' };

/** The options of `npm start`. */
export interface Options {
  /** Port of the vault. */
  port: number;
  /** Port of the shop. */
  demoPort: number;
  /** Port of the console, where people look into the vault. */
  consolePort: number;
  /** Folder of the vault's data and the demo's keys. */
  dataDir: string;
}

/** An error that the terminal shows as a sentence, without a stack. */
export class StartError extends Error {
  override name = 'StartError';
}

const flags = {
  port: { type: 'string', ...ports.port },
  'demo-port': { type: 'string', ...ports['demo-port'] },
  'console-port': { type: 'string', ...ports['console-port'] },
  'data-dir': {
    type: 'string',
    variable: 'TESSERA_DATA_DIR',
    fallback: './.tessera',
    help: 'where data is kept',
  },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The text of `npm start -- --help`. */
export const help = [
  'npm start: a vault, its console, and a shop that uses it, each on an origin of its own',
  '',
  ...Object.entries(flags).flatMap(([name, flag]) =>
    'help' in flag
      ? [`  --${name.padEnd(12)} ${flag.help} [${flag.fallback}], or ${flag.variable}`]
      : [],
  ),
  '',
  'Flags follow two dashes: npm start -- --port 5100 --demo-port 5200',
  'Port 0 takes any that is free.',
  '',
].join('\n');

type PortName = keyof typeof ports;

const port = (name: PortName, text: string): number => {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= 0 && number <= 65_535) return number;
  throw new StartError(
    `--${name} must be a port from 1 to 65535, or 0 for any that is free.`,
  );
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: flags }).values;
  } catch (error) {
    throw new StartError(
      `${error instanceof Error ? error.message : error}\n\n${help}`,
    );
  }
};

/** Reads options: flags win over variables, variables over defaults. Returns `help` for `--help`. */
export const readOptions = (
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Options | 'help' => {
  const given = parse(args);
  if (given.help) return 'help';
  const value = (name: PortName | 'data-dir') =>
    given[name] ?? environment[flags[name].variable] ?? flags[name].fallback;

  const options = {
    port: port('port', value('port')),
    demoPort: port('demo-port', value('demo-port')),
    consolePort: port('console-port', value('console-port')),
    dataDir: value('data-dir'),
  };
  const wanted = [options.port, options.demoPort, options.consolePort].filter(
    (number) => number !== 0,
  );
  if (new Set(wanted).size < wanted.length)
    throw new StartError('The vault, the shop and the console need different ports.');
  return options;
};
