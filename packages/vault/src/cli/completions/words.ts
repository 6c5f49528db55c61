import type { Command } from '../command.ts';
import type { Option } from '../option.ts';
import { type OptionName, options } from '../options.ts';

/** What can stand behind a flag: nothing, a name in the file system, one of a few words, or a text that no shell can know. */
export type Operand = 'none' | 'file' | 'folder' | 'text' | readonly string[];

export interface FlagWords {
  name: string;
  placeholder: string;
  operand: Operand;
  help: string;
}

/** A command as a shell completes it. */
export interface CommandWords {
  /** One or two words. */
  name: string;
  summary: string;
  flags: readonly FlagWords[];
  /** What it takes without the name of a flag. */
  bare: Operand;
}

type Commands = Readonly<Record<string, Command>>;

const operandOf = ({ kind, choices, value }: Option): Operand => {
  if (kind === 'switch') return 'none';
  if (choices) return choices;
  return value === 'FILE' ? 'file' : value === 'DIR' || value === 'PLACE' ? 'folder' : 'text';
};

const flagWords = (name: OptionName, says: Command['says']): FlagWords => {
  const option: Option = options[name];
  return {
    name: `--${name}`,
    placeholder: option.value ?? '',
    operand: operandOf(option),
    help: says[name] ?? option.help,
  };
};

/** The same table that the help is made from, in words. */
export const commandWords = (commands: Commands): CommandWords[] =>
  Object.entries(commands).map(([name, { summary, flags, bare, says }]) => ({
    name,
    summary,
    flags: flags.map((flag) => flagWords(flag, says)),
    bare: bare === undefined ? 'none' : operandOf(options[bare]),
  }));

/** The words that commands begin with, and for each the words that follow; none for commands of one word. */
export const groupsOf = (commands: readonly CommandWords[]): Map<string, { word: string; summary: string }[]> => {
  const groups = new Map<string, { word: string; summary: string }[]>();
  for (const { name, summary } of commands) {
    const [first = '', second] = name.split(' ');
    const seconds = groups.get(first) ?? [];
    groups.set(first, second === undefined ? seconds : [...seconds, { word: second, summary }]);
  }
  return groups;
};

/** Every flag of every command once. */
export const allFlags = (commands: readonly CommandWords[]): FlagWords[] => [
  ...new Map(commands.flatMap(({ flags }) => flags.map((flag) => [flag.name, flag] as const))).values(),
];
