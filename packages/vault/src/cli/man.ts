import { type Command, command } from './command.ts';
import type { Option } from './option.ts';
import { options, variableOf } from './options.ts';

/** Text for roff: without what it reads as an escape, without a line that it reads as a request, and in ASCII alone. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&')
    .replace(/[^\n -~]/gu, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return `\\[u${code.toString(16).toUpperCase().padStart(4, '0')}]`;
    });

const flagEntry = (name: Command['flags'][number], { says, bare, typed }: Command): string => {
  const { value, default: standard, choices, help: general }: Option = options[name];
  const help = says[name] ?? general;
  const operand = value === undefined ? '' : ` \\fI${roff(value)}\\fR`;
  const more = [
    ...(choices?.every((choice) => help.includes(choice)) === false ? [`One of ${choices.join(', ')}.`] : []),
    ...(standard === undefined ? [] : [`By default ${standard}.`]),
    ...(typed.includes(name) ? ['No variable stands for it.'] : []),
  ];
  const flag = `\\fB\\-\\-${roff(name)}\\fR`;
  return `.TP\n${name === bare ? `[${flag}]` : flag}${operand}\n${roff([`${help}.`, ...more].join(' '))}`;
};

/** Lines of notes are filled, but for those of a list, which begin with a word and a colon. */
const noteLine = (line: string, place: number): string =>
  place > 0 && /^\w+: /.test(line) ? `.br\n${roff(line)}` : roff(line);

const commandPart = ([name, command]: [string, Command]): string => {
  const { summary, flags, notes } = command;
  return [
    `.SS ${roff(name)}`,
    roff(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`),
    ...flags.map((flag) => flagEntry(flag, command)),
    ...(notes.length === 0 ? [] : ['.PP', ...notes.map(noteLine)]),
  ].join('\n');
};

/** The manual page of the program, in the macros of man(7). */
const manual = (
  commands: Readonly<Record<string, Command>>,
): string => `.TH TESSERA\\-VAULT 1 "" "Tessera" "User Commands"
.SH NAME
tessera\\-vault \\- keeps card and bank data, and hands out tokens in its place
.SH SYNOPSIS
.B tessera\\-vault
.I COMMAND
.RI [ FLAGS ]
.br
.B tessera\\-vault
.I COMMAND
.B \\-\\-help
.br
.B tessera\\-vault
.B \\-\\-version
.SH DESCRIPTION
A vault stores card and bank numbers encrypted and returns tokens in their place.
.B tessera\\-vault
makes a vault, serves it, and does what an operator does with it.
.SH COMMANDS
${Object.entries(commands).map(commandPart).join('\n')}
.SH ENVIRONMENT
Other flags may be variables instead:
.B \\-\\-data\\-dir
is
.BR ${variableOf('data-dir')} .
Flags win.
.TP
.B TESSERA_ROOT_KEY
The root key, 32 bytes in base64, where it does not lie in the file root.key of the data folder.
.TP
.B TESSERA_NEW_ROOT_KEY
The root key that
.B keys rotate \\-\\-root
puts in its place.
.SH EXIT STATUS
.TP
.B 0
The command did what was asked.
.TP
.B 1
It could not; standard error says why.
.TP
.B 2
The command line is wrong; nothing was done.
`;

/** `man`. The commands are asked for when it runs, because it is one of them. */
export const man = (commands: () => Readonly<Record<string, Command>>): Command =>
  command('man', {
    summary: 'prints the manual page; read it with: tessera-vault man | man -l -',
    flags: [],
    notes: [],
    run: async (_, terminal) => terminal.out(manual(commands())),
  });
