import type { OptionName, Values } from './options.ts';
import { parseFlags } from './parse.ts';
import type { Terminal } from './terminal.ts';

/** A command: what help says of it, its flags in the order help shows them, and what it does. */
export interface Command {
  summary: string;
  flags: readonly OptionName[];
  /** Lines under the flags in help. */
  notes: readonly string[];
  run(args: readonly string[], terminal: Terminal): Promise<void>;
}

/** A command whose `run` gets its flags parsed and typed. */
export const command = <Name extends OptionName>(
  name: string,
  {
    run,
    bare,
    ...about
  }: Omit<Command, 'run' | 'flags'> & {
    flags: readonly Name[];
    /** The flag that may be written without its name: `reactor run formula.js`. */
    bare?: Name;
    run(values: Values<Name>, terminal: Terminal): Promise<void>;
  },
): Command => ({
  ...about,
  run: (args, terminal) => run(parseFlags(name, about.flags, args, terminal.environment, bare), terminal),
});
