import type { Command } from './command.ts';
import type { Option } from './option.ts';
import { type OptionName, options, variableOf } from './options.ts';

/** Flags that few need, in lines that a terminal shows whole. */
const more = (names: readonly string[]): string[] => {
  const lines = ['More:'];
  const add = (words: string) => {
    if (`${lines.at(-1)} ${words}`.length > 100) lines.push('     ');
    lines.push(`${lines.pop()} ${words}`);
  };
  for (const [place, name] of names.entries()) add(`${name}${place === names.length - 1 ? '.' : ','}`);
  add('See docs/operations.md.');
  return lines;
};

/** The names of flags, with one for all that belong to a group. */
const shortNames = (flags: readonly OptionName[]): string[] => {
  const names = flags.map((flag) => {
    const { rare }: Option = options[flag];
    return typeof rare === 'string' ? rare : `--${flag}`;
  });
  return [...new Set(names)];
};

/** How flags are given without typing them, but for those that have to be typed. */
const variables = (flags: readonly OptionName[], typed: readonly OptionName[]): string[] => {
  const [first] = flags;
  if (!first) return [];
  if (typed.length === 0)
    return [`Each flag may be a variable instead: --${first} is ${variableOf(first)}. Flags win.`];
  return [`Each flag but ${typed.map((name) => `--${name}`).join(', ')} may be a variable. Flags win.`];
};

/** The help of one command: its flags with their defaults. */
export const commandHelp = (name: string, { summary, flags, notes, typed, says, bare }: Command): string => {
  const rare = flags.filter((flag) => (options[flag] as Option).rare && !typed.includes(flag));
  const rows = flags
    .filter((flag) => !rare.includes(flag))
    .map((flag) => {
      const { value, default: standard, help }: Option = options[flag];
      const left = `${flag === bare ? `[--${flag}]` : `--${flag}`}${value === undefined ? '' : ` ${value}`}`;
      return { left, help: `${says[flag] ?? help}${standard === undefined ? '' : ` [${standard}]`}` };
    });
  const width = Math.max(...rows.map(({ left }) => left.length));
  return [
    `tessera-vault ${name}: ${summary}`,
    '',
    ...rows.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`),
    ...(rare.length > 0 ? more(shortNames(rare)) : ['']),
    ...notes,
    ...variables(flags, typed),
    '',
  ].join('\n');
};

/** The help of the program: its commands. */
export const programHelp = (commands: Readonly<Record<string, Command>>): string => {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return [
    'tessera-vault: keeps card and bank data, and hands out tokens in its place',
    '',
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'tessera-vault COMMAND --help tells more. --version prints the version.',
    '',
  ].join('\n');
};
