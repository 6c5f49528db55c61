import type { ElementEvent } from '@tessera/bridge';
import type { EventOf } from '../element/listeners.ts';

/**
 * The events of `<tessera-field>` by name. Each has an event of the element as its `detail`. They bubble and are composed, except `focus` and
 * `blur`, which are followed by `focusin` and `focusout`, and `error`. `keydown` also has its key and modifiers as properties of its own.
 *
 * @example
 * ```ts
 * import type { FieldEvents } from '@tessera/elements';
 *
 * const isComplete = ({ detail }: FieldEvents['change']) => detail.complete;
 * ```
 */
export type FieldEvents = {
  [Type in Exclude<ElementEvent['type'], 'keydown'>]: CustomEvent<EventOf<Type>>;
} & {
  keydown: CustomEvent<EventOf<'keydown'>> & Omit<EventOf<'keydown'>, 'type' | 'targetId'>;
  focusin: CustomEvent<EventOf<'focus'>>;
  focusout: CustomEvent<EventOf<'blur'>>;
  error: ErrorEvent;
};

/**
 * Listeners for the events of `<tessera-field>` in JSX and templates, under names that begin with a prefix: `on` in Svelte, `on:` in Solid.
 *
 * @example
 * ```ts
 * import type { FieldHandlers } from '@tessera/elements';
 *
 * const handlers: FieldHandlers<'on:'> = { 'on:change': ({ detail }) => console.log(detail.complete) };
 * ```
 */
export type FieldHandlers<Prefix extends string = 'on'> = {
  [Type in keyof FieldEvents as `${Prefix}${Type}`]?: (event: FieldEvents[Type]) => void;
};
