/** What a command may touch of the process it runs in. */
export interface Terminal {
  environment: Readonly<Record<string, string | undefined>>;
  /** Answers: what a script reads. Text with its line end. */
  out(text: string): void;
  /** Everything said to a person, logs included. */
  err(text: string): void;
  /** Resolves when the process is asked to end, with the name of the signal. */
  stopRequested(): Promise<string>;
}
