/** A command cannot do what was asked. The user sees only the message: what is wrong and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  /** The exit code: 2 if the command line is wrong, otherwise 1. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
