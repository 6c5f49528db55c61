import { parseArgs } from 'node:util';
import { CommandError } from './command-error.ts';
import { type Option, type OptionName, options, readValue, type Values, variableOf } from './options.ts';

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
      throw new CommandError(`${command} does not know ${token.rawName}. See: tessera-vault ${command} --help`, 2);
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

/**
 * The values of a command's flags: from the command line, otherwise from `TESSERA_…`, otherwise the default. `bare` is the flag
 * whose value may be given without its name. Throws `CommandError`.
 */
export const parseFlags = <Name extends OptionName>(
  command: string,
  names: readonly Name[],
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  bare?: Name,
): Values<Name> => {
  const typed = given(args, names, command, bare);
  const values = names.map((name) => {
    const option: Option = options[name];
    const variable = variableOf(name);
    const fromEnvironment = environment[variable] || undefined;
    const text = typed.get(name);
    if (text !== undefined) return [name, readValue(name, text, `--${name}`)];
    return [name, readValue(name, fromEnvironment ?? option.default, variable)];
  });
  return Object.fromEntries(values) as Values<Name>;
};
