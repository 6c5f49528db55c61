/** A command that cannot do what was asked. The message is all the user sees: what is wrong and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  /** 2 when the command line itself is wrong, else 1. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
