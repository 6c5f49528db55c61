import { ElementsError, type ErrorCode, type EventOf } from '@tessera/elements';

/**
 * Why a field could not be mounted, and how to try again.
 *
 * @example
 * ```ts
 * import type { ElementFailure } from '@tessera/js/wrapping';
 *
 * const retryLater = ({ retry }: ElementFailure) => setTimeout(retry, 5_000);
 * ```
 */
export interface ElementFailure {
  /** Usually an `ElementsError`, whose `code` gives the reason. */
  readonly error: Error;
  /** Mounts the field again. If that fails, a new failure follows. */
  readonly retry: () => void;
}

/**
 * The fields of one SDK that could not be mounted, as {@link createFailures} keeps them.
 *
 * @example
 * ```ts
 * import type { Failures } from '@tessera/js/wrapping';
 *
 * const messageOf = (failures: Failures) => failures.error()?.message;
 * ```
 */
export interface Failures {
  readonly add: (failure: ElementFailure) => void;
  readonly remove: (failure: ElementFailure) => void;
  /** The error of the oldest one. */
  readonly error: () => Error | undefined;
  /** Mounts all of these fields again. */
  readonly retry: () => void;
  /** Calls a listener after each change, until the function that it returns is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * Collects the fields that could not be mounted, so that a hook can tell of them in one place.
 *
 * @example
 * ```ts
 * import { createFailures } from '@tessera/js/wrapping';
 *
 * const failures = createFailures();
 * failures.subscribe(() => console.log(failures.error()?.message ?? 'All fields are there.'));
 * ```
 */
export const createFailures = (): Failures => {
  const current = new Set<ElementFailure>();
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  return {
    add: (failure) => {
      current.add(failure);
      changed();
    },
    remove: (failure) => {
      if (current.delete(failure)) changed();
    },
    error: () => [...current][0]?.error,
    retry: () => {
      const all = [...current];
      // Their components may be gone. Those that are not tell of a new failure.
      current.clear();
      changed();
      for (const { retry } of all) retry();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/**
 * The error in a `lost` event that says that a field is gone for good, or `undefined` when a new one takes its place.
 *
 * @example
 * ```ts
 * import type { HostedElement } from '@tessera/js';
 * import { lossOf } from '@tessera/js/wrapping';
 *
 * const watch = (element: HostedElement) => element.on('lost', (event) => console.log(lossOf(event)?.message));
 * ```
 */
export const lossOf = ({ code }: EventOf<'lost'>): Error | undefined =>
  code === 'frame-lost' ? undefined : new ElementsError(code as ErrorCode);
