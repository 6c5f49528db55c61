import { Failure, type FrameMethods } from '@tessera/bridge';

/** At most this many calls of a page are answered per second. A page that makes one per animation frame makes sixty. */
const mostPerSecond = 500;

/** The same methods with a rate limit, so that a page cannot keep the frame busy: beyond it, calls are refused. */
export const paced = (methods: Partial<FrameMethods>): Partial<FrameMethods> => {
  let calls = 0;
  const pace =
    <Args extends unknown[], Answer>(method: (...args: Args) => Answer) =>
    (...args: Args): Answer => {
      if (calls === 0) setTimeout(() => (calls = 0), 1_000);
      calls += 1;
      if (calls > mostPerSecond) throw new Failure('too-many-calls');
      return method(...args);
    };
  const entries = Object.entries(methods as Record<string, () => unknown>).map(([name, method]) => [
    name,
    pace(method),
  ]);
  return Object.fromEntries(entries) as Partial<FrameMethods>;
};
