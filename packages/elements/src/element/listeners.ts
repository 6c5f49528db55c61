import type { ElementEvent, Words } from '@tessera/bridge';
import { ElementsError } from '../errors.ts';

type EventType = ElementEvent['type'];

/**
 * The event of a name.
 *
 * @example
 * ```ts
 * import type { EventOf } from '@tessera/elements';
 *
 * const brandOf = ({ cardBrand }: EventOf<'change'>) => cardBrand;
 * ```
 */
export type EventOf<T extends EventType> = Extract<ElementEvent, { readonly type: T }>;

/**
 * What `on` returns.
 *
 * @example
 * ```ts
 * import type { HostedElement, Subscription } from '@tessera/elements';
 *
 * const listen = (card: HostedElement): Subscription => card.on('focus', ({ targetId }) => console.log(targetId));
 * ```
 */
export interface Subscription {
  /** Stops calling the listener. */
  unsubscribe(): void;
}

const names = 'ready change focus blur keydown click copy warning obscured lost';

/** Every type of event. Leaving one out does not compile. */
const eventTypes: readonly (EventType extends Words<typeof names> ? string : never)[] = names.split(' ');

/** Who listens to an element, by the type of event. */
export const createListeners = () => {
  const all = new Map<string, Set<(event: never) => void>>();
  return {
    on: <T extends EventType>(type: T, listener: (event: EventOf<T>) => void): Subscription => {
      if (!eventTypes.includes(type)) throw new ElementsError('unknown-event', String(type));
      const listeners = all.get(type) ?? new Set();
      all.set(type, listeners.add(listener));
      return { unsubscribe: () => void listeners.delete(listener) };
    },
    tell: (event: ElementEvent): void => {
      for (const listener of all.get(event.type) ?? []) {
        try {
          listener(event as never);
        } catch (thrown) {
          // The listener's own error, where its owner looks for it; the other listeners still hear the event.
          reportError(thrown);
        }
      }
    },
  };
};
