/** Gathers what is said within a turn of the event loop, which under load is many lines of the log, and passes it on at once. */
export const gatheredLines = (write: (text: string) => void) => {
  let said = '';
  const flush = (): void => {
    const text = said;
    said = '';
    if (text !== '') write(text);
  };
  return {
    add: (text: string): void => {
      if (said === '') setImmediate(flush);
      said += text;
    },
    flush,
  };
};
