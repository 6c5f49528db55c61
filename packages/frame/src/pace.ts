import { Failure, type FrameMethods } from '@tessera/bridge';

/** So many calls of a page are answered within a second. A form that follows each frame of an animation makes sixty. */
const mostPerSecond = 500;

/** The same methods, for pages that call them as fast as they can: beyond the limit a call costs nothing but its refusal. */
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
