import type { OptionName, Values } from './options.ts';
import { parseFlags } from './parse.ts';
import type { Terminal } from './terminal.ts';

/** A command: its help text, its flags in the order of the help, and what it does. */
export interface Command {
  summary: string;
  flags: readonly OptionName[];
  /** Lines that the help shows below the flags. */
  notes: readonly string[];
  /** The flag whose value may be given without its name: `reactor run formula.js`. */
  bare: OptionName | undefined;
  /** Flags that are read from the command line alone: what the environment or a file says of them is meant for `serve`. */
  typed: readonly OptionName[];
  /** What flags mean for this command, where they mean something else for others. */
  says: Readonly<Partial<Record<OptionName, string>>>;
  run(args: readonly string[], terminal: Terminal): Promise<void>;
}

/** Defines a command whose `run` gets parsed and typed flags. */
export const command = <Name extends OptionName>(
  name: string,
  {
    run,
    bare,
    typed = [],
    says = {},
    ...about
  }: Omit<Command, 'run' | 'flags' | 'bare' | 'typed' | 'says'> & {
    flags: readonly Name[];
    bare?: Name;
    typed?: readonly Name[];
    says?: Command['says'];
    /** `again` reads the flags, variables and configuration file once more. */
    run(values: Values<Name>, terminal: Terminal, again: () => Values<Name>): Promise<void>;
  },
): Command => ({
  ...about,
  bare,
  typed,
  says,
  run: (args, terminal) => {
    const values = () => parseFlags(name, about.flags, args, terminal.environment, { bare, typed });
    return run(values(), { ...terminal, command: name }, values);
  },
});
