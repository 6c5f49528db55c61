/** A pattern that cannot be used. The message says why; it repeats nothing of the pattern but single characters. */
export class PatternError extends Error {
  override readonly name = 'PatternError';

  constructor(message: string, at: number) {
    super(`${message} (column ${at + 1})`);
  }
}
