import type { Command } from './command.ts';
import { type Option, options, variableOf } from './options.ts';

/** The help of one command: its flags with their defaults. */
export const commandHelp = (name: string, { summary, flags, notes }: Command): string => {
  const rare = flags.filter((flag) => (options[flag] as Option).rare);
  const where = rare.length > 0 ? ' See docs/operations.md.' : '';
  const rows = flags
    .filter((flag) => !rare.includes(flag))
    .map((flag) => {
      const { value, default: standard, help }: Option = options[flag];
      const left = `--${flag}${value === undefined ? '' : ` ${value}`}`;
      return { left, help: `${help}${standard === undefined ? '' : ` [${standard}]`}` };
    });
  const width = Math.max(...rows.map(({ left }) => left.length));
  const [first] = flags;
  return [
    `tessera-vault ${name}: ${summary}`,
    '',
    ...rows.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`),
    '',
    ...(rare.length > 0 ? [`More: ${rare.map((flag) => `--${flag}`).join(', ')}.`] : []),
    ...notes,
    ...(first ? [`Each flag may be a variable instead: --${first} is ${variableOf(first)}. Flags win.${where}`] : []),
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
