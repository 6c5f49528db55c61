/** Names remembered at once. */
const most = 10_000;

/** Milliseconds for which something is remembered that is not said to matter for longer. */
export const rest = 1000;

/**
 * What is known by name, for as long as it matters. Memory is bounded: beyond 10,000 names, the one that has been quiet for longest is
 * forgotten.
 */
export const quietNames = <Value>() => {
  // In the order of their last setting, which is the order in which they may be forgotten.
  const names = new Map<string, { value: Value; until: number }>();
  return {
    get: (name: string): Value | undefined => names.get(name)?.value,
    /** `now` in milliseconds; `life` is how long from then on the value says something. */
    set: (name: string, value: Value, now: number, life = rest): void => {
      names.delete(name);
      names.set(name, { value, until: now + Math.max(life, rest) });
      for (const [oldest, { until }] of names) {
        if (names.size <= most && until > now) break;
        names.delete(oldest);
      }
    },
  };
};
