import { RootKeyError } from '../errors.ts';

/** Something that proves who the vault is, for a while. */
export interface Lasting<T> {
  value: T;
  /** When it ends, in milliseconds since the epoch by the clock of this machine; no time where that is not known. */
  endsAt: number;
}

/** How long before its end something is replaced, at most: a call that begins with it also ends with it. */
const margin = 5 * 60_000;

/** How long something is used that could not be replaced, before that is tried again: each try may take many seconds, and calls wait for it. */
const untilNextTry = 30_000;

/**
 * Keeps what `fetch` gives until a fifth of its time is left, or five minutes. While it cannot be replaced, the old one is used to its
 * end. Calls that need it at the same time share one fetch.
 */
export const lasting = <T>(fetch: () => Promise<Lasting<T>>, clock: () => number) => {
  let held: (Lasting<T> & { renewAt: number }) | undefined;
  let fetching: Promise<T> | undefined;

  const renew = async (): Promise<T> => {
    try {
      const { value, endsAt } = await fetch();
      held = { value, endsAt, renewAt: endsAt - Math.min(margin, Math.max(0, endsAt - clock()) / 5) };
      return value;
    } catch (error) {
      if (!held || clock() >= held.endsAt || !(error instanceof RootKeyError)) throw error;
      held.renewAt = Math.min(held.endsAt, clock() + untilNextTry);
      return held.value;
    } finally {
      fetching = undefined;
    }
  };

  return {
    current: async (): Promise<T> => {
      if (held && clock() < held.renewAt) return held.value;
      fetching ??= renew();
      return fetching;
    },
    /** Has the next call fetch anew, because the service no longer takes what is held. */
    forget: (): void => {
      held = undefined;
    },
  };
};

export type Held<T> = ReturnType<typeof lasting<T>>;
