/** Names remembered at once. */
const most = 10_000;

/** Milliseconds after which something that nobody asked for says nothing any more: every allowance is full again. */
export const rest = 1000;

/**
 * What is known by name, for as long as it matters. Memory is bounded: beyond 10,000 names that were all set within one second, the
 * one that has been quiet for longest is forgotten.
 */
export const quietNames = <Value>() => {
  // In the order of their last setting, which is the order in which they may be forgotten.
  const names = new Map<string, { value: Value; at: number }>();
  return {
    get: (name: string): Value | undefined => names.get(name)?.value,
    /** `now` in milliseconds. */
    set: (name: string, value: Value, now: number): void => {
      names.delete(name);
      names.set(name, { value, at: now });
      for (const [oldest, { at }] of names) {
        if (names.size <= most && now - at < rest) break;
        names.delete(oldest);
      }
    },
  };
};
