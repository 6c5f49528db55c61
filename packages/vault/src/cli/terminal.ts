/** What a command may use of its process. */
export interface Terminal {
  /** The command that runs in it. */
  command?: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Takes a variable out of the environment that this process passes on to others; `environment` keeps it. */
  forget(variable: string): void;
  /** Reads a line that nobody may see; nothing when there is no more. */
  secret(prompt: string): Promise<string | undefined>;
  /** Waits for Enter, where a person sits at a terminal, and then empties the screen. */
  pause(prompt: string): Promise<void>;
  /** Writes results, which scripts read. Text with its line break. */
  out(text: string): void;
  /** Writes messages for people, and logs. */
  err(text: string): void;
  /** Resolves with the name of the signal when the process is asked to end. */
  stopRequested(): Promise<string>;
  /** Calls the function each time the process is asked to read its settings again. */
  onReload(run: () => void): void;
}
