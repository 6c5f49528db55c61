import type { Command } from '../command.ts';
import { commandWords, groupsOf, type Operand } from './words.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const operands = (operand: Operand): string => {
  if (operand === 'none') return '';
  if (operand === 'file') return ' -r -F';
  if (operand === 'folder') return " -x -a '(__fish_complete_directories)'";
  return typeof operand === 'string' ? ' -x' : ` -x -a ${quoted(operand.join(' '))}`;
};

const seen = (name: string): string =>
  name
    .split(' ')
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');

/** A script for fish 3 and newer. */
export const fishCompletion = (commands: Readonly<Record<string, Command>>): string => {
  const all = commandWords(commands);
  const groups = [...groupsOf(all)];
  const line = (condition: string, rest: string) => `complete -c tessera-vault -n ${quoted(condition)} ${rest}`;
  return [
    '# Completion of tessera-vault for fish. Use it with: tessera-vault completion fish | source',
    'complete -c tessera-vault -f',
    line('__fish_use_subcommand', '-l version -d "Show the version"'),
    'complete -c tessera-vault -l help -d "Show the help"',
    ...groups.flatMap(([first, seconds]) => {
      const summary = seconds.length === 0 ? commands[first]?.summary : seconds.map(({ word }) => word).join(', ');
      const among = seconds.map(({ word }) => word).join(' ');
      const open = `${seen(first)}; and not __fish_seen_subcommand_from ${among}`;
      return [
        line('__fish_use_subcommand', `-a ${first} -d ${quoted(summary ?? '')}`),
        ...seconds.map(({ word, summary: what }) => line(open, `-a ${word} -d ${quoted(what)}`)),
      ];
    }),
    ...all.flatMap(({ name, flags, bare }) => [
      ...flags.map(({ name: flag, operand, help }) =>
        line(seen(name), `-l ${flag.slice(2)}${operands(operand)} -d ${quoted(help)}`),
      ),
      ...(bare === 'none'
        ? []
        : [
            line(
              seen(name),
              operands(bare)
                .trim()
                .replace(/^-[rx] /, ''),
            ),
          ]),
    ]),
    '',
  ].join('\n');
};
