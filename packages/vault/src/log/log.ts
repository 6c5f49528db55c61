/** Where the vault writes what happened. Fields are chosen one by one at each call: never a body, key, query or path id. */
export interface Log {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

type LogFields = Record<string, string | number | boolean | readonly string[] | undefined>;

/** Errors whose messages are written by us and name places and reasons only. */
const safe = new Set(['StoreError', 'TamperedError', 'KeyDestroyedError']);

/**
 * The places in our code that an error went through, innermost first. The text of a stack begins with the message, whose lines may look
 * like stack frames, so it is cut off first; where it is not there as it is now, nobody can say where it ends, and nothing is given.
 */
export const stackFrames = ({ stack = '', message }: Error): string[] => {
  const begin = stack.indexOf(message);
  if (begin < 0) return [];
  return stack.slice(begin + message.length).match(/^\s+at .*$/gm) ?? [];
};

/**
 * An error as the log may hold it. Messages of other errors can quote the value that caused them, so of those only the
 * name and the places in our code are kept.
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
