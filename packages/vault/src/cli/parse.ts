import { parseArgs } from 'node:util';
import { nearest } from '@tessera/contract';
import { CommandError } from './command-error.ts';
import { type Configured, readConfig } from './config-file.ts';
import type { Option } from './option.ts';
import { type OptionName, options, type Values, variableOf } from './options.ts';
import { readValue } from './read-value.ts';

const isOptionName = (text: string, names: readonly OptionName[]): text is OptionName =>
  names.some((name) => name === text);

/** The texts of the flags on the command line. Throws if the command does not have such a flag. */
const given = (
  args: readonly string[],
  names: readonly OptionName[],
  command: string,
  bare: OptionName | undefined,
): Map<OptionName, string> => {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      names.map((name) => [name, { type: options[name].kind === 'switch' ? 'boolean' : 'string' } as const]),
    ),
    strict: false,
    tokens: true,
  });
  const found = new Map<OptionName, string>();
  for (const token of tokens) {
    if (token.kind === 'positional' && bare !== undefined && !found.has(bare)) {
      found.set(bare, token.value);
      continue;
    }
    if (token.kind === 'positional') {
      throw new CommandError(`${command} takes flags only; "${token.value}" is not one.`, 2);
    }
    if (token.kind !== 'option') continue;
    if (!isOptionName(token.name, names)) {
      const [likely] = nearest(token.name, names);
      const meant = likely === undefined ? '' : ` Did you mean --${likely}?`;
      throw new CommandError(
        `${command} does not know ${token.rawName}.${meant} See: tessera-vault ${command} --help`,
        2,
      );
    }
    const option: Option = options[token.name];
    const isSwitch = option.kind === 'switch';
    const value = token.value ?? (isSwitch ? 'true' : undefined);
    // In `--tenant --json` the name was forgotten; a tenant named `--json` has to be written `--tenant=--json`.
    const swallowed = token.inlineValue !== true && value?.startsWith('--') === true;
    if (value === undefined || value === '' || swallowed) {
      throw new CommandError(`--${token.name} needs a value: --${token.name} ${option.value ?? ''}`, 2);
    }
    found.set(token.name, value);
  }
  return found;
};

const nothing: Configured = new Map();

/**
 * The values of a command's flags: from the command line, otherwise from `TESSERA_…`, otherwise from the configuration file, otherwise
 * the default. `bare` is the flag whose value may be given without its name, and those in `typed` are read from the command line alone.
 * Throws `CommandError`.
 */
export const parseFlags = <Name extends OptionName>(
  command: string,
  names: readonly Name[],
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  { bare, typed = [] }: { bare?: Name | undefined; typed?: readonly Name[] } = {},
): Values<Name> => {
  const onLine = given(args, names, command, bare);
  const read = (name: OptionName, configured: Configured) => {
    const { default: standard }: Option = options[name];
    const variable = variableOf(name);
    const isTyped = typed.some((each) => each === name);
    const elsewhere = [{ text: environment[variable] || undefined, source: variable }, configured.get(name)];
    const sources = [{ text: onLine.get(name), source: `--${name}` }, ...(isTyped ? [] : elsewhere)];
    const found = sources.find((source) => source?.text !== undefined);
    return readValue(name, found?.text ?? standard, found?.source ?? variable, isTyped);
  };
  const file = names.some((name) => name === 'config') ? read('config', nothing) : undefined;
  const configured = file === undefined ? nothing : readConfig(String(file));
  return Object.fromEntries(names.map((name) => [name, read(name, configured)])) as Values<Name>;
};
