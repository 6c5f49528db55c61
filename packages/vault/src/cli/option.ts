/** The value of a flag: text, a whole number, or none. */
type Kind = 'text' | 'number' | 'switch';

export interface Option {
  kind: Kind;
  /** The command cannot run without it. */
  required?: true;
  /** The placeholder of the value in the help: `--port NUMBER`. */
  value?: string;
  default?: string;
  /** The smallest and the largest number it accepts. */
  range?: readonly [number, number];
  /** The values it accepts, if there are only a few. */
  choices?: readonly string[];
  /** Its value may contain a password, so a configuration file names a file that holds it. */
  secret?: true;
  /** Its variable, where the name that follows from the flag has another meaning. */
  variable?: string;
  /** Rarely needed: the help only names it, or the group that it belongs to, and docs/operations.md explains it. */
  rare?: true | string;
  /** Its line in the help. */
  help: string;
}
