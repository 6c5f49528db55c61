/** The vault's log. Each call names the fields it logs: never a body, an API key, a query, or an id from a path. */
export interface Log {
  /** What an operator wants to see only while looking for something. */
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

type LogFields = Record<string, string | number | boolean | readonly string[] | undefined>;

/** Errors whose messages the vault itself wrote; they name only places and reasons. */
const safe = new Set(['StoreError', 'TamperedError', 'KeyDestroyedError', 'RootKeyError']);

/**
 * The stack frames of an error in the vault's code, innermost first. The text of a stack begins with the message, whose lines may
 * look like stack frames, so the message is removed first. If the stack does not begin with the current message, its end is
 * unknown, and nothing is returned.
 */
export const stackFrames = ({ stack = '', message }: Error): string[] => {
  const begin = stack.indexOf(message);
  if (begin < 0) return [];
  return stack.slice(begin + message.length).match(/^\s+at .*$/gm) ?? [];
};

/**
 * The fields of an error for the log. Messages of other libraries can quote the value that caused them, so of such errors only the
 * name and the positions in the code are logged.
 */
export const errorFields = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { error: typeof error };
  return {
    error: error.name,
    ...(safe.has(error.name) && { reason: error.message }),
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    stack: stackFrames(error),
  };
};
